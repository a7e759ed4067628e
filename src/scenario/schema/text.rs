//! JSON with what is short in one line: the schema is read by people, too.

use serde_json::Value as Json;

/// How long a line may become.
const WIDTH: usize = 120;

/// Writes a tree with a line end behind it.
pub fn text(json: &Json) -> String {
    let mut out = String::new();
    write(json, 0, 0, &mut out);
    out.push('\n');
    out
}

/// `used` is what stands before the value on its line, indentation left out.
fn write(json: &Json, depth: usize, used: usize, out: &mut String) {
    let line = one_line(json);
    if 2 * depth + used + line.len() < WIDTH {
        out.push_str(&line);
        return;
    }
    match json {
        Json::Array(items) if !items.is_empty() => {
            // Names fill their lines; anything else gets one each.
            let words = items.iter().all(Json::is_string);
            out.push('[');
            let mut column = WIDTH;
            for (n, item) in items.iter().enumerate() {
                let length = one_line(item).len() + 2;
                if n > 0 {
                    out.push(',');
                }
                if words && column + length < WIDTH {
                    out.push(' ');
                } else {
                    indent(depth + 1, out);
                    column = 2 * (depth + 1);
                }
                column += length;
                write(item, depth + 1, 0, out);
            }
            indent(depth, out);
            out.push(']');
        }
        Json::Object(map) if !map.is_empty() => {
            out.push('{');
            for (n, (key, value)) in map.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                indent(depth + 1, out);
                let key = Json::String(key.clone()).to_string();
                out.push_str(&key);
                out.push_str(": ");
                write(value, depth + 1, key.len() + 3, out);
            }
            indent(depth, out);
            out.push('}');
        }
        _ => out.push_str(&line),
    }
}

fn indent(depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn one_line(json: &Json) -> String {
    match json {
        Json::Array(items) if !items.is_empty() => {
            let items: Vec<String> = items.iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(map) if !map.is_empty() => {
            let items: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{}: {}", Json::String(key.clone()), one_line(value)))
                .collect();
            format!("{{ {} }}", items.join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    #[test]
    fn what_is_written_is_what_it_was() {
        let names: Vec<String> = (0..60).map(|n| format!("name \"{n}\"")).collect();
        let long = json!({
            "short": { "a": [1, "x", null], "b": {} },
            "names": names,
            "mixed": [{ "a": "y".repeat(130) }, [], {}, "z"],
            "empty": [],
        });
        let text = super::text(&long);
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), long);
        assert!(
            text.lines().filter(|l| l.len() > 120).count() <= 1,
            "{text}"
        );
        assert!(text.contains("\n  \"short\": { \"a\": [1, \"x\", null], \"b\": {} },\n"));
    }
}
