use std::ops::Range;

use proptest::prelude::*;

use super::*;

/// The document is refused for this reason, at this marker (`^` before the place; `None`: at the end).
#[track_caller]
fn check(marked: &str, kind: ErrorKind) {
    let offset = marked.find('^').unwrap_or(marked.len());
    let text = marked.replacen('^', "", 1);
    let error = read(&text, &limits()).expect_err(&text);
    assert_eq!(
        (error.kind, error.offset),
        (kind, offset),
        "{text}: {error}"
    );
}

#[track_caller]
fn fine(text: &str) {
    if let Err(error) = read(text, &limits()) {
        panic!("{text}: {error}");
    }
}

fn limits() -> Limits {
    Limits {
        depth: 4,
        attributes: 20,
        elements: 10,
        ..Limits::default()
    }
}

fn numbered(numbers: Range<usize>, piece: impl Fn(usize) -> String) -> String {
    numbers.map(piece).collect::<Vec<_>>().concat()
}

#[test]
fn one_root_and_nothing_around_it() {
    check("", ErrorKind::NoRoot);
    check(" \n", ErrorKind::NoRoot);
    check("<!-- only -->", ErrorKind::NoRoot);
    check("<a/>^<b/>", ErrorKind::SecondRoot);
    check("<a></a> ^<b></b>", ErrorKind::SecondRoot);
    check("<a/> ^x", ErrorKind::TextOutsideRoot);
    check("^x<a/>", ErrorKind::TextOutsideRoot);
    check("<a/>^&#32;", ErrorKind::TextOutsideRoot);
    check("<a/>^<![CDATA[]]>", ErrorKind::TextOutsideRoot);
    check("^\u{FEFF}<a/>", ErrorKind::TextOutsideRoot);
    check("<a/>^\u{A0}", ErrorKind::TextOutsideRoot);
    fine("\n<!-- c --><?p i?>\n<a/>\n<!-- c --><?p i?>\r\n\t ");
}

#[test]
fn characters_that_xml_does_not_have() {
    check("<a>^\u{1}</a>", ErrorKind::IllegalCharacter);
    check("<a b='^\u{0}'/>", ErrorKind::IllegalCharacter);
    check("<a><!-- ^\u{8} --></a>", ErrorKind::IllegalCharacter);
    check("<a>ä^\u{FFFE}</a>", ErrorKind::IllegalCharacter);
    check("<a>^\u{FFFF}</a>", ErrorKind::IllegalCharacter);
    check("<a/>^\u{C}", ErrorKind::IllegalCharacter);
    fine("<a>\t\r\n\u{7F}\u{85}\u{FFFD}\u{FF21}\u{10FFFF}</a>");
}

#[test]
fn references() {
    check("<a>^&#1;</a>", ErrorKind::IllegalReference);
    check("<a>x^&#xFFFE;</a>", ErrorKind::IllegalReference);
    check("<a>^&#;</a>", ErrorKind::IllegalReference);
    check("<a b='^&#0;'/>", ErrorKind::IllegalReference);
    check("<a>^&nbsp;</a>", ErrorKind::UnknownEntity);
    check("<a>^&;</a>", ErrorKind::UnknownEntity);
    check("<a b='x^&copy;'/>", ErrorKind::UnknownEntity);
    check("<a>R ^& D</a>", ErrorKind::BareAmpersand);
    check("<a>^&amp &amp;</a>", ErrorKind::BareAmpersand);
    check("<a>^&", ErrorKind::BareAmpersand);
    check("<a b='^&'/>", ErrorKind::BareAmpersand);
    check("<a b='^&amp&lt;'/>", ErrorKind::BareAmpersand);
    check("<a b='^&lt' c=';'/>", ErrorKind::BareAmpersand);
    fine("<a b='&lt;&#9;'>&amp;&#x10FFFF;</a>");
}

#[test]
fn text_and_attribute_values() {
    check("<a>x^]]></a>", ErrorKind::CdataEndInText);
    check("<a><![CDATA[x]]>^]]></a>", ErrorKind::CdataEndInText);
    check("<a b='x^<y'/>", ErrorKind::LessThanInAttribute);
    fine("<a b='x>y]]>'><![CDATA[<&>]]]]>]] ></a>");
}

#[test]
fn attributes_are_spelled_right() {
    check("<a b='1'^c='2'/>", ErrorKind::MissingBlank);
    check("<a b='1'^/ >", ErrorKind::MissingBlank);
    check("<a ^b=1/>", ErrorKind::MalformedAttribute);
    check("<a ^b/>", ErrorKind::MalformedAttribute);
    check("<a ^b c='1'/>", ErrorKind::MalformedAttribute);
    check("<a ^b=/>", ErrorKind::MalformedAttribute);
    check("<a ^='1'/>", ErrorKind::IllegalName);
    check("<a ^1='1'/>", ErrorKind::IllegalName);
    check("<a ^/ >", ErrorKind::IllegalName);
    check("<a ^b'1'/>", ErrorKind::IllegalName);
    fine("<a b = '1'\n\tc\n=\n\"2\" />");
}

#[test]
fn attributes_are_unique() {
    check("<a b='1' ^b='2'/>", ErrorKind::DuplicateAttribute);
    check(
        "<a xmlns:x='u' xmlns:y='u' x:b='1' ^y:b='2'/>",
        ErrorKind::DuplicateAttribute,
    );
    check("<a xmlns='u' ^xmlns='v'/>", ErrorKind::DuplicateAttribute);
    check(
        "<a xmlns:x='u' ^xmlns:x='u'/>",
        ErrorKind::DuplicateAttribute,
    );
    let many = numbered(0..17, |n| format!(" a{n}=''"));
    check(&format!("<a{many} ^a3=''/>"), ErrorKind::DuplicateAttribute);
    fine(&format!("<a{many}/>"));
    // An attribute without prefix is in no namespace, whatever the default one is.
    fine("<x:a xmlns='u' xmlns:x='u' b='1' x:b='2'/>");
}

#[test]
fn names() {
    for name in ["1a", "a:b:c", ":a", "a:", "-a", "a\"b\"c", "a&b", "a/b"] {
        check(&format!("<^{name} xmlns:a='u'/>"), ErrorKind::IllegalName);
    }
    check("<^>x</>", ErrorKind::IllegalName);
    check("<^ a/>", ErrorKind::IllegalName);
    check("<a ^b:c:d='1'/>", ErrorKind::IllegalName);
    check("<a ^xmlns:='1'/>", ErrorKind::IllegalName);
    check(
        &format!("<^{}/>", "a".repeat(70_000)),
        ErrorKind::NameTooLong,
    );
    fine("<größe xmlns:ö='u' ö:ä='1'/>");
}

#[test]
fn namespaces() {
    check("<^p:a/>", ErrorKind::UndeclaredPrefix);
    check("<a ^p:b='1'/>", ErrorKind::UndeclaredPrefix);
    check(
        "<a><b xmlns:p='u'/><^p:c/></a>",
        ErrorKind::UndeclaredPrefix,
    );
    check("<^xmlns:a/>", ErrorKind::UndeclaredPrefix);
    check("<a ^xmlns:p=''/>", ErrorKind::IllegalNamespace);
    check("<a ^xmlns:xmlns='u'/>", ErrorKind::IllegalNamespace);
    check("<a ^xmlns:xml='u'/>", ErrorKind::IllegalNamespace);
    let xml = "http://www.w3.org/XML/1998/namespace";
    let xmlns = "http://www.w3.org/2000/xmlns/";
    check(
        &format!("<a ^xmlns:p='{xml}'/>"),
        ErrorKind::IllegalNamespace,
    );
    check(&format!("<a ^xmlns='{xml}'/>"), ErrorKind::IllegalNamespace);
    check(
        &format!("<a ^xmlns='{xmlns}'/>"),
        ErrorKind::IllegalNamespace,
    );
    check(
        &format!("<a ^xmlns:p='{xmlns}'/>"),
        ErrorKind::IllegalNamespace,
    );
    fine(&format!(
        "<a xmlns='' xml:lang='de' xmlns:xml='{xml}'><b xmlns:p='u&#9;'/></a>"
    ));
}

#[test]
fn declarations() {
    check(
        "<a/>^<?xml version='1.0'?>",
        ErrorKind::MisplacedDeclaration,
    );
    check(
        "\n^<?xml version='1.0'?><a/>",
        ErrorKind::MisplacedDeclaration,
    );
    check(
        "<?xml version='1.0'?>^<?xml version='1.0'?><a/>",
        ErrorKind::MisplacedDeclaration,
    );
    check("^<?xml?><a/>", ErrorKind::IllegalDeclaration);
    check(
        "^<?xml encoding='UTF-8'?><a/>",
        ErrorKind::IllegalDeclaration,
    );
    check("^<?xml version='2.0'?><a/>", ErrorKind::IllegalDeclaration);
    check(
        "^<?xml version='1.0' encoding=''?><a/>",
        ErrorKind::IllegalDeclaration,
    );
    check(
        "^<?xml version='1.0' standalone='maybe'?><a/>",
        ErrorKind::IllegalDeclaration,
    );
    check(
        "^<?xml version='1.0' standalone='no' encoding='UTF-8'?><a/>",
        ErrorKind::IllegalDeclaration,
    );
    check(
        "<?xml version='1.0'^encoding='UTF-8'?><a/>",
        ErrorKind::MissingBlank,
    );
    fine("<?xml version='1.0'?><a/>");
    fine("<?xml version=\"1.0\" encoding='utf-8' standalone=\"yes\" ?>\n<a/>");
}

#[test]
fn comments_and_instructions() {
    check("<a>^<!-- x -- y --></a>", ErrorKind::IllegalComment);
    check("<a>^<!-- x ---></a>", ErrorKind::IllegalComment);
    check("^<?XML version='1.0'?><a/>", ErrorKind::IllegalInstruction);
    check("<a>^<?1?></a>", ErrorKind::IllegalInstruction);
    check("<a>^<? x?></a>", ErrorKind::IllegalInstruction);
    check("<a>^<?a:b x?></a>", ErrorKind::IllegalInstruction);
    fine("<a><!----><!-- - --><!--> --><!--->--><?xml-stylesheet x?><?x?></a>");
}

#[test]
fn no_document_types() {
    check("^<!DOCTYPE a><a/>", ErrorKind::Doctype);
    check(
        "^<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
        ErrorKind::Doctype,
    );
    check("^<!DOCTYPE a [", ErrorKind::Doctype);
    check("^<!doctype a><a/>", ErrorKind::Doctype);
    check("<a>^<!DOCTYPE a></a>", ErrorKind::Doctype);
    check("<a>^<!ELEMENT a ANY></a>", ErrorKind::MalformedMarkup);
}

#[test]
fn everything_ends() {
    check("<a>", ErrorKind::Unterminated);
    check("<a><b></b>", ErrorKind::Unterminated);
    check("<a>text", ErrorKind::Unterminated);
    for unfinished in [
        "<b",
        "<b c='",
        "<b c=\"x>",
        "</a",
        "<!-- x",
        "<!-->",
        "<!--->",
        "<![CDATA[x",
        "<?x",
        "<?x>",
        "<",
    ] {
        check(&format!("<a>^{unfinished}"), ErrorKind::Unterminated);
    }
    check("<a>^</b>", ErrorKind::MismatchedTag);
    check("<a>^</a b='1'>", ErrorKind::MismatchedTag);
    check("<a>^</ a>", ErrorKind::MismatchedTag);
    check(
        "<p:a xmlns:p='u' xmlns:q='u'>^</q:a>",
        ErrorKind::MismatchedTag,
    );
    check("<a/>^</a>", ErrorKind::MismatchedTag);
    check("^</a>", ErrorKind::MismatchedTag);
    fine("<a></a\n>");
}

#[test]
fn limits_hold() {
    fine("<a><a><a><a/></a></a></a>");
    check("<a><a><a><a>^<a/></a></a></a></a>", ErrorKind::TooDeep);
    let attributes = |n: usize| numbered(0..n, |n| format!(" a{n}=''"));
    fine(&format!("<a{}/>", attributes(20)));
    check(
        &format!("<a{} ^more=''/>", attributes(20)),
        ErrorKind::TooManyAttributes,
    );
    fine(&format!("<a>{}</a>", "<b/>".repeat(9)));
    check(
        &format!("<a>{}^<c/></a>", "<b/>".repeat(9)),
        ErrorKind::TooManyElements,
    );
}

#[test]
fn errors_name_what_they_saw() {
    let message = |text: &str| read(text, &limits()).unwrap_err().to_string();
    assert_eq!(
        message("<a>\n <b></a>"),
        "'</a>' closes '<b>' of line 2, column 2"
    );
    assert_eq!(
        message("<a>\n<b>"),
        "the text ends before '<b>' of line 2, column 1 is closed"
    );
    assert_eq!(message("<lis:a/>"), "prefix 'lis' is not declared");
    assert_eq!(
        message("<a>&nbsp;</a>"),
        "entity '&nbsp;' is not one of &amp; &lt; &gt; &quot; &apos;"
    );
    assert_eq!(message(""), "the text is empty");
    let error = read("<a>\n  &x;</a>", &limits()).unwrap_err();
    assert_eq!(
        error.position("<a>\n  &x;</a>").to_string(),
        "line 2, column 3"
    );
    assert_eq!(error.kind.name(), "unknown-entity");
}

#[test]
fn hostile_shapes_stay_cheap() {
    let limits = Limits::default();
    // Each would take minutes if looking up a prefix or comparing attributes were quadratic.
    let declarations = numbered(0..250, |n| format!(" xmlns:p{n}='u{n}'"));
    let nested =
        format!("<a{declarations}>").repeat(90) + &"<p0:x/>".repeat(20_000) + &"</a>".repeat(90);
    read(&nested, &limits).unwrap();
    let many = numbered(0..70_000, |n| format!("<p xmlns='u{n}'/>"));
    let error = read(&format!("<a>{many}</a>"), &limits).unwrap_err();
    assert_eq!(error.kind, ErrorKind::TooManyNamespaces);
}

const PIECES: &[&str] = &[
    "<a>",
    "<a>",
    "</a>",
    "</a>",
    "</a\n>",
    "<a/>",
    "<a\t/>",
    "<b x='>/'/>",
    "<b y=\"'>\">",
    "</b>",
    "<größe>",
    "</größe>",
    "x",
    "ö",
    ">",
    "'",
    "\"",
    "/",
    "]]",
    "&lt;",
    "&",
    "<",
    "<!-- <a> -->",
    "<![CDATA[<a>]]>",
    "<?p <a>?>",
];

proptest! {
    #[test]
    fn elements_are_those_that_quick_xml_reads(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
        let text = format!("<r>{}</r>", pieces.concat());
        let mut expected = Vec::new();
        let mut reader = Reader::from_str(&text);
        let broken = loop {
            let start = reader.buffer_position() as u32;
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => expected.push((start, tag.name().0.to_owned())),
                Ok(Event::Eof) => break false,
                Ok(_) => {}
                Err(_) => break true,
            }
        };
        match read(&text, &Limits::default()) {
            Err(_) => {}
            Ok(tree) => {
                prop_assert!(!broken, "{text}");
                let mut found = Vec::new();
                let mut open = vec![tree.root()];
                while let Some(element) = open.pop() {
                    found.push((element.offset(), element.name().to_owned()));
                    open.extend(element.children().collect::<Vec<_>>().into_iter().rev());
                }
                prop_assert_eq!(found, expected, "{}", text);
            }
        }
    }
}
