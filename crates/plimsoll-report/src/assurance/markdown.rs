//! The report for forges: what is violated and undecided first.

use std::io::{self, Write};

use super::tables::{Table, counts_of_standards, reached, tables};
use super::trend::{Change, OTHER_POLICY};
use super::{ABOUT, Assurance, Control, Depth, Found, Mistake, Requirement, Trend, days, history, prose};
use crate::visible;

pub(super) fn write(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    if let Some(incomplete) = report.incomplete() {
        writeln!(out, "**{}**\n", text(&incomplete))?;
    }
    if report.trend.as_ref().is_some_and(|trend| trend.is_other_policy) {
        writeln!(out, "**{OTHER_POLICY}**\n")?;
    }
    writeln!(out, "# {}\n\n{ABOUT}\n", text(&report.title))?;
    write_head(report, out)?;
    // A report on a standard alone has none.
    if report.has_policy() {
        write_requirements(report, out)?;
    } else if let Some(trend) = &report.trend {
        write_trend(trend, out)?;
        write_history(report, out)?;
    }
    if let Some(table) = &counts_of_standards(report) {
        write_table(table, out)?;
    }
    if report.depth >= Depth::Controls {
        write_standards(report, out)?;
    }
    write_people(report, out)?;
    if report.depth == Depth::Evidence {
        for table in reached(report).iter().chain(&tables(report)) {
            write_table(table, out)?;
        }
    }
    write_not_checked(report, out)
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## {}\n\n{}\n", table.title, table.caption)?;
    let heads: Vec<String> = table.heads.iter().map(|head| head.to_lowercase()).collect();
    writeln!(out, "| {} |\n|{}", heads.join(" | "), "---|".repeat(heads.len()))?;
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| text(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn write_requirements(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## Summary\n\n| status | requirements |\n|---|---:|")?;
    for (status, count) in report.counts() {
        writeln!(out, "| {} {} | {count} |", status.sign(), status.name())?;
    }
    writeln!(out, "| total | {} |\n", report.requirements.len())?;
    writeln!(out, "{}\n", report.sentence())?;
    if let Some(trend) = &report.trend {
        write_trend(trend, out)?;
        write_history(report, out)?;
    }
    let (first, count) = report.first();
    if !first.is_empty() {
        writeln!(out, "## Fix first\n")?;
        for one in &first {
            let (place, keys) = (code(&one.subject.place), one.keys.join("`, `"));
            write!(out, "1. {} {}: `{place}` (`{keys}`", one.status.sign(), with_code(&one.subject.why))?;
            one.controls.iter().try_for_each(|control| write!(out, ", {}", text(control)))?;
            match &*one.subject.fix {
                "" => writeln!(out, ")")?,
                fix => writeln!(out, "), fixed by `{}`", code(fix))?,
            }
        }
        writeln!(out, "\nShowing {} of {count} findings.\n", first.len())?;
    }
    if report.depth == Depth::Summary {
        return Ok(());
    }
    writeln!(
        out,
        "## Requirements\n\n| status | requirement level | requirement | evidence |\n|---|---|---|---|"
    )?;
    for one in &report.requirements {
        let (sign, status) = (one.status.sign(), one.status.name());
        let parts = one.details().into_iter().map(|part| text(&part));
        let details = [String::new()].into_iter().chain(parts).collect::<Vec<_>>().join("<br>");
        let name = format!("{} `{}`{details}", text(&one.section), code(&one.key));
        writeln!(
            out,
            "| {sign} {status} | {} | {name} | {} |",
            text(&one.word),
            evidence(one, report.depth)
        )?;
    }
    Ok(())
}

fn write_standards(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    for standard in &report.standards {
        writeln!(out, "\n## {}\n\n{}\n", text(&standard.title), standard.coverage())?;
        writeln!(out, "| control | requires | status | findings |\n|---|---|---|---|")?;
        for Control { number, asks, status, note, findings } in &standard.rows {
            let most = if report.depth == Depth::Evidence { 5 } else { 0 };
            let mut shown: Vec<String> = findings.iter().take(most).map(found).collect();
            let more = findings.len().saturating_sub(shown.len());
            shown.extend(Some(with_code(note)).filter(|note| !note.is_empty()));
            let more = match more {
                0 => String::new(),
                _ if shown.is_empty() => more.to_string(),
                more => format!("<br>and {more} more, as HTML and JSON show"),
            };
            let places = format!("{}{more}", shown.join("<br>"));
            let (number, asks) = (text(number), text(asks));
            writeln!(out, "| {number} | {asks} | {} {} | {places} |", status.sign(), status.name())?;
        }
    }
    Ok(())
}

/// What is wrong, where, and the rule that says so.
fn found(found: &Found) -> String {
    format!("{} (`{}`, `{}`)", with_code(&found.message), code(&found.place), code(&found.rule))
}

fn write_people(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    if !report.waived.is_empty() {
        writeln!(
            out,
            "\n## Waivers\n\n| waiver | what | where | owner | expires | days left | reason |\n|---|---|---|---|---|---|---|"
        )?;
        for one in &report.waived {
            let (id, what, place) = (text(&one.id), with_code(&one.what), code(&one.place));
            let (owner, until, reason) = (text(&one.owner), text(&one.expires), text(&one.reason));
            let left = days(one.days_left);
            writeln!(out, "| {id} | {what} | `{place}` | {owner} | {until} | {left} | {reason} |")?;
        }
    }
    if !report.attestations.is_empty() {
        writeln!(
            out,
            "\n## Attestations\n\n| key | by | expires | days left | statement |\n|---|---|---|---|---|"
        )?;
        for one in &report.attestations {
            let (key, by) = (code(&one.key), text(&one.by));
            let (until, left) = (text(&one.expires), days(one.days_left));
            writeln!(out, "| `{key}` | {by} | {until} | {left} | {} |", text(&one.statement))?;
        }
    }
    Ok(())
}

fn write_not_checked(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    if !report.not_checked.is_empty() {
        writeln!(out, "\n## What was not checked\n")?;
        for (what, why) in &report.not_checked {
            writeln!(out, "- `{}`: {}", code(what), with_code(why))?;
        }
    }
    if report.depth == Depth::Evidence && !report.paths.is_empty() {
        writeln!(out, "\n## Files checked\n")?;
        for path in &report.paths {
            writeln!(out, "- `{}`", code(path))?;
        }
    }
    Ok(())
}

fn write_trend(trend: &Trend, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## Since {}\n", text(&trend.since))?;
    writeln!(out, "{}.\n", trend.summary())?;
    let changes = [("worse", &trend.worse), ("better", &trend.better)];
    for (word, change) in
        changes.into_iter().flat_map(|(word, list)| list.iter().map(move |change| (word, change)))
    {
        let Change { name, subjects, before, after } = change;
        let name = code(name);
        if subjects.is_empty() {
            writeln!(out, "- {word}: `{name}`, from {before} to {after}")?;
        } else {
            let now = if word == "worse" { "now also for" } else { "no longer for" };
            writeln!(out, "- {word}: `{name}` ({after}), {now} {}", with_code(subjects))?;
        }
    }
    let names = [("new", &trend.new), ("gone", &trend.gone)];
    for (word, name) in names.into_iter().flat_map(|(word, list)| list.iter().map(move |name| (word, name))) {
        writeln!(out, "- {word}: `{}`", code(name))?;
    }
    writeln!(out)
}

fn write_history(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    if report.history.is_empty() {
        return Ok(());
    }
    let (heads, rows) = history::table(&report.history);
    let heads: Vec<String> = heads.iter().map(|head| head.to_lowercase()).collect();
    writeln!(out, "## History\n\n| {} |\n|{}", heads.join(" | "), "---|".repeat(heads.len()))?;
    for row in rows {
        writeln!(out, "| {} |", row.iter().map(|cell| text(cell)).collect::<Vec<_>>().join(" | "))?;
    }
    writeln!(out)
}

fn write_head(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    if !report.owner.is_empty() {
        writeln!(out, "- Policy owner: {}", text(&report.owner))?;
    }
    writeln!(out, "- Report date: {}", report.day)?;
    writeln!(out, "- Files checked: {}", report.files)?;
    writeln!(out, "- Plimsoll {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "- Facts about images and releases: as of {}", text(&report.facts))?;
    writeln!(out, "- Command: `{}`", code(&report.command))?;
    for policy in &report.policies {
        let from = if policy.is_trusted { "outside the checked files" } else { "in the checked files" };
        writeln!(out, "- Policy `{}`, {from}, SHA-256 `{}`", code(&policy.path), policy.digest)?;
    }
    if report.policies.is_empty() {
        writeln!(out, "- Policy: none, so nothing is required")?;
    }
    for Mistake { place, what } in &report.warnings {
        writeln!(out, "- Warning: {} (`{}`)", with_code(what), code(place))?;
    }
    writeln!(out)
}

/// What shows the status: the subjects that decide it, with their places.
fn evidence(one: &Requirement, depth: Depth) -> String {
    if one.subjects.is_empty() || depth < Depth::Evidence {
        return with_code(&one.note);
    }
    let shown = one.subjects.iter().take(10).map(|subject| {
        let (name, verdict) = (code(&subject.name), text(&subject.verdict));
        let why =
            if subject.why.is_empty() { String::new() } else { format!(", {}", with_code(&subject.why)) };
        format!("`{name}` {verdict}{why} (`{}`)", code(&subject.place))
    });
    let more = one.subjects.len().saturating_sub(10);
    let more = if more > 0 { format!("<br>and {more} more, as HTML and JSON show") } else { String::new() };
    let note = if one.note.is_empty() { String::new() } else { format!("{}<br>", with_code(&one.note)) };
    format!("{note}{}{more}", shown.collect::<Vec<_>>().join("<br>"))
}

/// An invisible letter that keeps what stands around it from becoming a link.
const JOINER: &str = "&#8288;";

/// Text in which nothing is a link, a mention or a cell of its own.
fn text(text: &str) -> String {
    let mut safe = String::new();
    let shown = visible(text);
    let mut letters = shown.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        if "\\`*_{}[]<>()#+-.!|~@&:".contains(letter) && !"-.():".contains(letter) {
            safe.push('\\');
        }
        safe.push(letter);
        let is_live = |next: &char| match letter {
            // A name; not an address or a digest.
            '@' => !before.is_alphanumeric() && next.is_alphanumeric(),
            '#' => next.is_ascii_digit(),
            _ => false,
        };
        if letters.peek().is_some_and(is_live) {
            safe.push_str(JOINER);
        }
        before = letter;
    }
    let safe = safe.replace("://", &format!(":{JOINER}//")).replace("www.", &format!("www{JOINER}."));
    safe.replace("GH-", &format!("GH{JOINER}-")).replace('\n', " ")
}

/// Text in which code stands between backquotes.
fn with_code(words: &str) -> String {
    let part = |(is_code, part): (bool, &str)| match (is_code, part.trim()) {
        (true, "") => text(&format!("`{part}`")),
        (true, _) => format!("`{}`", code(part)),
        (false, _) => text(part),
    };
    prose::parts(words).into_iter().map(part).collect()
}

/// Text between backquotes, in a cell.
fn code(text: &str) -> String {
    visible(text).replace('`', "'").replace('|', "\\|").replace('\n', " ")
}
