//! Several scenarios: which of them, how many at a time, and how far along.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diag::Problem;
use crate::scenario::Scenario;

/// Which of the scenarios are meant.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Selection")]
pub(super) struct Selection {
    /// Only scenarios whose path or title holds this text, in any letter case
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Only scenarios with this tag; may stand several times, one of them is enough
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Only cases of this name; * stands for any text, as in 'lis/*/replacePerson/*'
    #[arg(long, value_name = "PATTERN")]
    case: Option<String>,
    /// Only scenarios that name this rule, such as D2L-028
    #[arg(long, value_name = "ID")]
    quirk: Option<String>,
}

impl Selection {
    /// The chosen ones, in their order.
    ///
    /// # Errors
    ///
    /// When none is left.
    pub(super) fn choose(&self, scenarios: Vec<Scenario>) -> Result<Vec<Scenario>, Problem> {
        let total = scenarios.len();
        let chosen: Vec<_> = scenarios.into_iter().filter(|s| self.means(s)).collect();
        if chosen.is_empty() {
            let message = format!("none of {total} scenarios is selected");
            return Err(Problem::error("nothing-selected", None, message)
                .with_help("`mocklms run --list` shows what there is"));
        }
        Ok(chosen)
    }

    fn means(&self, scenario: &Scenario) -> bool {
        let path = scenario.source.path.display().to_string().to_lowercase();
        let title = scenario.title.to_lowercase();
        let text = self.filter.as_ref().map(|text| text.to_lowercase());
        let tagged = self.tag.is_empty() || scenario.tags.iter().any(|tag| self.tag.contains(tag));
        let case = scenario.case.as_ref().map(|case| case.name.as_str());
        let named = |pattern: &String| case.is_some_and(|name| is_like(name, pattern));
        tagged
            && self.case.as_ref().is_none_or(named)
            && text.is_none_or(|text| path.contains(&text) || title.contains(&text))
            && self
                .quirk
                .as_ref()
                .is_none_or(|id| scenario.source.text.contains(id.as_str()))
    }
}

/// Whether a name is what a pattern says, in which `*` stands for any text.
fn is_like(name: &str, pattern: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return name == pattern;
    };
    let Some(name) = name.strip_prefix(first) else {
        return false;
    };
    let mut ends = (0..=name.len()).filter(|at| name.is_char_boundary(*at));
    ends.any(|at| is_like(&name[at..], rest))
}

/// How many scenarios this machine plays at a time.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Plays scenarios on several threads. The results are in the order of the scenarios; once `stop` says so, no further
/// ones are begun, and those are missing.
pub(super) fn play<T: Send>(
    scenarios: &[Scenario],
    jobs: usize,
    one: impl Fn(&Scenario) -> T + Sync,
    stop: impl Fn(&T) -> bool + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::with_capacity(scenarios.len()));
    let progress = Progress::new(scenarios.len());
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(scenarios.len()) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(scenario) = scenarios.get(number) else {
                        break;
                    };
                    let result = one(scenario);
                    if stop(&result) {
                        next.fetch_add(scenarios.len(), Ordering::Relaxed);
                    }
                    let mut done = done
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                    done.push((number, result));
                    progress.tell(done.len(), scenario);
                }
            });
        }
    });
    progress.clear();
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// One line that is written over, for people who watch.
struct Progress {
    total: usize,
    shown: bool,
}

impl Progress {
    fn new(total: usize) -> Self {
        Self {
            total,
            shown: total > 1 && std::io::stderr().is_terminal(),
        }
    }

    fn tell(&self, done: usize, last: &Scenario) {
        if self.shown {
            let path = last.source.path.display();
            _ = write!(
                std::io::stderr().lock(),
                "\r\x1b[K{done}/{} {path}",
                self.total
            );
        }
    }

    fn clear(&self) {
        if self.shown {
            _ = write!(std::io::stderr().lock(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn cases_are_chosen_by_their_names() {
        let name = "lis/pms/replacePerson/3";
        for pattern in [
            name,
            "lis/pms/*",
            "*/3",
            "lis/*/replacePerson/*",
            "*",
            "*é*3*",
        ] {
            assert_eq!(is_like(name, pattern), !pattern.contains('é'), "{pattern}");
        }
        for pattern in ["", "lis/pms", "lis/pms/replacePerson/33", "*/4", "pms/*"] {
            assert!(!is_like(name, pattern), "{pattern}");
        }
    }
}
