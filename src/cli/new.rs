//! `mocklms new`: a small scenario to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::quirks::find_vendor;
use crate::diag::Problem;
use crate::engine::VendorInfo;
use crate::vendor::VENDORS;

/// What is written. `NAME`, `VENDOR`, `OPERATION`, `TABLES` and `FILE` are filled in.
const TEMPLATE: &str = r#"# A scenario of mocklms: one file, one story.
# Look for mistakes:  mocklms check FILE
# Play it:            mocklms run FILE
# Test your program:  mocklms run FILE -- ./your-sync   (take the steps out first: your program sends)
mocklms: 1
scenario: a first person arrives
about: Say in a sentence or two what this story shows.

lms:
  NAME: VENDOR
  # The long form, with settings (`mocklms explain settings VENDOR`) and rules (`mocklms quirks VENDOR`):
  # NAME: { vendor: VENDOR, settings: { level: vendor }, quirks: {} }

# What the LMS holds before anything happens. Tables: TABLES.
# seed:
#   NAME: { file: state.yaml }

steps:
  - operation: OPERATION
    record:                                 # the fields: `mocklms explain fields person`
      id: P-1
      name: { first: Ada, last: Lovelace }
      email: ada@school.example
      role: Student
    answer: { code_major: success }

expect:
  requests:
    NAME:
      messages:
        # Maps need not be complete; "${any}" and other matchers stand in quotes.
        - { operation: OPERATION, id: P-1, record: { name.first: Ada, email: "${any}" } }
  # What the LMS must hold in the end (`mocklms explain state VENDOR`):
  # state:
  #   NAME: { TABLE: { P-1: "${present}" } }
"#;

/// Writes a small scenario to start from
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The vendor
    vendor: String,
    /// The file to write
    #[arg(value_name = "FILE", default_value = "scenario.yaml")]
    file: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<String, Problem> {
    new(&args.vendor, &args.file)
}

/// Writes a scenario for a vendor; a file that is there stays as it is.
pub fn new(vendor: &str, path: &Path) -> Result<String, Problem> {
    let vendor = find_vendor(VENDORS, vendor)?;
    let refuse = |code, message: String, help: &str| {
        Err(Problem::error(code, None, message).with_help(help))
    };
    let shown = path.display().to_string();
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut f| f.write_all(content(vendor, &shown).as_bytes()));
    match written {
        Ok(()) => Ok(format!(
            "wrote {shown}; play it with `mocklms run {shown}`\n"
        )),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => refuse(
            "file-exists",
            format!("{shown} is there already"),
            "choose another name; nothing was written",
        ),
        Err(error) => refuse(
            "unwritable-file",
            format!("cannot write {shown}: {error}"),
            "name a file in a folder that exists",
        ),
    }
}

fn content(vendor: &VendorInfo, path: &str) -> String {
    let wanted = ["replacePerson", "createPerson", "updatePerson"];
    let operation = wanted
        .into_iter()
        .find(|o| vendor.implements(o))
        .unwrap_or(wanted[0]);
    let tables: Vec<&str> = vendor
        .tables
        .iter()
        .filter(|t| !t.log)
        .map(|t| t.name)
        .collect();
    TEMPLATE
        .replace("OPERATION", operation)
        .replace("TABLES", &tables.join(", "))
        .replace("TABLE", tables.first().unwrap_or(&"users"))
        .replace("VENDOR", vendor.name)
        .replace("NAME", "my_lms")
        .replace("FILE", path)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{content, new};
    use crate::diag::{Source, render};
    use crate::scenario::load;
    use crate::vendor::VENDORS;

    #[test]
    fn what_is_written_has_no_problems_for_any_vendor() {
        for vendor in VENDORS {
            // The commented parts are meant to be switched on; the state must fit, too.
            let text = content(vendor, "x.yaml");
            let on = text
                .replace("  # state:", "  state:")
                .replace("  #   my_lms: {", "    my_lms: {");
            assert_ne!(text, on);
            for text in [text, on] {
                let source = Source {
                    path: "x.yaml".into(),
                    text,
                };
                let nothing = |_: &Path| Err(std::io::ErrorKind::NotFound.into());
                let loaded = load(source, Path::new(""), &|_| None, &nothing);
                assert!(
                    loaded.problems.is_empty(),
                    "{}: {}",
                    vendor.name,
                    render(&loaded.problems)
                );
                assert_eq!(loaded.scenarios.len(), 1);
            }
        }
    }

    #[test]
    fn a_file_that_is_there_is_kept() {
        let path = std::env::temp_dir().join(format!("mocklms-new-{}.yaml", std::process::id()));
        let vendor = VENDORS[0].name;
        assert!(new(vendor, &path).is_ok());
        std::fs::write(&path, "mine").expect("it can be written");
        let problem = new(vendor, &path).expect_err("it is there");
        assert_eq!(problem.code, "file-exists");
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "mine");
        std::fs::remove_file(&path).expect("it can be removed");
        assert_eq!(
            new("blackbord", &path).expect_err("no such vendor").code,
            "unknown-vendor"
        );
        assert_eq!(
            new(vendor, Path::new("/no/such/folder/x.yaml"))
                .expect_err("no folder")
                .code,
            "unwritable-file"
        );
    }
}
