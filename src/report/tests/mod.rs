//! Goldens of every report format, under `tests/golden/reports/`; `UPDATE_GOLDEN=1` rewrites them.

mod html;
mod junit;
mod markdown;
mod schema;
mod stories;
mod values;

use std::path::Path;
use std::time::Duration;

use super::{Format, Paint};
use crate::verify::Verdict;

#[track_caller]
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/reports")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        known == text,
        "{name} differs; UPDATE_GOLDEN=1 rewrites it. Now it is:\n{text}"
    );
}

#[track_caller]
fn check(name: &str, mut verdicts: Vec<Verdict>) {
    for verdict in &mut verdicts {
        verdict.duration = Duration::from_millis(120);
    }
    for (format, extension) in [
        (Format::Text(Paint::Plain), "txt"),
        (Format::Json, "json"),
        (Format::Junit, "xml"),
        (Format::Markdown, "md"),
        (Format::Github, "github.txt"),
    ] {
        let text = format.render(&verdicts);
        golden(&format!("{name}.{extension}"), &text);
        if format == Format::Json {
            schema::check(&serde_json::from_str(&text).unwrap());
        }
    }
}
