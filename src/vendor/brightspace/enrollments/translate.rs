//! The translators of IPSIS: from a LIS membership record to the request that the handlers work on.

use crate::engine::Cx;
use crate::model::{Call, Payload, Record, RecordKind};
use crate::vendor::brightspace::answers::{Failure, incomplete};
use crate::vendor::brightspace::settings::Settings;

/// What a replaceMembership asks for, after translation.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    /// sourcedId of the membership.
    pub(super) id: String,
    /// sourcedId of the section; empty when its translator is not configured, as are the next two.
    pub(super) unit: String,
    /// sourcedId of the person.
    pub(super) user: String,
    /// Role text of the SIS.
    pub(super) sis_role: String,
    /// The status, if one was sent.
    pub(super) active: Option<bool>,
}

/// Runs the configured translators over a call.
pub(super) fn request(
    settings: &Settings,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Request, Failure> {
    let nothing = Record::new(RecordKind::Membership);
    let record = match &call.payload {
        Payload::Record(record) => record,
        _ => &nothing,
    };
    let view = record.view();
    let roles = view.list("roles");
    // The binding allows several roles of a member; the shipped translators know of one.
    let role = roles.first();
    let mut request = Request::default();
    match record.id.as_deref() {
        Some(id) if !id.is_empty() => id.clone_into(&mut request.id),
        _ => {
            return Err(incomplete(
                cx,
                "membershipRecord.sourcedGUID.sourcedId is missing",
            ));
        }
    }
    let required = |cx: &mut Cx<'_>, text: Option<&str>, path: &str| {
        text.map(str::to_owned)
            .ok_or_else(|| incomplete(cx, format!("{path} is missing")))
    };
    for translator in &settings.enrollments.translators {
        match translator.as_str() {
            "MembershipRequestCollectionRequiredTranslator" => {
                let text = view.text("collection");
                request.unit = required(cx, text, "membership.collectionSourcedId")?;
            }
            "MembershipRequestUserPersonRequiredTranslator" => {
                let text = view.text("person");
                request.user = required(cx, text, "membership.member.personSourcedId")?;
            }
            "MembershipRequestRoleTypeAndStatusRequiredTranslator" => {
                let text = role.and_then(|role| role.text("role"));
                request.sis_role = required(cx, text, "membership.member.role.roleType")?;
                let text = role.and_then(|role| role.text("status"));
                request.active = status(settings, cx, text)?;
            }
            // The base translator's work is done above: nothing goes on without a key.
            _ => {}
        }
    }
    Ok(request)
}

fn status(
    settings: &Settings,
    cx: &mut Cx<'_>,
    text: Option<&str>,
) -> Result<Option<bool>, Failure> {
    match text {
        None => {
            cx.setting("membership_status_missing");
            if settings.enrollments.reject_without_status {
                return Err(incomplete(cx, "membership.member.role.status is missing"));
            }
            Ok(None)
        }
        Some(text) if text.eq_ignore_ascii_case("Active") => Ok(Some(true)),
        Some(text) if text.eq_ignore_ascii_case("Inactive") => Ok(Some(false)),
        Some(text) => Err(incomplete(
            cx,
            format!("status is '{text}', not Active or Inactive"),
        )),
    }
}
