//! The page of a rule: as Markdown, with its facts at the top; and as a terminal shows it.

use std::fmt::Write as _;

use plimsoll_linter::{Node, RuleMeta, Status};
use plimsoll_rules::RULES;
use serde_json::{Map, Value};

use crate::terminal::Paint;

/// The page, in Markdown.
pub(super) fn page(meta: &RuleMeta, options: &Map<String, Value>) -> String {
    let body = meta.body().trim();
    let (title, rest) = body.split_once('\n').unwrap_or((body, ""));
    let (category, level, preset) = (meta.category.name(), meta.level.name(), meta.preset.name());
    let mut out = format!("{title}\n\nLevel `{level}` · preset `{preset}`");
    if meta.minor != meta.preset {
        let _ = write!(out, " (minor findings: `{}`)", meta.minor.name());
    }
    let _ = write!(out, " · category `{category}`");
    out.push_str(match (meta.fixable, meta.fixable_unsafely) {
        (true, true) => " · fixable with `--fix`, some findings with `--unsafe-fixes`",
        (true, false) => " · fixable with `--fix`",
        (false, true) => " · fixable with `--fix --unsafe-fixes`",
        (false, false) => "",
    });
    if !options.is_empty() {
        let names: Vec<String> = options.keys().map(|name| format!("`{name}`")).collect();
        let _ = write!(out, " · options {}", names.join(", "));
    }
    let _ = write!(out, " · since {}", meta.since);
    if meta.status != Status::Stable {
        let _ = write!(out, " · {}", meta.status.name());
    }
    let _ = write!(out, "\n{rest}\n\n## More\n\n");
    if !meta.replaces.is_empty() {
        // A name that is still a rule's was split.
        let is_split = RULES.iter().any(|rule| meta.replaces.contains(&rule.meta.name));
        let names: Vec<String> = meta.replaces.iter().map(|name| format!("`{name}`")).collect();
        let start = if is_split { "Formerly part of" } else { "Formerly" };
        let _ = write!(out, "{start} {}\n\n", names.join(", "));
    }
    if !meta.aliases.is_empty() {
        let (benchmarks, linters): (Vec<_>, Vec<_>) =
            meta.aliases.iter().copied().partition(|alias| alias.starts_with("cis:"));
        for (who, names) in [("Other linters", linters), ("Benchmarks", benchmarks)] {
            if !names.is_empty() {
                let _ = write!(out, "{who}: {}\n\n", names.join(", "));
            }
        }
    }
    // What is wrong with a run, its configuration or its comments cannot be waved away.
    if meta.family != "linter" {
        let name = meta.name;
        // The file of the daemon is JSON, which has no comments.
        if meta.on.iter().any(|node| *node != Node::Daemon) {
            let _ =
                write!(out, "Ignore a finding: `# plimsoll: ignore[{name}] reason` on the line above\n\n");
        }
        let _ = write!(out, "Turn off the rule: `{name} = \"off\"` under `[rules]` in plimsoll.toml\n\n");
    }
    let _ = writeln!(out, "Page: {}", meta.url());
    out
}

/// Markdown for a terminal: paragraphs fill its lines, headings stand out, blocks are set in and need no fences.
pub(super) fn shown(text: &str, width: Option<usize>, paint: Paint) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut block: Option<(&str, &str)> = None;
    for line in text.lines() {
        if let Some((fence, language)) = block {
            if line == fence {
                block = None;
            } else if !line.is_empty() {
                out.extend(["    ", &block_line(line, language, paint), "\n"]);
            } else {
                out.push('\n');
            }
            continue;
        }
        let is_prose = !line.is_empty() && !line.starts_with(['#', '|', '`']) && line != "---";
        let is_item = line.starts_with("- ");
        if !is_prose || is_item {
            flush(&mut paragraph, width, paint, &mut out);
        }
        if is_prose {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim_start());
        } else if line.starts_with("```") {
            let info = line.trim_start_matches('`');
            let (language, file) = info.split_once(' ').unwrap_or((info, ""));
            block = line.get(..line.len() - info.len()).map(|fence| (fence, language));
            if !file.is_empty() {
                out.extend(["  ", file, ":\n"]);
            }
        } else if let Some(title) = line.strip_prefix('#') {
            out.extend([&*paint.title(title.trim_start_matches('#').trim()), "\n"]);
        } else {
            out.extend([&*words(line, paint), "\n"]);
        }
    }
    flush(&mut paragraph, width, paint, &mut out);
    out
}

/// Writes a paragraph, with lines as long as the terminal is wide.
fn flush(paragraph: &mut String, width: Option<usize>, paint: Paint, out: &mut String) {
    let text = std::mem::take(paragraph);
    if text.is_empty() {
        return;
    }
    let indent = if text.starts_with("- ") { "  " } else { "" };
    let mut wrapped = String::new();
    let mut column = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if column > 0 && width.is_some_and(|width| column + 1 + length > width) {
            wrapped.push('\n');
            wrapped.push_str(indent);
            column = indent.len();
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += length;
    }
    out.extend([&*words(&wrapped, paint), "\n"]);
}

/// Text with what is between backquotes painted instead.
fn words(text: &str, paint: Paint) -> String {
    if matches!(paint, Paint::Plain) || text.matches('`').count() % 2 == 1 {
        return text.to_owned();
    }
    let parts = text.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { paint.code(part) } else { part.to_owned() }).collect()
}

/// A line of a block. What the linter prints has its colours; in files, comments are faint.
fn block_line(line: &str, language: &str, paint: Paint) -> String {
    if language != "text" {
        return if line.trim_start().starts_with('#') { paint.faint(line) } else { line.to_owned() };
    }
    let level = line.split_once('[').map_or("", |(level, _)| level);
    if let Some((code, message)) =
        line.split_once("]: ").filter(|_| ["error", "warning", "note", "style"].contains(&level))
    {
        return format!(
            "{}{}",
            paint.level(level, &format!("{code}]")),
            paint.strong(&format!(": {message}"))
        );
    }
    for sign in ["|", "-->", ":::", "="] {
        let is_gutter = |start: &str| start.chars().all(|sign| sign.is_ascii_digit() || sign == ' ');
        if let Some((number, rest)) = line.split_once(sign).filter(|(start, _)| is_gutter(start)) {
            return format!("{}{rest}", paint.frame(&format!("{number}{sign}")));
        }
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_painted() {
        let page = "# a\n\nSay `b`\nnow.\n\n```yaml c.yaml\nd: `e`\n# f\n```\n```text\nerror[x]: y\n1 | z\n  = help: w\n```\n";
        assert_eq!(
            shown(page, None, Paint::Coloured),
            "\x1b[1;4ma\x1b[0m\n\nSay \x1b[36mb\x1b[0m now.\n\n  c.yaml:\n    d: `e`\n    \x1b[2m# f\x1b[0m\n    \
             \x1b[1;31merror[x]\x1b[0m\x1b[1m: y\x1b[0m\n    \x1b[34m1 |\x1b[0m z\n    \x1b[34m  =\x1b[0m help: w\n"
        );
    }

    #[test]
    fn paragraphs_fill_the_lines_of_a_terminal() {
        let page = "# t\n\none two three\nfour five\n\n- six seven eight\n  nine\n- ten\n\n| a | table stays as it is |\n";
        assert_eq!(
            shown(page, Some(12), Paint::Plain),
            "t\n\none two\nthree four\nfive\n\n- six seven\n  eight nine\n- ten\n\n| a | table stays as it is |\n"
        );
    }
}
