//! Texts and tables laid out for a terminal or a document.

use std::fmt::Write as _;

/// The width that running text is broken at.
const WIDTH: usize = 100;

/// Rows under headings, in aligned columns; the last column is as wide as it likes.
pub(super) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .chain([headings[column].chars().count()])
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let mut out = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut text = String::new();
        for (cell, width) in cells.zip(&widths) {
            _ = write!(text, "{cell:width$}  ");
        }
        out.push_str(text.trim_end());
        out.push('\n');
    };
    let upper: Vec<String> = headings.iter().map(|h| h.to_uppercase()).collect();
    line(&mut upper.iter().map(String::as_str));
    for row in rows {
        line(&mut row.iter().map(String::as_str));
    }
    out
}

/// The same as a Markdown table; the cells are Markdown already.
pub(super) fn markdown_table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("| {} |\n", headings.join(" | "));
    _ = writeln!(out, "|{}", " --- |".repeat(headings.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}

/// Text for a Markdown document: stars, angle brackets and lone underscores mean themselves.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let inside_word =
            before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        if matches!(c, '\\' | '`' | '*' | '<' | '[') || (c == '_' && !inside_word) {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// A labelled text: the label on the left, the text broken into lines beside it.
pub(super) fn labelled(label: &str, text: &str, margin: usize) -> String {
    let mut out = format!("{label:margin$}");
    let mut column = margin.max(label.chars().count());
    let mut first = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !first && column + 1 + length > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(margin));
            column = margin;
        } else if !first {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
        first = false;
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::{labelled, markdown, markdown_table, table};

    #[test]
    fn columns_align_and_nothing_trails() {
        let rows = [
            vec!["1".to_owned(), "long cell".to_owned(), String::new()],
            vec!["22".to_owned(), "x".to_owned(), "end".to_owned()],
        ];
        assert_eq!(
            table(&["a", "b", "c"], &rows),
            "A   B          C\n1   long cell\n22  x          end\n"
        );
    }

    #[test]
    fn long_texts_break_at_words() {
        let text = labelled("What", &"word ".repeat(30), 10);
        assert!(text.lines().all(|l| l.len() <= 100), "{text}");
        assert!(text.starts_with("What      word word"));
        assert!(
            text.lines()
                .nth(1)
                .is_some_and(|l| l.starts_with("          word"))
        );
    }

    #[test]
    fn marks_mean_themselves_in_a_cell() {
        let rows = [vec![markdown("a|b_c <d>_")]];
        assert!(markdown_table(&["x"], &rows).ends_with("| a\\|b_c \\<d>\\_ |\n"));
    }
}
