//! From what the user named to a session that answers.

use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::admin::InstanceSummary;
use crate::base::text::{nearest, plural};
use crate::base::{Clock, Limits, Secret, Value};
use crate::courier::Carrier;
use crate::diag::{Problem, Severity};
use crate::engine::VendorInfo;
use crate::journal::JournalLimits;
use crate::runner;
use crate::scenario::{Loaded, Scenario, load_file};
use crate::session::{Courier, InstanceSpec, Opening, Session};
use crate::vendor;

/// What a session is opened with.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// What a request may cost.
    pub limits: Limits,
    /// How much it remembers.
    pub journal: JournalLimits,
}

/// A session, and what people must know to talk to it.
#[derive(Debug)]
pub struct Opened {
    /// It.
    pub session: Session,
    /// The LMSs in it, in the order in which they were named.
    pub instances: Vec<OpenInstance>,
    /// What is odd about the scenario, though it can be served.
    pub warnings: Vec<Problem>,
}

/// One LMS of a session.
#[derive(Clone, Debug)]
pub struct OpenInstance {
    /// What anybody may know.
    pub summary: InstanceSummary,
    /// What callers must send.
    pub password: Secret,
}

/// Opens the default session with vendors as they are by default, or as a scenario says.
pub fn open(what: &[String], options: OpenOptions) -> Result<Opened, Vec<Problem>> {
    match what {
        [file] if is_file(file) => {
            let Loaded {
                scenarios,
                problems,
                ..
            } = load_file(Path::new(file), &[]);
            let [scenario] = &scenarios[..] else {
                return Err(several(&scenarios).map_or(problems, |problem| vec![problem]));
            };
            // What is expected, or not, does not matter to who only serves.
            let warnings = problems
                .into_iter()
                .filter(|p| p.severity == Severity::Warning)
                .filter(|p| !matches!(p.code, "expects-nothing" | "idle-instance"))
                .collect();
            from_scenario(scenario, options, warnings)
        }
        names => from_vendors(names, options),
    }
}

/// Whether a word on the command line means a scenario file.
pub fn is_file(word: &str) -> bool {
    let extension = Path::new(word).extension();
    extension.is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

/// A table of cases is several scenarios, and only one can be served.
fn several(scenarios: &[Scenario]) -> Option<Problem> {
    let first = scenarios.first()?;
    let span = first.case.as_ref().map(|case| case.span.clone());
    let message = format!(
        "a table of {} cannot be served: each is a session of its own",
        plural(scenarios.len(), "case")
    );
    let help =
        "`mocklms run` plays them; to serve one, write its values into a file without `cases:`";
    Some(Problem::error("several-scenarios", span, message).with_help(help))
}

fn from_scenario(
    scenario: &Scenario,
    options: OpenOptions,
    warnings: Vec<Problem>,
) -> Result<Opened, Vec<Problem>> {
    let clock = scenario.clock.start.map_or_else(Clock::real, Clock::fixed);
    let specs = runner::specs(scenario);
    let courier = runner::courier(scenario, &options.limits);
    opened(clock, options, courier, specs, warnings)
}

fn from_vendors(names: &[String], options: OpenOptions) -> Result<Opened, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut chosen: Vec<(String, &'static VendorInfo)> = Vec::new();
    for name in names {
        match vendor::find(name) {
            Some(vendor) => {
                let before = chosen.iter().filter(|(_, v)| v.name == vendor.name);
                let name = match before.count() {
                    0 => name.clone(),
                    n => format!("{name}-{}", n + 1),
                };
                chosen.push((name, vendor));
            }
            None => problems.push(unknown(name)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let (empty, none) = (Value::map(), IndexMap::new());
    let specs = chosen.iter().map(|(name, vendor)| InstanceSpec {
        name,
        vendor,
        settings: &empty,
        quirks: &none,
        seed: &empty,
    });
    let courier = Arc::new(Carrier::new(".", &options.limits));
    opened(Clock::real(), options, courier, specs, Vec::new())
}

fn unknown(name: &str) -> Problem {
    let known: Vec<&str> = vendor::VENDORS.iter().map(|v| v.name).collect();
    let list = known.join(", ");
    if is_file(name) {
        let problem = Problem::error("several-scenarios", None, "a scenario file stands alone");
        return problem.with_help("one scenario can hold several instances");
    }
    let problem = Problem::error("unknown-vendor", None, format!("no vendor `{name}`"));
    problem.with_help(match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`? There are: {list}"),
        None => format!("there are: {list}; a scenario file ends in .yaml"),
    })
}

fn opened<'s>(
    clock: Clock,
    options: OpenOptions,
    courier: Arc<dyn Courier>,
    specs: impl IntoIterator<Item = InstanceSpec<'s>>,
    warnings: Vec<Problem>,
) -> Result<Opened, Vec<Problem>> {
    let opening = Opening {
        clock,
        limits: options.limits,
        journal: options.journal,
        courier,
        ..Opening::real_time()
    };
    let session = Session::open(opening, specs)
        .map_err(|reason| vec![Problem::error("seed", None, reason)])?;
    let instances = summaries(&session);
    Ok(Opened {
        session,
        instances,
        warnings,
    })
}

/// What people must know to talk to the instances of a session.
pub fn summaries(session: &Session) -> Vec<OpenInstance> {
    let passwords = session.instances().map(|d| d.common().password.clone());
    InstanceSummary::all(session)
        .into_iter()
        .zip(passwords)
        .map(|(summary, password)| OpenInstance { summary, password })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> OpenOptions {
        OpenOptions {
            limits: Limits::default(),
            journal: JournalLimits::default(),
        }
    }

    #[test]
    fn the_second_of_a_vendor_has_paths_of_its_own() {
        let opened = open(
            &["brightspace".to_owned(), "brightspace".to_owned()],
            options(),
        );
        let instances = opened.unwrap().instances;
        assert_eq!(instances[1].summary.name, "brightspace-2");
        let path = |n: usize| instances[n].summary.endpoints[0].path.clone();
        assert_eq!(path(1), format!("/i/brightspace-2{}", path(0)));
    }

    #[test]
    fn a_misspelt_vendor_is_guessed() {
        let problems = open(&["brightspce".to_owned()], options()).unwrap_err();
        let help = problems[0].help.as_deref().unwrap();
        assert!(help.contains("did you mean `brightspace`?"), "{help}");
    }
}
