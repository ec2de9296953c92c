//! A policy in the other of its two forms: YAML as TOML, TOML as YAML. Keys keep their order; comments are lost.

use std::fmt::Write as _;

use plimsoll_diagnostics::{Diagnostic, Level, Text};

use super::read::{NOT_A_POLICY, NOT_A_POLICY_HELP, is_section};
use super::tree::{self, Item, Node, Pair};
use super::{RULE, finding, gatekeeper};

/// The text of a policy in its other form.
///
/// # Errors
/// When it cannot be read: what is wrong with it.
pub fn convert_policy(text: Text<'_>, path: &str) -> Result<String, Vec<Diagnostic>> {
    let top = policy_in(text, path)?;
    let mut out = String::new();
    if path.ends_with(".toml") {
        yaml(&top, 0, &mut out);
    } else {
        toml(top.table().unwrap_or_default(), "", &mut out);
    }
    Ok(out.trim_start().to_owned())
}

/// Whether a file that somebody named is a policy.
///
/// # Errors
/// When it is none: what is wrong with it.
pub fn check_is_policy(text: Text<'_>, path: &str) -> Result<(), Vec<Diagnostic>> {
    policy_in(text, path).map(drop)
}

fn policy_in(text: Text<'_>, path: &str) -> Result<Item, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let top = gatekeeper::as_policy(tree::read(text, path, &mut problems), &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let has_section = |pair: &Pair| is_section(&pair.key);
    if top.table().unwrap_or_default().iter().any(has_section) {
        return Ok(top);
    }
    let mut problem = finding(RULE, Level::Error, text.span, NOT_A_POLICY);
    problem.help(NOT_A_POLICY_HELP);
    Err(vec![problem])
}

/// A table of TOML: its values, then the tables below it.
fn toml(pairs: &[Pair], name: &str, out: &mut String) {
    let is_below = |pair: &&Pair| is_table(&pair.value) || is_list_of_tables(&pair.value);
    for pair in pairs.iter().filter(|pair| !is_below(pair) && !matches!(pair.value.node, Node::Null)) {
        let _ = writeln!(out, "{} = {}", toml_key(&pair.key), inline(&pair.value));
    }
    for pair in pairs.iter().filter(is_below) {
        let whole = format!("{name}{}", toml_key(&pair.key));
        match &pair.value.node {
            Node::Table(below) => {
                // A table that only holds tables needs no heading.
                if below.iter().any(|pair| !is_below(&pair)) || below.is_empty() {
                    let _ = writeln!(out, "\n[{whole}]");
                }
                toml(below, &format!("{whole}."), out);
            }
            Node::List(items) => {
                for item in items {
                    let _ = writeln!(out, "\n[[{whole}]]");
                    toml(item.table().unwrap_or_default(), &format!("{whole}."), out);
                }
            }
            _ => {}
        }
    }
}

fn is_table(item: &Item) -> bool {
    matches!(item.node, Node::Table(_))
}

fn is_list_of_tables(item: &Item) -> bool {
    matches!(&item.node, Node::List(items) if !items.is_empty() && items.iter().all(is_table))
}

/// A value of TOML on one line. TOML has no null.
fn inline(item: &Item) -> String {
    match &item.node {
        Node::Null => "\"\"".to_owned(),
        Node::Text(text) => toml::Value::String(text.clone()).to_string(),
        Node::Bool(truth) => truth.to_string(),
        Node::Number(number) => number.to_string(),
        Node::List(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Node::Table(pairs) => {
            let pair = |pair: &Pair| format!("{} = {}", toml_key(&pair.key), inline(&pair.value));
            format!("{{ {} }}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

fn toml_key(key: &str) -> String {
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        toml::Value::String(key.to_owned()).to_string()
    }
}

/// A value of YAML, after a colon or at the top.
fn yaml(item: &Item, depth: usize, out: &mut String) {
    match &item.node {
        Node::Table(pairs) if !pairs.is_empty() => {
            for (number, pair) in pairs.iter().enumerate() {
                // The first key of an item stands behind its dash.
                if number > 0 || depth == 0 || out.ends_with(":\n") {
                    let _ = write!(out, "{:1$}", "", depth * 2);
                }
                let _ = write!(out, "{}:", scalar(&pair.key));
                below(&pair.value, depth + 1, out);
            }
        }
        Node::List(items) if !items.is_empty() => {
            for item in items {
                let _ = write!(out, "{:1$}- ", "", depth * 2);
                match &item.node {
                    Node::Table(pairs) if !pairs.is_empty() => yaml(item, depth + 1, out),
                    _ => {
                        let _ = writeln!(out, "{}", flow(item));
                    }
                }
            }
        }
        _ => {
            let _ = writeln!(out, "{}", flow(item));
        }
    }
}

/// What stands behind a key: a value on its line, or a block on the next.
fn below(item: &Item, depth: usize, out: &mut String) {
    let is_block = match &item.node {
        Node::Table(pairs) => !pairs.is_empty(),
        Node::List(items) => items.iter().any(is_table),
        _ => false,
    };
    if is_block {
        out.push('\n');
        yaml(item, depth, out);
    } else {
        let _ = writeln!(out, " {}", flow(item));
    }
}

/// A value of YAML on one line.
fn flow(item: &Item) -> String {
    match &item.node {
        Node::Null => "null".to_owned(),
        Node::Text(text) => scalar(text),
        Node::Bool(truth) => truth.to_string(),
        Node::Number(number) => number.to_string(),
        Node::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Node::Table(pairs) => {
            let pair = |pair: &Pair| format!("{}: {}", scalar(&pair.key), flow(&pair.value));
            format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A string of YAML: plain where no reader takes it for something else, in quotes elsewhere.
fn scalar(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-./ ".contains(letter);
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_word = words.iter().any(|word| word.eq_ignore_ascii_case(text));
    let starts = text.starts_with(|letter: char| letter.is_ascii_alphabetic());
    if starts && !is_word && !text.ends_with(' ') && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            other if other.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(other));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Text};

    use super::convert_policy;

    fn convert(text: &str, path: &str) -> String {
        convert_policy(Text::new(text, FileId::FIRST, 0), path).expect("it can be read")
    }

    const YAML: &str = "\
title: Payments
compliance:
  container_security:
    non_root_user: required
    read_only_root:
      production: required
      only: [web, api]
declare:
  images:
    allow: [\"registry.example/**\"]
waivers:
  - id: W-1
    where:
      files: [\"legacy/compose.yaml\"]
    expires: \"2027-02-01\"
settings:
  max-waiver-days: 90
";

    const TOML: &str = "\
title = \"Payments\"

[compliance.container_security]
non_root_user = \"required\"

[compliance.container_security.read_only_root]
production = \"required\"
only = [\"web\", \"api\"]

[declare.images]
allow = [\"registry.example/**\"]

[[waivers]]
id = \"W-1\"
expires = \"2027-02-01\"

[waivers.where]
files = [\"legacy/compose.yaml\"]

[settings]
max-waiver-days = 90
";

    #[test]
    fn each_form_becomes_the_other() {
        assert_eq!(convert(YAML, "a.yaml"), TOML);
        // TOML has the tables of a table last.
        let there_and_back = convert(&convert(YAML, "a.yaml"), "a.toml");
        assert_eq!(convert(&there_and_back, "a.yaml"), TOML);
        let strange = "x-note: \"a: b # c\\n\\u0007\"\n\"odd key\": \"yes\"\ncompliance: {}\n";
        let back = convert(&convert(strange, "a.yaml"), "a.toml");
        assert_eq!(back, "x-note: \"a: b # c\\n\\u0007\"\nodd key: \"yes\"\ncompliance: {}\n");
    }
}
