//! The report for a browser: one file, with every exchange, that needs neither network nor server.
//!
//! [`data`] turns cases into blocks of JSON, compressed when they are large; [`page`] puts them into a page whose
//! script unpacks a block when somebody looks at it. The script makes text nodes only, so that nothing foreign
//! becomes markup; in the file itself no block can hold a `<`.

mod data;
mod exchange;
mod page;

pub(super) use page::render;

#[cfg(test)]
pub(super) use data::Report;
