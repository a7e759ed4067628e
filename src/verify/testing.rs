//! What tests of judging and reporting are made of: stories, exchanges, runs.

use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::base::Value;
use crate::diag::{Source, Span};
use crate::engine::{
    Default as QuirkDefault, EndpointInfo, Evidence, Part, Quirk, Status, TableInfo, VendorInfo,
};
use crate::journal::{Body, ChangeEntry, Entry, EntryKind, FindingEntry, QuirkEntry};
use crate::model::{FieldInfo, Operation, Service, Shape};
use crate::scenario::{
    ClockSpec, Expect, ExpectedMessage, FindingsExpect, Instance, MatchKind, Matcher, Order,
    Pattern, PatternEntry, Piece, QuirksExpect, RequestsExpect, Scenario, SendBody, SendStep, Step,
    StepKind, Times, Unexpected,
};
use crate::standard::lis;

const fn quirk(id: &'static str, title: &'static str, evidence: &'static [Part]) -> Quirk {
    Quirk {
        id,
        title,
        what: "",
        why: "",
        example: "",
        parts: evidence,
        source: "",
        default: QuirkDefault::On,
        off: "",
        status: Status::Emulated { scenario: "" },
    }
}

const DOCUMENTED: &[Part] = &[Part {
    name: "",
    says: "",
    evidence: Evidence::Documented,
}];
const MIXED: &[Part] = &[
    Part {
        name: "",
        says: "",
        evidence: Evidence::Documented,
    },
    Part {
        name: "other-text",
        says: "",
        evidence: Evidence::Inferred,
    },
];

const fn field(name: &'static str, shape: Shape) -> FieldInfo {
    FieldInfo {
        name,
        shape,
        source: "",
        shorthand: false,
    }
}

fn operations(service: Service) -> &'static [Operation] {
    lis::operations(service)
}

/// A vendor with two tables and a few rules.
pub(crate) static VENDOR: VendorInfo = VendorInfo {
    name: "brightspace",
    title: "Brightspace",
    prefix: "D2L",
    endpoints: &[EndpointInfo {
        service: Service::Pms,
        path: "/lis",
        operations: &["replacePerson"],
    }],
    quirks: &[
        quirk(
            "D2L-023",
            "a gender that is neither male nor female is dropped",
            MIXED,
        ),
        quirk(
            "D2L-027",
            "an e-mail address that is already in use is left out",
            DOCUMENTED,
        ),
        quirk(
            "D2L-028",
            "a replace without the Preferred block wipes the preferred names",
            DOCUMENTED,
        ),
        quirk(
            "D2L-031",
            "a deleted user is only made inactive",
            DOCUMENTED,
        ),
    ],
    settings: &[],
    admin: &[],
    tables: &[
        TableInfo {
            name: "users",
            key: "user name",
            about: "",
            fields: &[
                field("email", Shape::Text),
                field("password", Shape::Secret),
                field("preferred_first_name", Shape::Text),
                field("legal_first_name", Shape::Text),
            ],
            log: false,
        },
        TableInfo {
            name: "warnings",
            key: "",
            about: "",
            fields: &[field("text", Shape::Text)],
            log: true,
        },
    ],
    not_emulated: &[],
    operations,
    check: |_, _| Vec::new(),
    open: |_, _, _| panic!("judging opens no double"),
};

/// Builds a scenario from its YAML; every scalar gets the place of its next occurrence in the text.
pub(crate) struct Story {
    source: Arc<Source>,
    cursor: Cell<usize>,
}

impl Story {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let source = Arc::new(Source {
            path: path.into(),
            text: text.to_owned(),
        });
        Self {
            source,
            cursor: Cell::new(0),
        }
    }

    /// Reads the parts of the format that tests use.
    pub(crate) fn load(path: &str, text: &str) -> Scenario {
        let yaml: Json = serde_yaml::from_str(text).unwrap();
        let story = Self::new(path, text);
        let instances: Vec<Instance> = object(&yaml["lms"])
            .map(|(name, _)| Instance {
                name: name.clone(),
                vendor: &VENDOR,
                settings: Value::map(),
                quirks: IndexMap::new(),
                listen: None,
                seed: Value::map(),
                span: story.span(name),
            })
            .collect();
        let place = |name: &str| instances.iter().position(|i| i.name == name).unwrap();
        let steps = array(&yaml["steps"])
            .map(|step| Step {
                span: story.span(step["operation"].as_str().unwrap()),
                kind: StepKind::Send(Box::new(SendStep {
                    with: Value::map(),
                    to: 0,
                    operation: step["operation"].as_str().map(str::to_owned),
                    id: step["id"].as_str().map(str::to_owned),
                    body: SendBody::Record(Value::map()),
                    headers: IndexMap::new(),
                    answer: step.get("answer").map(|a| story.pattern(a)),
                    late: Vec::new(),
                })),
            })
            .collect();
        let mut expect = Expect::default();
        for (section, value) in object(&yaml["expect"]) {
            let named = |list: &Json| -> Vec<(String, Span)> {
                let texts = array(list).map(|t| t.as_str().unwrap());
                texts.map(|t| (t.to_owned(), story.span(t))).collect()
            };
            match section.as_str() {
                "requests" => {
                    expect.requests = object(value)
                        .map(|(n, r)| (place(n), story.requests(n, r)))
                        .collect();
                }
                "state" => {
                    expect.state = object(value)
                        .map(|(n, s)| (place(n), story.pattern(s)))
                        .collect();
                }
                "findings" => {
                    expect.findings = Some(FindingsExpect {
                        fail_on: named(&value["fail_on"]),
                        present: named(&value["present"]),
                    });
                }
                "quirks" => {
                    expect.quirks = Some(QuirksExpect {
                        fired: named(&value["fired"]),
                        not_fired: named(&value["not_fired"]),
                    });
                }
                other => panic!("{other}"),
            }
        }
        Scenario {
            title: yaml["scenario"].as_str().unwrap().to_owned(),
            case: None,
            tags: Vec::new(),
            about: String::new(),
            instances,
            clock: ClockSpec::default(),
            commands: IndexMap::new(),
            steps,
            expect,
            source: story.source,
        }
    }

    fn requests(&self, name: &str, yaml: &Json) -> RequestsExpect {
        let span = self.span(&format!("{name}:"));
        let messages: Vec<_> = array(&yaml["messages"]).map(|m| self.message(m)).collect();
        RequestsExpect {
            order: match yaml["order"].as_str() {
                Some("any") => Order::Any,
                Some("strict") => Order::Strict,
                _ => Order::PerRecord,
            },
            unexpected: match yaml["unexpected"].as_str() {
                Some("warn") => Unexpected::Warn,
                Some("ignore") => Unexpected::Ignore,
                _ => Unexpected::Fail,
            },
            messages,
            span,
        }
    }

    fn message(&self, yaml: &Json) -> ExpectedMessage {
        let operation = yaml["operation"].as_str().unwrap();
        let times = yaml["times"].to_string();
        let times = times.trim_matches('"');
        ExpectedMessage {
            operation: operation.to_owned(),
            span: self.span(operation),
            id: yaml.get("id").map(|p| self.pattern(p)),
            with: yaml.get("with").map(|p| self.pattern(p)),
            outer_id: yaml.get("outer_id").map(|p| self.pattern(p)),
            times: match times.split_once("..") {
                Some((min, "")) => Times {
                    min: min.parse().unwrap(),
                    max: None,
                },
                Some((min, max)) => Times {
                    min: min.parse().unwrap(),
                    max: max.parse().ok(),
                },
                None => {
                    let n = times.parse().unwrap_or(1);
                    Times {
                        min: n,
                        max: Some(n),
                    }
                }
            },
            record: yaml.get("record").map(|p| self.pattern(p)),
            xml: yaml["xml"]
                .as_str()
                .map(|x| (x.to_owned(), self.span("xml:"))),
            answer: yaml.get("answer").map(|p| self.pattern(p)),
            then_nothing: yaml.get("then").map(|_| self.span("then:")),
        }
    }

    pub(crate) fn pattern(&self, json: &Json) -> Pattern {
        match json {
            Json::Null => Pattern::Matcher(matcher("${absent}"), self.span("null")),
            Json::String(text) if text.contains("${") => {
                Pattern::Matcher(matcher(text), self.span(text))
            }
            Json::String(text) => Pattern::Text(text.clone(), self.span(text)),
            Json::Array(list) => {
                let span = self.span("[");
                Pattern::List(list.iter().map(|p| self.pattern(p)).collect(), span)
            }
            Json::Object(map) => {
                let span = self.span("{");
                let keys = map.iter().filter(|(key, _)| !key.starts_with('$'));
                Pattern::Map {
                    entries: keys
                        .map(|(key, value)| PatternEntry {
                            key: key.clone(),
                            span: self.span(&format!("{key}:")),
                            value: self.pattern(value),
                        })
                        .collect(),
                    exact: map.get("$exact") == Some(&Json::Bool(true)),
                    count: map.get("$count").and_then(Json::as_u64).map(|n| n as usize),
                    span,
                }
            }
            scalar => Pattern::Text(scalar.to_string(), self.span(&scalar.to_string())),
        }
    }

    fn span(&self, needle: &str) -> Span {
        let text = &self.source.text;
        let from = self.cursor.get();
        let at = text[from..].find(needle).map_or(from, |at| from + at);
        self.cursor.set(at);
        let before = &text[..at];
        Span {
            source: Arc::clone(&self.source),
            line: before.matches('\n').count() + 1,
            column: before.chars().rev().take_while(|c| *c != '\n').count() + 1,
            length: needle.len(),
        }
    }
}

fn object(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

fn array(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

pub(crate) fn matcher(text: &str) -> Matcher {
    let inner = text.trim_start_matches("${").trim_end_matches('}');
    let (word, rest) = inner.split_once(':').unwrap_or((inner, ""));
    let kind = match word {
        "any" => MatchKind::Any,
        "absent" => MatchKind::Absent,
        "present" => MatchKind::Present,
        "regex" => MatchKind::Regex(regex::Regex::new(&format!("^(?:{rest})$")).unwrap()),
        "one_of" => MatchKind::OneOf(rest.split('|').map(str::to_owned).collect()),
        "uuid" => MatchKind::Uuid,
        "date" => MatchKind::Date,
        "capture" => MatchKind::Capture(rest.to_owned()),
        "ref" => MatchKind::Ref(rest.to_owned()),
        text if text.contains("${ref") => MatchKind::Pieces(vec![
            Piece::Text(text.replace("${ref", "")),
            Piece::Ref(rest.to_owned()),
        ]),
        other => panic!("{other}"),
    };
    Matcher {
        text: text.to_owned(),
        kind,
    }
}

/// A message to an instance called `d2l`.
pub(crate) fn message(seq: u64, operation: &str, id: &str) -> Entry {
    Entry {
        seq,
        time: "2026-01-05T08:00:00.000Z".into(),
        instance: "d2l".into(),
        vendor: "brightspace".into(),
        kind: EntryKind::Message,
        caller: None,
        method: "POST".into(),
        target: "/lis".into(),
        request_headers: vec![("content-type".into(), "text/xml; charset=utf-8".into())],
        request_body: Body::Text(envelope(
            operation,
            &format!("  <sourcedId>{id}</sourcedId>\n"),
        )),
        operation: Some(operation.into()),
        id: Some(id.into()),
        outer_id: Some(id.into()),
        findings: Vec::new(),
        quirks: Vec::new(),
        changes: Vec::new(),
        status: 200,
        response_headers: Vec::new(),
        response_body: Body::Text(String::new()),
        outcome: "success/status/fullsuccess".into(),
        fault: None,
        micros: 100,
        ..Entry::default()
    }
}

/// A message with a person record: name parts and contacts by type.
pub(crate) fn person(seq: u64, operation: &str, id: &str, parts: &[(&str, &str)]) -> Entry {
    let mut body = format!("  <sourcedId>{id}</sourcedId>\n  <personRecord>\n");
    _ = writeln!(
        body,
        "    <sourcedGUID><sourcedId>{id}</sourcedId></sourcedGUID>\n    <person>\n      <name>"
    );
    for (kind, value) in parts.iter().filter(|(kind, _)| *kind != "email") {
        _ = writeln!(
            body,
            "        <partName>\n          <instanceName><textString>{kind}</textString></instanceName>\n          \
             <instanceValue><textString>{value}</textString></instanceValue>\n        </partName>"
        );
    }
    body.push_str("      </name>\n");
    for (_, value) in parts.iter().filter(|(kind, _)| *kind == "email") {
        _ = writeln!(
            body,
            "      <contactinfo>\n        <contactinfoType><instanceValue><textString>EmailPrimary</textString>\
             </instanceValue></contactinfoType>\n        <contactinfoValue><textString>{value}</textString>\
             </contactinfoValue>\n      </contactinfo>"
        );
    }
    body.push_str("    </person>\n  </personRecord>\n");
    Entry {
        request_body: Body::Text(envelope(operation, &body)),
        ..message(seq, operation, id)
    }
}

fn envelope(operation: &str, content: &str) -> String {
    let namespace = lis::namespace(Service::Pms);
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">\n<s:Body>\n\
         <{operation}Request xmlns=\"{namespace}\">\n{content}</{operation}Request>\n</s:Body>\n</s:Envelope>\n"
    )
}

impl Entry {
    pub(crate) fn fired(mut self, id: &str, part: &str, evidence: &str) -> Self {
        self.quirks.push(QuirkEntry {
            id: id.into(),
            part: part.into(),
            evidence: evidence.into(),
        });
        self
    }

    pub(crate) fn changed(
        mut self,
        path: [&str; 3],
        new: Option<&str>,
        quirk: Option<&str>,
    ) -> Self {
        self.changes.push(ChangeEntry {
            table: path[0].into(),
            key: path[1].into(),
            field: path[2].into(),
            old: None,
            new: new.map(str::to_owned),
            quirk: quirk.map(str::to_owned),
        });
        self
    }

    pub(crate) fn found(mut self, name: &str, line: usize) -> Self {
        self.findings.push(FindingEntry {
            name: name.into(),
            class: "schema".into(),
            line,
            column: 3,
            message: "the element is in namespace urn:x".into(),
            hint: "declare the namespace of the service".into(),
        });
        self
    }

    pub(crate) fn of_kind(mut self, kind: EntryKind, outcome: &str) -> Self {
        self.kind = kind;
        self.outcome = outcome.into();
        self
    }
}
