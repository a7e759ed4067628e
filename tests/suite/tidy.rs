//! The shape of the source: layers, sizes, the registry of rules against the code, what must not be in files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use mocklms::engine::{Default, Quirk, Status};
use mocklms::vendor::VENDORS;
use regex::Regex;

use crate::support::{files, root, short};

/// Who may use whom: a module and what may stand behind `crate::` in it, besides itself. Bytes flow upwards: what is
/// further down this table knows more. `lib.rs` and `main.rs` tie everything together and are not listed.
const LAYERS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("diag", &["base"]),
    ("model", &["base"]),
    ("wire", &["base"]),
    ("xml", &["base", "diag"]),
    ("soap", &["base", "diag", "model", "wire", "xml"]),
    ("standard", &["base", "diag", "model", "soap", "xml"]),
    ("store", &["base", "model"]),
    (
        "engine",
        &[
            "base", "diag", "model", "soap", "standard", "store", "wire", "xml",
        ],
    ),
    // A vendor never touches a socket and never another vendor.
    (
        "vendor",
        &[
            "base", "diag", "engine", "model", "soap", "standard", "store", "wire", "xml",
        ],
    ),
    (
        "journal",
        &["base", "engine", "model", "soap", "wire", "xml"],
    ),
    (
        "scenario",
        &[
            "base", "diag", "engine", "model", "standard", "vendor", "wire",
        ],
    ),
    ("session", &["base", "engine", "journal", "vendor", "wire"]),
    // The only one that calls others.
    ("courier", &["base", "engine", "session", "wire"]),
    (
        "verify",
        &[
            "base", "diag", "engine", "journal", "model", "scenario", "soap", "standard", "xml",
        ],
    ),
    (
        "runner",
        &[
            "base", "courier", "engine", "journal", "model", "scenario", "session", "standard",
            "verify", "wire", "xml",
        ],
    ),
    (
        "accept",
        &[
            "base", "diag", "journal", "model", "scenario", "standard", "verify",
        ],
    ),
    (
        "report",
        &[
            "base", "diag", "engine", "journal", "scenario", "soap", "standard", "verify", "xml",
        ],
    ),
    (
        "server",
        &[
            "base", "engine", "journal", "model", "session", "standard", "vendor", "wire",
        ],
    ),
    (
        "admin",
        &[
            "base", "engine", "journal", "report", "server", "session", "verify", "wire",
        ],
    ),
    (
        "cli",
        &[
            "accept", "admin", "base", "courier", "diag", "engine", "journal", "model", "report",
            "runner", "scenario", "server", "session", "standard", "vendor", "verify", "wire",
        ],
    ),
];

/// Crates that have one home: everything else goes through the module that wraps them.
const HOMES: &[(&str, &[&str])] = &[
    ("tokio", &["server", "admin", "runner", "cli"]),
    ("rustls", &["server", "cli", "courier"]),
    ("tokio_rustls", &["server"]),
    ("rcgen", &["server"]),
    ("hyper", &["server", "admin", "cli"]),
    ("hyper_util", &["server", "admin", "cli"]),
    ("quick_xml", &["xml"]),
    ("saphyr_parser", &["scenario"]),
    ("quick_junit", &["report"]),
    ("similar", &["accept", "report", "verify"]),
    ("clap", &["cli"]),
    ("jiff", &["base", "scenario", "verify"]),
    ("dashmap", &["server"]),
    ("ureq", &["courier"]),
];

/// The longest file, in lines.
const LONGEST: usize = 600;

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The source files with their module, `lib.rs` and `main.rs` left out.
fn modules() -> Vec<(PathBuf, String)> {
    let all = files("src", &["rs"]).into_iter().filter_map(|file| {
        let inside = file.strip_prefix(root().join("src")).ok()?;
        let first = inside
            .components()
            .next()?
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        let module = first.strip_suffix(".rs").unwrap_or(&first).to_owned();
        Some((file.clone(), module))
    });
    let found: Vec<_> = all
        .filter(|(_, module)| !matches!(module.as_str(), "lib" | "main"))
        .collect();
    assert!(found.len() > 100, "the source is here");
    found
}

/// The lines of code, numbered; comments are left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The modules that a line names behind `crate::`, alone or in braces.
fn named(line: &str) -> Vec<&str> {
    let word = |text: &str| {
        text.find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(text.len())
    };
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &line[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.push(&rest[..word(rest)]);
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && depth == 0 && !c.is_whitespace() => {
                    found.push(&list[at..at + word(&list[at..])]);
                    start = false;
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn modules_use_only_what_is_below_them() {
    assert_eq!(
        named("use crate::{base::Value, soap, xml::{self, read}};"),
        ["base", "soap", "xml"]
    );
    assert_eq!(
        named("fn x(a: crate::base::Value, b: $crate::store::Tx, mycrate::c)"),
        ["base", "store"]
    );
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let joined = Regex::new(r"crate::\{[^;]*;").expect("it is a pattern");
    for (file, module) in modules() {
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!(
                "{}: module '{module}' is not in the table of layers",
                short(&file)
            ));
            continue;
        };
        seen.insert(module.clone());
        let text = read(&file);
        // A list over several lines is read as one.
        let lists = joined.find_iter(&text).map(|list| (0, list.as_str()));
        for (line, text) in code(&text).chain(lists) {
            for other in named(text) {
                let is_module = LAYERS.iter().any(|(name, _)| *name == other);
                if is_module && other != module && !allowed.contains(&other) {
                    wrong.push(format!(
                        "{}:{line}: {module} may not use {other}",
                        short(&file)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen.len(), LAYERS.len(), "every layer is there: {seen:?}");
}

#[test]
fn the_table_of_layers_has_no_circles() {
    for (place, (module, allowed)) in LAYERS.iter().enumerate() {
        for other in *allowed {
            let below = LAYERS.iter().position(|(name, _)| name == other);
            assert!(
                below.is_some_and(|below| below < place),
                "{module} stands above {other}"
            );
        }
    }
}

#[test]
fn no_vendor_knows_another() {
    let path = Regex::new(r"\bvendor::(\w+)").expect("it is a pattern");
    let mut wrong = Vec::new();
    for vendor in VENDORS {
        for file in files(&format!("src/vendor/{}", vendor.name), &["rs"]) {
            for (line, text) in code(&read(&file)) {
                let kit = |name: &str| name == "reference" && ["lis", "es"].contains(&vendor.name);
                let mut named = path.captures_iter(text);
                if named.any(|found| found[1] != *vendor.name && !kit(&found[1])) {
                    wrong.push(format!("{}:{line}: {text}", short(&file)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn heavy_crates_have_one_home() {
    let mut wrong = Vec::new();
    for (file, module) in modules() {
        for (line, text) in code(&read(&file)) {
            for (name, homes) in HOMES {
                let used = text.match_indices(&format!("{name}::")).any(|(at, _)| {
                    !text[..at].ends_with(|c: char| {
                        c.is_alphanumeric() || matches!(c, '_' | ':' | '"' | '`')
                    })
                });
                if used && !homes.contains(&module.as_str()) {
                    wrong.push(format!(
                        "{}:{line}: {name} belongs to {homes:?}",
                        short(&file)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_below_the_vendors_names_one() {
    let below = [
        "base", "diag", "engine", "model", "soap", "standard", "store", "wire", "xml", "journal",
    ];
    // `lis` and `es` are the standards' names before they are the reference targets'.
    let words = VENDORS.iter().flat_map(|v| [v.name, v.title]);
    let names: Vec<_> = words.filter(|name| !["lis", "es"].contains(name)).collect();
    let mut wrong = Vec::new();
    for (file, module) in modules() {
        if !below.contains(&module.as_str()) || file.ends_with("tests.rs") {
            continue;
        }
        let text = read(&file);
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (line, text) in code(text) {
            for name in names.iter().filter(|name| text.contains(**name)) {
                wrong.push(format!("{}:{line} names {name}", short(&file)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<_> = files("src", &["rs"])
        .into_iter()
        .chain(files("tests", &["rs"]))
        .map(|file| (read(&file).lines().count(), short(&file)))
        .filter(|(lines, _)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "more than {LONGEST} lines: {long:?}");
}

/// `D2L-001` from its constant `D2L_001`.
fn id(constant: &str) -> String {
    constant.replace('_', "-")
}

/// The vendor's own code without its registry, line by line, imports left out.
fn vendor_code(name: &str) -> String {
    let folder = format!("src/vendor/{name}");
    let imports = Regex::new(r"(?s)\n(pub(\([a-z]+\))? )?use [^;]*;").expect("it is a pattern");
    let mut out = String::new();
    for file in files(&folder, &["rs"]) {
        if short(&file).contains("/quirks") {
            continue;
        }
        let text = read(&file);
        for (_, line) in code(&imports.replace_all(&text, "")) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[test]
fn rules_are_numbered_once_and_in_order() {
    for vendor in VENDORS {
        let ids: Vec<_> = vendor.quirks.iter().map(|quirk| quirk.id).collect();
        assert!(
            ids.windows(2).all(|pair| pair[0] < pair[1]),
            "{}: {ids:?}",
            vendor.name
        );
        assert!(
            ids.iter()
                .all(|id| id.starts_with(&format!("{}-", vendor.prefix))),
            "{ids:?}"
        );
    }
    let brightspace = VENDORS
        .iter()
        .find(|vendor| vendor.name == "brightspace")
        .expect("it is there");
    let expected: Vec<_> = (1..=39)
        .chain(40..=63)
        .chain(70..=76)
        .map(|n| format!("D2L-{n:03}"))
        .collect();
    let ids: Vec<_> = brightspace
        .quirks
        .iter()
        .map(|quirk| quirk.id.to_owned())
        .collect();
    assert_eq!((ids.len(), ids), (70, expected));
}

#[test]
fn rules_that_are_followed_have_a_scenario_that_names_them() {
    for quirk in VENDORS.iter().flat_map(|vendor| vendor.quirks) {
        let scenario = match quirk.status {
            Status::Emulated { scenario } => scenario,
            Status::Structural { shows } if shows.starts_with("tests/") => shows,
            _ => continue,
        };
        let text = read(&root().join(scenario));
        assert!(
            text.contains(quirk.id),
            "{scenario} does not name {}",
            quirk.id
        );
    }
}

#[test]
fn code_and_registry_agree_about_the_rules() {
    let constant = Regex::new(r"\b([A-Z][A-Z0-9]*_\d{3})\b").expect("it is a pattern");
    let part =
        Regex::new(r#"\b([A-Z][A-Z0-9]*_\d{3})\s*\.part\("([^"]*)"\)"#).expect("it is a pattern");
    let given = Regex::new(r"refuse\([^()]*Some\(([A-Z0-9]+_\d{3})\)").expect("it is a pattern");
    for vendor in VENDORS {
        let code = vendor_code(vendor.name);
        let one_line = code
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace("( ", "(");
        let row = |name: &str| -> &Quirk {
            vendor
                .quirk(&id(name))
                .unwrap_or_else(|| panic!("{name} has no row"))
        };
        let mut used: BTreeMap<String, usize> = BTreeMap::new();
        for found in constant.captures_iter(&code) {
            let quirk = row(&found[1]);
            assert!(
                matches!(quirk.status, Status::Emulated { .. }),
                "{} decides, but is not emulated",
                quirk.id
            );
            *used.entry(quirk.id.to_owned()).or_default() += 1;
        }
        for quirk in vendor
            .quirks
            .iter()
            .filter(|quirk| quirk.default != Default::Always)
        {
            assert!(
                used.contains_key(quirk.id),
                "{} is a switch that nobody asks",
                quirk.id
            );
            let name = quirk.id.replace('-', "_");
            let asked = ["quirk(", "is_on(", "Some(", "rule = ", "else { "]
                .iter()
                .any(|ask| one_line.contains(&format!("{ask}{name}")));
            assert!(
                asked,
                "{} is named, but nobody asks whether it is on",
                quirk.id
            );
        }
        for found in part.captures_iter(&code) {
            let quirk = row(&found[1]);
            assert!(
                quirk.parts.iter().any(|part| part.name == &found[2]),
                "{} has no part '{}'",
                quirk.id,
                &found[2]
            );
        }
        // `refuse` names the part "answer" of whatever rule it is given.
        if one_line.contains("rule.part(\"answer\")") {
            let given: Vec<_> = given
                .captures_iter(&one_line)
                .map(|found| found[1].to_owned())
                .collect();
            assert!(given.len() > 4, "{given:?}");
            for name in given {
                assert!(
                    row(&name).parts.iter().any(|part| part.name == "answer"),
                    "{name} has no part 'answer'"
                );
            }
        }
    }
}

/// The files that are under version control, or all files where there is none.
fn tracked() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    if let Ok(listed) = listed.as_ref().map(|output| &output.stdout)
        && !listed.is_empty()
    {
        let names = listed.split(|b| *b == 0).filter(|name| !name.is_empty());
        return names
            .map(|name| root().join(String::from_utf8_lossy(name).as_ref()))
            .collect();
    }
    let endings = ["rs", "yaml", "md", "toml", "xml", "json", "py", "js", "php"];
    ["src", "tests", "scenarios", "docs"]
        .into_iter()
        .flat_map(|folder| files(folder, &endings))
        .collect()
}

#[test]
fn files_know_nothing_of_the_machine_they_were_written_on() {
    // In two halves, so that this file may be looked at, too.
    let forbidden = [
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("../sha", "red"),
        ("/var/", "tmp"),
        ("/ho", "me/"),
    ];
    let forbidden = forbidden.map(|(a, b)| format!("{a}{b}"));
    let mut wrong = Vec::new();
    for file in tracked() {
        let Ok(bytes) = std::fs::read(&file) else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        for (line, text) in (1..).zip(text.lines()) {
            for path in forbidden.iter().filter(|path| text.contains(path.as_str())) {
                wrong.push(format!("{}:{line} names {path}", short(&file)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_for_later() {
    let later = ["TO", "DO"].concat();
    let other = ["FIX", "ME"].concat();
    let not_run = ["#[ign", "ore"].concat();
    for file in files("src", &["rs"])
        .into_iter()
        .chain(files("tests", &["rs", "yaml"]))
    {
        let text = read(&file);
        assert!(
            !text.contains(&later) && !text.contains(&other),
            "{}",
            short(&file)
        );
        assert!(
            !text.contains(&not_run),
            "{}: a test that is not run",
            short(&file)
        );
    }
}

#[test]
fn the_changelog_begins_with_what_is_not_released() {
    let Ok(text) = std::fs::read_to_string(root().join("CHANGELOG.md")) else {
        return;
    };
    let first = text
        .lines()
        .find(|line| line.starts_with("## "))
        .unwrap_or_default();
    assert!(
        first.contains("Unreleased") || first.contains(env!("CARGO_PKG_VERSION")),
        "{first}"
    );
}
