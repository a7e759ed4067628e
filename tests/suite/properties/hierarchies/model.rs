//! What is to be expected, in the simplest words.

use std::collections::BTreeMap;

use super::{PERSONS, ROOT, Step, Verb};

/// Groups by key with parent and type, and who is in them.
#[derive(Debug)]
pub(super) struct Model {
    groups: BTreeMap<String, (String, String)>,
    members: Vec<Member>,
    homes: BTreeMap<String, String>,
    /// How many courses have lost their groups.
    lost_courses: usize,
}

#[derive(Debug)]
struct Member {
    key: String,
    person: String,
    group: String,
    role: String,
}

impl Model {
    pub(super) fn new() -> Self {
        Self {
            groups: [(ROOT.to_owned(), (String::new(), "Site".to_owned()))].into(),
            members: Vec::new(),
            homes: BTreeMap::new(),
            lost_courses: 0,
        }
    }

    /// Carries a step out; says whether it succeeds.
    pub(super) fn run(&mut self, step: &Step) -> bool {
        let done = match *step {
            Step::Group {
                verb,
                id,
                parent,
                kind,
                course,
            } => self.write_group(verb, id, parent, kind, course),
            Step::DeleteGroup(id) => self.delete_group(id),
            Step::RenameGroup(old, new) => self.rename_group(old, new),
            Step::Membership {
                verb,
                id,
                group,
                person,
                role,
                home,
            } => self.write_member(verb, id, (person, group), role, home),
            Step::DeleteMembership(id) => self.delete_member(id),
            Step::Hand(group, person) => self.by_hand(group, person),
            Step::ReadForPerson(person) => {
                let known = PERSONS.contains(&person);
                self.give_keys(|m| m.person == person);
                known.then_some(())
            }
            Step::ReadForGroup(group) => {
                let known = self.groups.contains_key(group);
                self.give_keys(|m| m.group == group);
                known.then_some(())
            }
        };
        done.is_some()
    }

    fn kind(&self, group: &str) -> &str {
        self.groups.get(group).map_or("", |(_, kind)| kind)
    }

    /// A group and all that are above it.
    fn line(&self, group: &str) -> Vec<String> {
        let mut line = vec![group.to_owned()];
        while let Some((parent, _)) = self.groups.get(&line[line.len() - 1])
            && !parent.is_empty()
        {
            line.push(parent.clone());
        }
        line
    }

    fn has_below(&self, group: &str, kind: &str) -> bool {
        self.groups.iter().any(|(key, (_, own))| {
            key != group && own == kind && self.line(key).iter().any(|above| above == group)
        })
    }

    fn write_group(
        &mut self,
        verb: Verb,
        id: &str,
        parent: Option<&str>,
        kind: Option<&str>,
        course: bool,
    ) -> Option<()> {
        let parent = parent.filter(|parent| self.groups.contains_key(*parent))?;
        let known = self
            .groups
            .contains_key(id)
            .then(|| self.kind(id).to_owned());
        let becomes = |from: &str, to: &str| {
            from == to
                || [
                    ("School", "Unspecified"),
                    ("Unspecified", "School"),
                    ("Unspecified", "Course"),
                ]
                .contains(&(from, to))
        };
        let kind = match (&known, kind) {
            (None, None) if course => "Course",
            (None, None) => "Unspecified",
            (None, Some("Site")) => return None,
            (None, Some(kind)) if (kind == "Course") != course => return None,
            (None, Some(kind)) => kind,
            (Some(old), wanted) => {
                let wanted = wanted.or((course && old != "Course").then_some("Course"));
                match wanted {
                    Some(wanted) if !becomes(old, wanted) => return None,
                    Some("Course") if old != "Course" && !course => return None,
                    Some(wanted) => wanted,
                    None if verb == Verb::Replace && becomes(old, "Unspecified") => "Unspecified",
                    None => old,
                }
            }
        };
        if known.is_some() && self.line(parent).iter().any(|above| above == id) {
            return None;
        }
        let below_school = self.line(parent).iter().any(|g| self.kind(g) == "School");
        let above_school = known.is_some() && self.has_below(id, "School");
        let is_school = kind == "School";
        if (below_school && (is_school || above_school)) || (is_school && above_school) {
            return None;
        }
        if kind == "CourseGroup" && self.kind(parent) != "Course" {
            return None;
        }
        let row = (parent.to_owned(), kind.to_owned());
        self.groups.insert(id.to_owned(), row);
        if !is_school {
            self.homes.retain(|_, home| home != id);
        }
        Some(())
    }

    fn delete_group(&mut self, id: &str) -> Option<()> {
        if id == ROOT || !self.groups.contains_key(id) {
            return None;
        }
        let keys: Vec<_> = self.groups.keys().cloned().collect();
        let gone: Vec<_> = keys
            .into_iter()
            .filter(|key| self.line(key).iter().any(|above| above == id))
            .collect();
        for key in gone {
            if self.kind(&key) == "Course" {
                self.lost_courses += 1;
            }
            self.members.retain(|m| m.group != key);
            self.homes.retain(|_, home| *home != key);
            self.groups.remove(&key);
        }
        Some(())
    }

    fn rename_group(&mut self, old: &str, new: &str) -> Option<()> {
        if !self.groups.contains_key(old) || (old != new && self.groups.contains_key(new)) {
            return None;
        }
        let row = self.groups.remove(old)?;
        self.groups.insert(new.to_owned(), row);
        let parents = self.groups.values_mut().map(|(parent, _)| parent);
        let members = self.members.iter_mut().map(|m| &mut m.group);
        for key in parents.chain(members).chain(self.homes.values_mut()) {
            if key == old {
                new.clone_into(key);
            }
        }
        Some(())
    }

    fn write_member(
        &mut self,
        verb: Verb,
        id: &str,
        (person, group): (&str, &str),
        role: &str,
        mark: Option<&str>,
    ) -> Option<()> {
        let at = self.members.iter().position(|m| m.key == id);
        let at = match at {
            Some(at) => at,
            None if !PERSONS.contains(&person) || !self.groups.contains_key(group) => return None,
            None => self.place(person, group),
        };
        let member = &mut self.members[at];
        id.clone_into(&mut member.key);
        role.clone_into(&mut member.role);
        let (person, group) = (member.person.clone(), member.group.clone());
        let is_home = self.homes.get(&person) == Some(&group);
        match mark.filter(|_| role != "Mentor") {
            Some("1") if self.kind(&group) == "School" => {
                self.homes.insert(person, group);
            }
            Some("1") if group == ROOT => {
                self.homes.remove(&person);
            }
            Some("0") if is_home => {
                self.homes.remove(&person);
            }
            None if is_home && verb == Verb::Replace => {
                self.homes.remove(&person);
            }
            _ => {}
        }
        Some(())
    }

    /// Where a person's membership of a group stands; it is made if there is none.
    fn place(&mut self, person: &str, group: &str) -> usize {
        let mut members = self.members.iter();
        let found = members.position(|m| m.person == person && m.group == group);
        found.unwrap_or_else(|| {
            self.members.push(Member {
                key: String::new(),
                person: person.to_owned(),
                group: group.to_owned(),
                role: "Learner".to_owned(),
            });
            self.members.len() - 1
        })
    }

    fn delete_member(&mut self, id: &str) -> Option<()> {
        let at = self.members.iter().position(|m| m.key == id)?;
        let member = self.members.remove(at);
        if self.homes.get(&member.person) == Some(&member.group) {
            self.homes.remove(&member.person);
        }
        Some(())
    }

    fn by_hand(&mut self, group: &str, person: &str) -> Option<()> {
        self.groups.get(group)?;
        let at = self.place(person, group);
        "Learner".clone_into(&mut self.members[at].role);
        Some(())
    }

    fn give_keys(&mut self, of: impl Fn(&Member) -> bool) {
        for member in self.members.iter_mut().filter(|m| of(m)) {
            if member.key.is_empty() {
                "itsla".clone_into(&mut member.key);
            }
        }
    }

    pub(super) fn groups(&self) -> Vec<[String; 3]> {
        let rows = self.groups.iter();
        rows.map(|(key, (parent, kind))| [key.clone(), parent.clone(), kind.clone()])
            .collect()
    }

    pub(super) fn memberships(&self) -> Vec<[String; 4]> {
        let rows = self.members.iter();
        let mut rows: Vec<_> = rows
            .map(|m| [&m.key, &m.person, &m.group, &m.role].map(Clone::clone))
            .collect();
        rows.sort_unstable();
        rows
    }

    pub(super) fn homes(&self) -> Vec<[String; 2]> {
        let home = |person: &str| self.homes.get(person).cloned().unwrap_or_default();
        PERSONS
            .map(|person| [person.to_owned(), home(person)])
            .into()
    }

    pub(super) fn courses(&self) -> Vec<[String; 2]> {
        let lost = (0..self.lost_courses).map(|_| [String::new(), String::new()]);
        let groups = self.groups.iter();
        let connected = groups.filter(|(_, (_, kind))| kind == "Course");
        lost.chain(connected.map(|(key, _)| [key.clone(), key.clone()]))
            .collect()
    }
}
