//! Limits on foreign input. Each is a flag of `mocklms serve` and has a clean answer in the protocol.

/// What a request may cost at the most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a request body, as received and after inflating. Larger ones are answered with a fault.
    pub body_bytes: usize,
    /// Bytes of the request head (request line and headers).
    pub head_bytes: usize,
    /// How deep elements may nest.
    pub depth: usize,
    /// Attributes (namespace declarations included) on one element.
    pub attributes: usize,
    /// Elements in one document.
    pub elements: usize,
    /// Seconds a client may take to send a whole request.
    pub read_seconds: u64,
    /// Connections open at the same time.
    pub connections: usize,
    /// Bytes of an answer, or a file, that an LMS fetches.
    pub answer_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 32 * 1024 * 1024,
            head_bytes: 64 * 1024,
            depth: 100,
            attributes: 256,
            elements: 2_000_000,
            read_seconds: 30,
            connections: 4096,
            answer_bytes: 128 * 1024 * 1024,
        }
    }
}
