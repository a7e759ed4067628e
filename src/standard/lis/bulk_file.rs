//! Bulk data files: many calls in one document.
//!
//! Source: sample files of LIS 2.0 bulk exchanges (`bulkDataRecord`), with and without their namespace.

use std::borrow::Cow;

use super::call::{blank, complete, parameter};
use super::header::trimmed;
use super::operations::find;
use crate::model::{Call, Operation, RequestHeader, Service};
use crate::xml::{self, Element};

/// The namespace of bulk data files; files without any are about as common.
pub const BULK_FILE_NAMESPACE: &str =
    "http://www.imsglobal.org/services/lis/bdemsv1p0/imsbdemsDataFile_v1p0";

/// One `transactionRecord`: a call as it would be sent in real time.
#[derive(Clone, Copy, Debug)]
pub struct Transaction<'t>(Element<'t>);

/// The transactions of a file, in its order.
///
/// # Errors
///
/// Why it is no bulk data file, for people.
pub fn transactions(root: Element<'_>) -> Result<impl Iterator<Item = Transaction<'_>>, String> {
    let namespace = root.namespace();
    if root.local() != "bulkDataRecord" {
        return Err(format!(
            "the document is a {}, not a bulkDataRecord",
            root.local()
        ));
    }
    if !matches!(namespace, "" | BULK_FILE_NAMESPACE) {
        return Err(format!(
            "bulkDataRecord is in the namespace {namespace}, not in {BULK_FILE_NAMESPACE}"
        ));
    }
    Ok(root
        .children()
        .filter(|child| child.local() == "transactionRecord")
        .map(Transaction))
}

impl<'t> Transaction<'t> {
    /// `transactionOpIdentifier`, blanks trimmed; empty when there is none.
    pub fn id(self) -> Cow<'t, str> {
        self.text("transactionOpIdentifier")
    }

    /// `operationName`, blanks trimmed; empty when there is none.
    pub fn operation_name(self) -> Cow<'t, str> {
        self.text("operationName")
    }

    /// Where it begins in the file.
    pub fn offset(self) -> u32 {
        self.0.offset()
    }

    /// The call that it stands for.
    ///
    /// # Errors
    ///
    /// What is wrong with it, for people.
    pub fn call(self) -> Result<Call<'t>, String> {
        let name = self.operation_name();
        let operation = match &*name {
            "" => return Err("operationName is missing".to_owned()),
            name => operation(name).ok_or_else(|| format!("{name} is no operation of LIS 2.0"))?,
        };
        if operation.service == Service::Bdems {
            return Err(format!("{name} cannot stand in a bulk data file"));
        }
        let set = self.0.child("parameterSet");
        let set = set.ok_or_else(|| "parameterSet is missing".to_owned())?;
        let header = RequestHeader {
            present: true,
            version: None,
            message_id: Some(self.id()),
            sending_agent: None,
        };
        let mut call = blank(operation, header);
        for given in set.children_named("parameterRecord") {
            let name = given.child("parameterName").map(|n| trimmed(n.text()));
            let Some(value) = given.child("parameterValue") else {
                return Err("a parameterRecord has no parameterValue".to_owned());
            };
            let name = name.unwrap_or_default();
            if name == "sourcedId" {
                call.outer_id = Some(trimmed(value.text()));
                continue;
            }
            // A record stands in the value as it would in a request, or its children do.
            let inner = value.child(&name);
            parameter(&mut call, &name, inner.unwrap_or(value));
        }
        complete(&mut call);
        Ok(call)
    }

    fn text(self, child: &str) -> Cow<'t, str> {
        self.0
            .child(child)
            .map_or(Cow::Borrowed(""), |c| trimmed(c.text()))
    }
}

fn operation(name: &str) -> Option<&'static Operation> {
    let element = format!("{name}Request");
    Service::ALL.into_iter().find_map(|s| find(s, &element))
}

/// Reads a file and gives each of its transactions to `each`, in order.
///
/// # Errors
///
/// Why nothing of the file can be read, for people, with the place.
pub fn read_bulk_file(bytes: &[u8], each: &mut dyn FnMut(Transaction<'_>)) -> Result<(), String> {
    let decoded = xml::decode(bytes, None).map_err(|error| error.to_string())?;
    let text: &str = &decoded.text;
    let tree = xml::read(text, &limits()).map_err(|error| {
        let at = error.position(text);
        format!("line {}, column {}: {error}", at.line, at.column)
    })?;
    transactions(tree.root())?.for_each(each);
    Ok(())
}

/// How many bytes arrive is limited where they arrive; a file is many messages, each of which may be as deep as any.
fn limits() -> crate::base::Limits {
    crate::base::Limits {
        elements: 8_000_000,
        ..crate::base::Limits::default()
    }
}
