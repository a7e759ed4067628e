//! `mocklms check`: every problem of every scenario file, without running anything.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::{Format, exit, files, style};
use crate::base::text::plural;
use crate::diag::{Problem, Severity, render};
use crate::scenario;

/// Finds every problem of scenario files without running them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 no errors (warnings are allowed), 2 errors, or nothing to check"
)]
pub(super) struct Args {
    /// Scenario files, or folders of them
    #[arg(required = true, value_name = "SCENARIO.yaml|FOLDER")]
    paths: Vec<PathBuf>,
    /// Gives a variable of `set:` a value; may stand several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = files::variable)]
    set: Vec<(String, String)>,
    /// How to print: text or json
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn run(args: &Args) -> u8 {
    let (text, code) = check(&args.paths, &args.set, args.format);
    if style::print(&text).is_err() {
        exit::COULD_NOT_RUN
    } else {
        code
    }
}

/// Checks scenario files, and those in folders. Gives what is printed and the exit code: 0, or 2 when a file cannot be run
/// or there was nothing to check. Warnings alone do not fail.
pub fn check(paths: &[PathBuf], set: &[(String, String)], format: Format) -> (String, u8) {
    let mut problems = Vec::new();
    let files = files::collect(paths, &mut problems);
    let loaded = scenario::load_files(&files, set);
    let cases = loaded.scenarios.len();
    problems.extend(loaded.problems);
    let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let text = if format == Format::Json {
        let problems: Vec<Json> = problems.iter().map(json).collect();
        let all = json!({
            "files": files.len(),
            "scenarios": cases,
            "errors": errors,
            "warnings": warnings,
            "problems": problems,
        });
        format!("{all:#}\n")
    } else {
        let found = match (errors, warnings) {
            (0, 0) => "no problems".to_owned(),
            (0, _) => plural(warnings, "warning"),
            (_, 0) => plural(errors, "error"),
            _ => format!(
                "{}, {}",
                plural(errors, "error"),
                plural(warnings, "warning")
            ),
        };
        let mut counted = plural(files.len(), "file");
        if cases > files.len() {
            _ = write!(counted, " with {}", plural(cases, "scenario"));
        }
        format!("{}{counted} checked: {found}\n", render(&problems))
    };
    (
        text,
        if errors > 0 {
            exit::USAGE
        } else {
            exit::PASSED
        },
    )
}

fn json(problem: &Problem) -> Json {
    let mut out = json!({
        "code": problem.code,
        "severity": match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": problem.message,
    });
    if let Some(help) = &problem.help {
        out["help"] = json!(help);
    }
    if let Some(span) = &problem.span {
        out["file"] = json!(span.source.path.display().to_string());
        out["line"] = json!(span.line);
        out["column"] = json!(span.column);
        out["length"] = json!(span.length);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use serde_json::Value as Json;

    use super::check;
    use crate::cli::Format;

    fn golden(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden/scenario-errors")
            .join(name)
    }

    #[test]
    fn all_problems_of_all_files_are_counted() {
        let files = [golden("empty.yaml"), golden("wrong_version.yaml")];
        let (text, code) = check(&files, &[], Format::Text);
        assert_eq!(code, 2);
        assert!(text.ends_with("2 files checked: 2 errors\n"), "{text}");

        let (text, code) = check(&files, &[], Format::Json);
        assert_eq!(code, 2);
        let json: Json = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(json["problems"][0]["code"], "empty-file");
        assert_eq!(json["problems"][1]["line"], 2);
    }

    #[test]
    fn nothing_to_check_is_no_success() {
        assert_eq!(check(&[], &[], Format::Text).1, 2);
        let (text, code) = check(&[PathBuf::from("no-such-file.yaml")], &[], Format::Text);
        assert_eq!(code, 2);
        assert!(text.contains("missing-file"), "{text}");
    }
}
