//! Line and column, worked out only when somebody wants to see them.

use std::fmt;

/// A place in a text as people count: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// The place of a byte offset. Takes bytes as well as text, because the place of a wrong byte is in no text yet.
///
/// Offsets beyond the end count as the end.
pub fn position(text: impl AsRef<[u8]>, offset: usize) -> Position {
    let bytes = text.as_ref();
    let before = &bytes[..offset.min(bytes.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    Position {
        line: 1 + memchr::memchr_iter(b'\n', before).count(),
        // Continuation bytes of UTF-8 do not begin a character.
        column: 1 + before[line_start..]
            .iter()
            .filter(|b| **b & 0xC0 != 0x80)
            .count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: usize, line: usize, column: usize) {
        assert_eq!(position(text, offset), Position { line, column });
    }

    #[test]
    fn counts_lines_and_characters_from_one() {
        check("", 0, 1, 1);
        check("ab\ncd", 2, 1, 3);
        check("ab\ncd", 3, 2, 1);
        check("a\r\nb", 3, 2, 1);
        check("äö<", 4, 1, 3);
        check("ab", 99, 1, 3);
    }

    #[test]
    fn shows_itself_in_words() {
        assert_eq!(position("a\nb", 2).to_string(), "line 2, column 1");
    }
}
