//! Names and contents from strangers, in every format and every command: nothing steers a terminal, hides what is read or
//! reorders it, and nothing in a Markdown page becomes a link, an image or a mention.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

mod support;

use std::collections::BTreeSet;

use plimsoll_report::Format;
use plimsoll_rules::RULES;
use serde_json::Value;
use support::folder::Folder;

/// Escape sequences with seven and eight bits, a bell, a right-to-left override, a line separator, spaces of no width, and
/// what Markdown and HTML would obey.
const HOSTILE: &str = "a\u{1b}]0;t\u{7}\u{9b}1m\u{202e}\u{2066}\u{2028}\u{200b}\u{feff}`www.evil.example @octocat #1 ![x](y)<img>|\\|b`c";
/// The same in a string of YAML and Compose.
const QUOTED: &str =
    r"a\e]0;t\a\u009b1m\u202e\u2066\u2028\u200b\ufeff`https://evil.example` @octocat ![x](y)<img>|\\|b";

/// A repository full of it.
fn repository(name: &str) -> Folder {
    let folder = Folder::new(name);
    let shown = HOSTILE.replace(' ', "_");
    folder.write(
        &format!("{HOSTILE}/Dockerfile"),
        &format!(
            "# {HOSTILE}\nFROM a:latest AS {shown}\nFROM {shown}\nMAINTAINER {HOSTILE}\nENV PASSWORD={shown} B {HOSTILE}\n\
             RUN cd {HOSTILE}; apt-get install {shown}\nCOPY --from={shown}x {shown} <<{shown} /\n{HOSTILE}\n{shown}\n\
             {shown} {HOSTILE}\nONBUILD {shown}\nHEALTHCHECK {shown}\nEXPOSE {shown}\nUSER {shown}\nCMD {HOSTILE}\n"
        ),
    );
    folder.write(
        &format!("{HOSTILE}/compose.yaml"),
        &format!(
            "services:\n  \"{QUOTED}\":\n    image: \"{QUOTED}\"\n    build: {{context: ., target: \"{QUOTED}\"}}\n    \
             depends_on: [\"{QUOTED}x\"]\n    networks: [\"{QUOTED}\"]\n    ports: [\"{QUOTED}\", \"80:80\"]\n    \
             \"{QUOTED}\": \"{QUOTED}\"\n    user: \"{QUOTED}\"\n    restart: \"{QUOTED}\"\n    \
             environment: {{\"{QUOTED}\": \"{QUOTED}\"}}\n    command: [\"{QUOTED}\"]\n  b: {{image: \"https://evil.example/b:latest\"}}\n\
             networks:\n  \"{QUOTED}\": {{}}\n"
        ),
    );
    folder.write(
        "raw/compose.yaml",
        &format!("services:\n  a: {{image: {HOSTILE}}}\n# {HOSTILE}\n{HOSTILE}: 1\n"),
    );
    folder
}

/// What a command prints, on standard output and standard error.
fn run(folder: &Folder, args: &[&str]) -> [String; 2] {
    let output = folder.plimsoll(args);
    assert!(matches!(output.status.code(), Some(0..=2)), "{args:?}: {output:?}");
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap())
}

fn is_harmful(character: char) -> bool {
    let hides = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    hides || (character.is_control() && !matches!(character, '\n' | '\t'))
}

fn assert_harmless(args: &[&str], text: &str) {
    let harmful = text.char_indices().find(|(_, character)| is_harmful(*character));
    if let Some((at, character)) = harmful {
        let before = &text[text.floor_char_boundary(at.saturating_sub(80))..at];
        panic!("{args:?}: {character:?} after {before}");
    }
}

/// Without code, as `CommonMark` sees it.
fn without_code(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown;
    while let Some(first) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches('`').len();
        let fence = &rest[..run];
        let end = (run > 0).then(|| {
            let mut ends = rest[run..].match_indices(fence).map(|(at, _)| at + run);
            ends.find(|at| !rest[..*at].ends_with('`') && !rest[at + run..].starts_with('`'))
        });
        let length = match end.flatten() {
            Some(at) => at + run,
            None if first == '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            None => run.max(first.len_utf8()),
        };
        if end.flatten().is_none() && first != '\\' {
            out.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    out
}

fn assert_not_live(args: &[&str], markdown: &str) {
    for line in markdown.lines() {
        let mut text = without_code(line);
        for rule in RULES {
            text = text.replace(&format!("]({})", rule.meta.url()), "]");
        }
        for live in ["://", "www.", "@", "#1", "](", "<img"] {
            assert!(!text.contains(live), "{args:?}: {live} in {text}");
        }
    }
}

#[test]
fn in_every_format() {
    let folder = repository("every-format");
    let mut shown = 0;
    for format in Format::ALL {
        for more in [None, Some("--full"), Some("--statistics")] {
            let mut args = vec!["check", "--preset", "all", "--format", format.name(), "."];
            args.extend(more);
            let [out, err] = run(&folder, &args);
            assert_harmless(&args, &out);
            assert_harmless(&args, &err);
            shown += usize::from(out.contains("octocat"));
            match format {
                Format::Json | Format::Sarif if !out.is_empty() => {
                    serde_json::from_str::<Value>(&out).unwrap();
                }
                Format::Markdown => assert_not_live(&args, &out),
                _ => {}
            }
        }
    }
    assert!(shown >= Format::ALL.len(), "the names are shown");
}

#[test]
fn in_every_command() {
    let folder = repository("every-command");
    let (dockerfile, compose) = (format!("{HOSTILE}/Dockerfile"), format!("{HOSTILE}/compose.yaml"));
    let service: String =
        serde_json::from_str(&format!("\"{}\"", QUOTED.replace(r"\e", r"\u001b").replace(r"\a", r"\u0007")))
            .unwrap();
    folder
        .write(&format!("{HOSTILE}/.hadolint.yaml"), &format!("ignored: [\"{QUOTED}\"]\n\"{QUOTED}\": 1\n"));
    let hadolint = format!("{HOSTILE}/.hadolint.yaml");
    let commands: [&[&str]; 22] = [
        &["parse", &dockerfile],
        &["parse", &dockerfile, "--format", "json"],
        &["parse", &compose],
        &["parse", "raw/compose.yaml"],
        &["graph", &compose],
        &["graph", &compose, "--format", "dot"],
        &["graph", &compose, "--format", "svg"],
        &["graph", &compose, "--format", "json"],
        &["graph", &dockerfile, "--format", "json"],
        &["show", &service, &compose],
        &["show", HOSTILE, &compose],
        &["show", "", &dockerfile],
        &["explain", HOSTILE],
        &["rules", "--preset", HOSTILE],
        &["migrate", &hadolint],
        &["check", HOSTILE, "--format", HOSTILE],
        &["check", "--select", HOSTILE, "."],
        &["check", "--config", &hadolint, "."],
        &["check", "--since", HOSTILE, "."],
        &["check", "--preset", "all", "--diff", "--unsafe-fixes", "--color", "always", "."],
        &[HOSTILE],
        &["fix", "--preset", "all", "--unsafe-fixes", "."],
    ];
    for args in commands {
        let [out, err] = run(&folder, args);
        // Colours are our own. No file of a stranger can hold them unescaped without the bell that comes with them.
        for text in [&out, &err] {
            let shown = if args.contains(&"always") { uncoloured(text) } else { text.clone() };
            assert_harmless(args, &shown);
        }
        assert!(!out.is_empty() || !err.is_empty(), "{args:?}");
    }
}

/// Without what sets a colour.
fn uncoloured(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[test]
fn pictures_on_one_page_do_not_clash() {
    let folder = Folder::new("pictures");
    let ids = |name: &str| {
        folder.write(
            &format!("{name}/compose.yaml"),
            "services: {a: {image: b, ports: [\"80:80\"], depends_on: [c]}, c: {image: d}}\n",
        );
        let [svg, _] = run(&folder, &["graph", name, "--format", "svg"]);
        let after = |mark: &'static str| {
            svg.split(mark)
                .skip(1)
                .map(|rest| rest.split(['"', ')']).next().unwrap().to_owned())
                .collect::<BTreeSet<_>>()
        };
        let ids = after(" id=\"");
        assert!(!after("url(#").is_empty() && after("url(#").is_subset(&ids));
        ids
    };
    assert!(ids("one").is_disjoint(&ids("two")));
}
