//! SOAP 1.1 and 1.2: envelopes, faults, security headers, actions and content types.
//!
//! Pure functions over [`crate::xml`] trees and header values. Reading is tolerant where clients in the field differ
//! and says so with a [`Finding`](crate::model::Finding); what no server could process is a [`Fault`]. Nothing here
//! knows about IMS services, vendors, or which operations exist.

pub mod action;
pub mod envelope;
pub mod fault;
pub mod security;

pub use action::{ContentType, SoapAction, basic};
pub use envelope::{Envelope, Version, charset_conflict, open, write};
pub use fault::{Cause, Fault, FaultCode, Subcode};
pub use security::{Denied, UsernameToken};
