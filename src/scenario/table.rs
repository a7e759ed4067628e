//! The keys of the language, as data: what the decoder accepts, what nearest names are taken from, and what the JSON
//! schema says. There is no second list.

/// What may stand behind a key. Only the JSON schema needs to know; the decoder has code for each.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// The number 1.
    Version,
    /// A text.
    Text,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A list of texts.
    TextList,
    /// A map from names to texts.
    TextMap,
    /// What depends on the operation that is named beside it.
    ByOperation,
    /// A definition of the schema.
    Def(&'static str),
    /// A list of a definition.
    ListOf(&'static str),
    /// A map from names to a definition.
    MapOf(&'static str),
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) about: &'static str,
    pub(crate) required: bool,
}

/// The keys of one kind of map.
#[derive(Debug)]
pub(crate) struct Table {
    /// The definition's name in the JSON schema.
    pub(crate) def: &'static str,
    /// What the map is, for messages: `a step`.
    pub(crate) what: &'static str,
    pub(crate) keys: &'static [Key],
    /// Keys that the language has but this version does not.
    pub(crate) later: &'static [&'static str],
}

impl Table {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.keys.iter().any(|k| k.name == name)
    }
}

const fn key(name: &'static str, form: Form, about: &'static str) -> Key {
    Key {
        name,
        form,
        about,
        required: false,
    }
}

const fn required(name: &'static str, form: Form, about: &'static str) -> Key {
    Key {
        name,
        form,
        about,
        required: true,
    }
}

pub(crate) const ORDER: &[&str] = &["any", "per_record", "strict"];
pub(crate) const UNEXPECTED: &[&str] = &["fail", "warn", "ignore"];
pub(crate) const THEN: &[&str] = &["nothing"];

pub(crate) const SCENARIO: Table = Table {
    def: "scenario",
    what: "a scenario",
    keys: &[
        required(
            "mocklms",
            Form::Version,
            "the version of the language: begin with `mocklms: 1`",
        ),
        required(
            "scenario",
            Form::Text,
            "the title: what the story shows; only a file that others include with `use:` has none",
        ),
        key(
            "use",
            Form::Def("use"),
            "files whose lms, seed, clock, commands, set and expect.findings stand under this one's",
        ),
        key(
            "tags",
            Form::ListOf("tag"),
            "words by which scenarios are chosen",
        ),
        key(
            "set",
            Form::Def("variables"),
            "texts for `${set:name}`; --set name=value replaces them",
        ),
        key(
            "cases",
            Form::Def("cases"),
            "a table: the story is played once for each row, with `${case:column}` filled in",
        ),
        key("about", Form::Text, "what it is about, in a few sentences"),
        required(
            "lms",
            Form::MapOf("instance"),
            "the emulated LMSs, by a name of your choice",
        ),
        key(
            "seed",
            Form::MapOf("seed"),
            "what each LMS holds at the start, by instance",
        ),
        key("clock", Form::Def("clock"), "the session clock"),
        key(
            "commands",
            Form::MapOf("command"),
            "command lines for `run` steps, by name",
        ),
        key("steps", Form::ListOf("step"), "what happens, in order"),
        key("expect", Form::Def("expect"), "what must hold at the end"),
    ],
    later: &["faults", "include", "stubs"],
};

/// No keys at all.
pub(crate) const NOTHING: Table = Table {
    def: "",
    what: "",
    keys: &[],
    later: &[],
};

pub(crate) const CASES: Table = Table {
    def: "cases",
    what: "`cases`",
    keys: &[
        key(
            "columns",
            Form::TextList,
            "the names of the columns; when left out, the keys of the rows",
        ),
        required(
            "rows",
            Form::ListOf("case"),
            "the cases: `{ name: …, column: value }`, or `[name, value, …]` in the order of the columns",
        ),
    ],
    later: &[],
};

pub(crate) const INSTANCE: Table = Table {
    def: "instance",
    what: "an LMS",
    keys: &[
        required("vendor", Form::Def("vendor"), "which LMS it stands in for"),
        key(
            "settings",
            Form::Def("settings"),
            "what its administrators have set up",
        ),
        key(
            "quirks",
            Form::Def("quirks"),
            "numbered rules switched on or off",
        ),
        key(
            "listen",
            Form::Text,
            "HOST:PORT of its own; port 0 takes any free one",
        ),
    ],
    later: &["faults", "tls", "forward", "bulk_files"],
};

pub(crate) const CLOCK: Table = Table {
    def: "clock",
    what: "`clock`",
    keys: &[key(
        "start",
        Form::Text,
        "the time at the start, such as 2026-01-05T08:00:00Z",
    )],
    later: &["zone"],
};

pub(crate) const SEND: Table = Table {
    def: "send_step",
    what: "a step that sends a message",
    keys: &[
        key(
            "to",
            Form::Text,
            "the instance; may be left out when there is only one",
        ),
        key(
            "operation",
            Form::Def("operation"),
            "what is called, such as replacePerson",
        ),
        key(
            "id",
            Form::Text,
            "the outer sourcedId, or the parameter that stands for it, such as personSourcedId",
        ),
        key("record", Form::ByOperation, "the record, in its short form"),
        key(
            "with",
            Form::ByOperation,
            "the other parameters of the operation, by their official names",
        ),
        key(
            "file",
            Form::Text,
            "a file with a whole envelope, sent byte for byte",
        ),
        key(
            "xml",
            Form::Text,
            "a whole envelope, or the operation element",
        ),
        key("headers", Form::TextMap, "HTTP headers, added or replaced"),
        key("answer", Form::Def("answer"), "what must come back"),
    ],
    later: &["within", "faults", "times", "tags"],
};

pub(crate) const ADMIN: Table = Table {
    def: "admin_step",
    what: "an admin step",
    keys: &[
        key(
            "at",
            Form::Text,
            "the instance; may be left out when there is only one",
        ),
        required(
            "admin",
            Form::Def("admin"),
            "what an administrator does by hand",
        ),
    ],
    later: &["answer", "tags"],
};

pub(crate) const ADVANCE: Table = Table {
    def: "advance_step",
    what: "a step that moves the clock",
    keys: &[required(
        "advance",
        Form::Def("duration"),
        "how far the session clock moves forward, such as 31 days",
    )],
    later: &[],
};

pub(crate) const RUN: Table = Table {
    def: "run_step",
    what: "a step that runs a command",
    keys: &[
        required(
            "run",
            Form::Def("run"),
            "a name under `commands:`; empty or `default` for the command after `--`",
        ),
        key(
            "exit",
            Form::Def("exit"),
            "the exit code that is expected, or `any`; 0 when left out",
        ),
    ],
    later: &["within", "env", "timeout"],
};

pub(crate) const CHECK: Table = Table {
    def: "expect_step",
    what: "a step that checks",
    keys: &[required(
        "expect",
        Form::Def("expect"),
        "what must hold at this point",
    )],
    later: &[],
};

/// Every kind of step. The first key of a table, or `admin`, does not tell them apart: [`STEP_MARKS`] does.
pub(crate) const STEPS: &[&Table] = &[&SEND, &ADMIN, &ADVANCE, &RUN, &CHECK];

/// The keys that make a step what it is.
pub(crate) const STEP_MARKS: &[(&str, &Table)] = &[
    ("admin", &ADMIN),
    ("advance", &ADVANCE),
    ("run", &RUN),
    ("expect", &CHECK),
    ("operation", &SEND),
    ("record", &SEND),
    ("with", &SEND),
    ("file", &SEND),
    ("xml", &SEND),
];

pub(crate) const EXPECT: Table = Table {
    def: "expect",
    what: "`expect`",
    keys: &[
        key(
            "requests",
            Form::MapOf("requests"),
            "what must arrive, by instance",
        ),
        key(
            "state",
            Form::MapOf("state"),
            "what each LMS must hold, by instance",
        ),
        key(
            "findings",
            Form::Def("findings"),
            "irregularities of messages",
        ),
        key(
            "quirks",
            Form::Def("fired_quirks"),
            "numbered rules that must have acted, or must not",
        ),
        key(
            "within",
            Form::Def("duration"),
            "how long it may take until all of it holds, such as 5s",
        ),
        key(
            "settle",
            Form::Def("duration"),
            "how long it must go on to hold, such as 500ms: for what must not arrive",
        ),
    ],
    later: &["checks", "answers"],
};

pub(crate) const REQUESTS: Table = Table {
    def: "requests",
    what: "`requests` of an instance",
    keys: &[
        key(
            "order",
            Form::Words(ORDER),
            "in which order the messages must arrive; per_record when left out",
        ),
        key(
            "unexpected",
            Form::Words(UNEXPECTED),
            "what a message means that no expectation asked for; fail once messages are listed, else ignore",
        ),
        key("messages", Form::ListOf("message"), "the messages"),
    ],
    later: &["within", "checks"],
};

pub(crate) const MESSAGE: Table = Table {
    def: "message",
    what: "an expected message",
    keys: &[
        required(
            "operation",
            Form::Def("operation"),
            "what is called, such as replacePerson",
        ),
        key("id", Form::Def("text_pattern"), "the key the vendor uses"),
        key(
            "outer_id",
            Form::Def("text_pattern"),
            "the sourcedId outside the record",
        ),
        key(
            "times",
            Form::Def("times"),
            "how often: n, n..m or n..; once when left out",
        ),
        key("record", Form::ByOperation, "the record, in its short form"),
        key(
            "with",
            Form::ByOperation,
            "the other parameters of the operation, by their official names",
        ),
        key(
            "xml",
            Form::Text,
            "an XML fragment, compared in canonical form",
        ),
        key(
            "answer",
            Form::Def("answer"),
            "what the LMS must have answered",
        ),
        key(
            "then",
            Form::Words(THEN),
            "`nothing`: after this, no further message about the same id may arrive",
        ),
    ],
    later: &["within", "headers", "tags"],
};

pub(crate) const FINDINGS: Table = Table {
    def: "findings",
    what: "`findings`",
    keys: &[
        key(
            "fail_on",
            Form::ListOf("finding_or_any"),
            "findings that fail the verdict when they occur; `any` for all",
        ),
        key(
            "present",
            Form::ListOf("finding"),
            "findings that must occur",
        ),
    ],
    later: &["ignore"],
};

pub(crate) const FIRED: Table = Table {
    def: "fired_quirks",
    what: "`quirks`",
    keys: &[
        key(
            "fired",
            Form::ListOf("quirk_ref"),
            "rules that must have acted: an id, or id/part",
        ),
        key(
            "not_fired",
            Form::ListOf("quirk_ref"),
            "rules that must not have acted",
        ),
    ],
    later: &[],
};

/// Every table, for the JSON schema.
pub(crate) const TABLES: &[&Table] = &[
    &SCENARIO, &CASES, &INSTANCE, &CLOCK, &SEND, &ADMIN, &ADVANCE, &RUN, &CHECK, &EXPECT,
    &REQUESTS, &MESSAGE, &FINDINGS, &FIRED,
];

/// The key that asks for a map to hold nothing but what is listed.
pub(crate) const EXACT: &str = "$exact";
/// The key that asks for a number of entries.
pub(crate) const COUNT: &str = "$count";
