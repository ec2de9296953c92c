//! `plimsoll explain`: a rule's page.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use plimsoll_linter::{RuleMeta, find_rules};
use plimsoll_rules::RULES;

use crate::failure::Failure;

const HEADING: &str = "\x1b[1;4m";
const BLOCK: &str = "\x1b[36m";
const PLAIN: &str = "\x1b[0m";

/// Prints the pages of a rule, or of the rules that answer to another linter's code.
pub(crate) fn explain(asked: &str) -> Result<ExitCode, Failure> {
    let rules = find(asked).map_err(Failure::Usage)?;
    let out = std::io::stdout();
    let is_plain = anstream::AutoStream::choice(&out) == anstream::ColorChoice::Never;
    let mut text = String::new();
    write_code(asked, &mut text);
    for (index, rule) in rules.iter().enumerate() {
        if index > 0 {
            text.push_str("\n---\n\n");
        }
        let page = page(rule);
        text.push_str(&if is_plain { page } else { painted(&page) });
    }
    out.lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The rules behind a name: their own, or a peer's in any form in which the peer writes it.
fn find(asked: &str) -> Result<Vec<&'static RuleMeta>, String> {
    let asked = asked.trim();
    let found = find_rules(asked, RULES);
    let upper = asked.to_ascii_uppercase();
    let bare = upper.strip_prefix("AVD-").unwrap_or(&upper);
    // `hadolint/DL3008`, `dl3008`, `AVD-DS-0002`, `DS002`; KICS writes the whole id where aliases have its start.
    let other_forms = [
        asked.replacen('/', ":", 1),
        bare.to_owned(),
        bare.strip_prefix("DS").map(|number| format!("DS-{number:0>4}")).unwrap_or_default(),
        asked.to_ascii_lowercase().get(..8).unwrap_or_default().to_owned(),
    ];
    found.or_else(|why| other_forms.iter().find_map(|form| find_rules(form, RULES).ok()).ok_or(why))
}

/// What a code of the shell linter is about, as a page may speak of many.
#[cfg(feature = "shellcheck")]
fn write_code(asked: &str, text: &mut String) {
    let upper = asked.trim().to_ascii_uppercase();
    let code = upper.rsplit([':', '/']).next().and_then(|code| code.strip_prefix("SC"));
    let Some(code) = code.and_then(|code| code.parse::<u32>().ok()) else { return };
    if let Some(fact) = plimsoll_shellcheck::facts().into_iter().find(|fact| fact.code == code) {
        let _ = write!(text, "# SC{code}\n\n{}\n\n{}\n\n---\n\n", fact.description, fact.rationale);
    }
}

#[cfg(not(feature = "shellcheck"))]
fn write_code(_asked: &str, _text: &mut String) {}

/// The page as it is written, with its front matter as a sentence.
fn page(meta: &RuleMeta) -> String {
    let mut out = format!("{}\n\n", meta.body().trim());
    let (category, level, preset) = (meta.category.name(), meta.level.name(), meta.preset.name());
    let _ = write!(out, "{category} · {level} · preset {preset}");
    if meta.fixable {
        out.push_str(" · has a fix");
    }
    if !meta.aliases.is_empty() {
        let _ = write!(out, " · answers to {}", meta.aliases.join(", "));
    }
    out.push('\n');
    // What is wrong with a run, its configuration or its comments cannot be waved away.
    if meta.family != "linter" {
        let name = meta.name;
        let _ = writeln!(
            out,
            "Silenced by `# plimsoll: ignore[{name}] why` in the line above, or `{name} = \"off\"` under `[rules]` in plimsoll.toml"
        );
    }
    out
}

/// The page for a terminal: headings stand out, blocks are set in and need no fences.
fn painted(page: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<&str> = None;
    for line in page.lines() {
        match fence {
            Some(open) if line == open => fence = None,
            Some(_) if line.is_empty() => out.push('\n'),
            Some(_) => out.extend(["    ", BLOCK, line, PLAIN, "\n"]),
            None if line.starts_with("```") => {
                let info = line.trim_start_matches('`');
                fence = line.get(..line.len() - info.len());
                if let Some((_, file)) = info.split_once(' ') {
                    out.extend(["  ", file, ":\n"]);
                }
            }
            None => {
                if let Some(title) = line.strip_prefix('#') {
                    out.extend([HEADING, title.trim_start_matches('#').trim(), PLAIN, "\n"]);
                } else {
                    out.extend([&*painted_words(line), "\n"]);
                }
            }
        }
    }
    out
}

/// What stands between backquotes, painted instead.
fn painted_words(line: &str) -> String {
    if line.matches('`').count() % 2 == 1 {
        return line.to_owned();
    }
    let parts = line.split('`').enumerate();
    parts
        .map(|(at, part)| if at % 2 == 1 { format!("{BLOCK}{part}{PLAIN}") } else { part.to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_painted() {
        let page = "# a\n\nSay `b` now.\n\n```yaml c.yaml\nd: `e`\n```\n";
        assert_eq!(
            painted(page),
            "\x1b[1;4ma\x1b[0m\n\nSay \x1b[36mb\x1b[0m now.\n\n  c.yaml:\n    \x1b[36md: `e`\x1b[0m\n"
        );
    }

    #[test]
    fn codes_are_found_as_their_owners_write_them() {
        let name = |asked| find(asked).map(|found| found.first().map_or("", |meta| meta.name));
        for asked in
            ["DL3014", "dl3014", "hadolint/DL3014", "hadolint:DL3014", "AVD-DS-0021", "DS021", "ds-0021"]
        {
            assert_eq!(name(asked), Ok("apt-get-yes"), "{asked}");
        }
        assert_eq!(name("77783205-c4ca-4f80-bb80-c777f267c547"), Ok("apt-get-yes"));
        assert!(name("nothing").is_err());
    }
}
