//! `mocklms explain state`: what a running double, or a recording, holds, and who wrote it.

use std::fmt::Write as _;
use std::path::Path;

use super::Format;
use super::fetch::{self, address};
use super::style::{self, FAINT, STRONG};
use crate::base::text::{plural, truncate, visible};
use crate::diag::Problem;
use crate::journal::{FieldView, Recording, fold};
use crate::vendor;

/// The fields of a recording's last state.
pub(super) fn of_recording(path: &Path) -> Result<Vec<FieldView>, Problem> {
    let refuse = |error: String| Problem::error("unreadable-recording", None, error);
    let recording = Recording::read(path).map_err(|error| refuse(error.to_string()))?;
    for torn in &recording.torn {
        style::warn(&format!(
            "warning: line {} of {} was cut off after {}; what it told is missing\n",
            torn.line,
            path.display(),
            plural(torn.bytes, "byte")
        ));
    }
    Ok(fold(&recording.entries))
}

/// The fields of a running server's state.
pub(super) fn of_server(url: &str) -> Result<Vec<FieldView>, Problem> {
    let refuse = |error: String| {
        Problem::error("no-answer", None, error).with_help("is `mocklms serve` running there?")
    };
    let address =
        address(url).ok_or_else(|| refuse(format!("`{url}` is no address of a server")))?;
    let (status, body) = fetch::get(&address, "/__admin/v1/provenance")
        .map_err(|error| refuse(format!("{url} does not answer: {error}")))?;
    if status != 200 {
        return Err(refuse(format!("{url} answered {status}: {}", body.trim())));
    }
    serde_json::from_str(&body)
        .map_err(|error| refuse(format!("{url} gave another answer than expected: {error}")))
}

/// The fields that a path such as `d2l.users.Demo_User.email` leads to; an empty path leads to all.
pub(super) fn select(views: Vec<FieldView>, path: &str) -> Result<Vec<FieldView>, Problem> {
    if path.is_empty() {
        return Ok(views);
    }
    let matches = |view: &FieldView| {
        let full = format!(
            "{}.{}.{}.{}",
            view.instance, view.table, view.key, view.field
        );
        let rest = full
            .strip_prefix(path)
            .or_else(|| full[view.instance.len() + 1..].strip_prefix(path));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let total = views.len();
    let chosen: Vec<_> = views.into_iter().filter(matches).collect();
    if chosen.is_empty() {
        let message = format!(
            "nothing in the state is called '{path}' ({})",
            plural(total, "field")
        );
        return Err(Problem::error("unknown-path", None, message)
            .with_help("write INSTANCE.TABLE.KEY or any beginning of it, such as d2l.users.P-1"));
    }
    Ok(chosen)
}

/// The fields as text or JSON.
pub(super) fn render(views: &[FieldView], format: Format) -> String {
    if format == Format::Json {
        let mut text = serde_json::to_string_pretty(views).expect("fields of text are JSON");
        text.push('\n');
        return text;
    }
    let mut out = String::new();
    let mut row = None;
    let width = views.iter().map(|v| v.field.len()).max().unwrap_or(0);
    for view in views {
        let here = (&view.instance, &view.table, &view.key);
        if row != Some(here) {
            let gap = if row.is_some() { "\n" } else { "" };
            _ = writeln!(
                out,
                "{gap}{STRONG}{}{STRONG:#}  {}[{}]",
                view.instance,
                view.table,
                visible(&view.key)
            );
            row = Some(here);
        }
        let value = match &view.value {
            Some(value) => visible(&truncate(value, 40)).into_owned(),
            None => "-".to_owned(),
        };
        _ = writeln!(
            out,
            "  {:width$}  {value:<40}  {FAINT}{}{FAINT:#}",
            view.field,
            origin(view)
        );
    }
    if views.is_empty() {
        out.push_str("the state is empty\n");
    }
    out
}

fn origin(view: &FieldView) -> String {
    let mut text = match view.seq {
        0 => view.operation.clone(),
        seq => format!("exchange {seq}, {}", view.operation),
    };
    if let Some(quirk) = &view.quirk {
        let (id, part) = quirk.split_once('/').unwrap_or((quirk, ""));
        _ = write!(text, ", {quirk}");
        if let Some(row) = vendor::find(&view.vendor).and_then(|info| info.quirk(id)) {
            _ = write!(text, " ({}): {}", row.evidence(part).as_str(), row.title);
        }
    }
    text
}
