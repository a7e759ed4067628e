//! Writing the texts of a person: how long they may be, and what an empty one does.

use std::sync::Arc;

use crate::base::Secret;
use crate::engine::Cx;
use crate::store::{Field, Origin};
use crate::vendor::itslearning::answers::Refusal;
use crate::vendor::itslearning::quirks::{ITS_029, ITS_030};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::texts::Reason;

/// The longest texts, in characters.
pub(super) mod longest {
    pub(in super::super) const PREFIX: usize = 32;
    pub(in super::super) const NICK: usize = 32;
    pub(in super::super) const NAME: usize = 64;
    pub(in super::super) const POSTCODE: usize = 10;
    pub(in super::super) const CUSTOM: usize = 255;
    pub(in super::super) const ANONYMOUS_ID: usize = 64;
    /// Where no page has a limit.
    pub(in super::super) const ANY: usize = usize::MAX;
}

type TextField = Field<Option<Arc<str>>>;

/// What a text can do to a person.
pub(super) struct Writer<'a> {
    pub(super) settings: &'a Settings,
    pub(super) origin: Origin,
    /// The message replaces a person who is there.
    pub(super) replaces: bool,
}

impl Writer<'_> {
    /// Writes what was sent; an empty text deletes what is there (ITS-029).
    pub(super) fn text(
        &self,
        cx: &mut Cx<'_>,
        field: &mut TextField,
        sent: Option<&str>,
        longest: usize,
    ) -> Result<(), Refusal> {
        match sent {
            Some("") if field.value.is_some() && cx.quirk(ITS_029) => {
                field.set(None, &cx.origin_by(ITS_029));
            }
            // Where nothing is, nothing stays.
            None | Some("") => {}
            Some(text) => {
                let text = fit(cx, self.settings, text, longest)?;
                field.set_text(text, &self.origin);
            }
        }
        Ok(())
    }

    /// The same for a text that a replace clears when it is left out (ITS-030).
    pub(super) fn optional(
        &self,
        cx: &mut Cx<'_>,
        field: &mut TextField,
        sent: Option<&str>,
        longest: usize,
    ) -> Result<(), Refusal> {
        self.cleared(cx, field, sent.is_some());
        self.text(cx, field, sent, longest)
    }

    /// Clears a field that a replace leaves out.
    pub(super) fn cleared(&self, cx: &mut Cx<'_>, field: &mut TextField, sent: bool) {
        if self.replaces && !sent && field.value.is_some() && cx.quirk(ITS_030) {
            field.set(None, &cx.origin_by(ITS_030));
        }
    }

    /// Writes a secret.
    pub(super) fn secret(
        &self,
        cx: &mut Cx<'_>,
        field: &mut Field<Option<Secret>>,
        sent: Option<&str>,
    ) {
        match sent {
            Some("") if field.value.is_some() && cx.quirk(ITS_029) => {
                field.set(None, &cx.origin_by(ITS_029));
            }
            None | Some("") => {}
            Some(text) => field.set(Some(Secret::new(text)), &self.origin),
        }
    }
}

/// A text that fits its field; a longer one is refused or cut.
pub(super) fn fit<'m>(
    cx: &mut Cx<'_>,
    settings: &Settings,
    text: &'m str,
    longest: usize,
) -> Result<&'m str, Refusal> {
    let Some((end, _)) = text.char_indices().nth(longest) else {
        return Ok(text);
    };
    cx.setting("overlong_value");
    if settings.truncate_overlong {
        Ok(&text[..end])
    } else {
        Err(Refusal::because(Reason::TooLong))
    }
}
