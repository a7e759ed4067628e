//! Tables for people.

use std::fmt::Write as _;

/// Rows of texts; the first column is aligned left, the others right.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(head: &[&str]) -> Self {
        let mut table = Self::default();
        table.row(head);
        table
    }

    pub(crate) fn row(&mut self, cells: &[impl AsRef<str>]) {
        self.rows
            .push(cells.iter().map(|cell| cell.as_ref().to_owned()).collect());
    }

    pub(crate) fn print(&self) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<_> = (0..columns).map(widest).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                if line.is_empty() {
                    line = format!("{cell:<width$}");
                } else {
                    _ = write!(line, "  {cell:>width$}");
                }
            }
            println!("{}", line.trim_end());
        }
        println!();
    }
}

/// A line that holds a measured figure against its budget.
pub(crate) fn budget(what: &str, measured: f64, unit: &str, limit: Limit) {
    let (met, sign, limit) = match limit {
        Limit::AtLeast(limit) => (measured >= limit, "at least", limit),
        Limit::AtMost(limit) => (measured <= limit, "at most", limit),
    };
    let word = if met { "met " } else { "MISSED" };
    println!("budget {word:<6}  {what}: {measured:.2}{unit} ({sign} {limit}{unit})");
}

/// What is allowed.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    AtLeast(f64),
    AtMost(f64),
}
