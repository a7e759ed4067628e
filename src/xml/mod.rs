//! Bytes to a tree of elements, and text back to XML. The only user of `quick-xml`.
//!
//! Reading takes two steps: [`decode`] turns the bytes of a body into text, [`read`] turns the text into a [`Tree`].
//! The tree is compact: one list of nodes and one of attributes, both holding ranges into the text, so that reading
//! allocates a handful of times per document and an [`Element`] is a reference and a number.
//!
//! What `read` accepts is well-formed XML 1.0 with namespaces and without a document type. `quick-xml` says where tags,
//! comments and the like end, and what is wrong when they do not; the rules it leaves out (one root, legal characters and names, unique attributes, declared prefixes, ...)
//! are checked here. Comments and processing instructions are checked and dropped. Nothing here knows about SOAP.

mod chars;
mod declaration;
mod element;
mod encoding;
mod error;
mod intern;
mod name;
mod position;
mod read;
mod scope;
mod tag;
mod tree;
mod write;

pub use chars::trim;
pub use element::{Attribute, Attributes, Children, ChildrenNamed, Element};
pub use encoding::{Conflict, Decoded, decode};
pub use error::{ErrorKind, ReadError};
pub use position::{Position, position};
pub use read::read;
pub use tree::{Tree, XML_NAMESPACE, XMLNS_NAMESPACE, XSI_NAMESPACE};
pub use write::{DECLARATION, Writer};
