//! The report as one file: no script, no request, and everything from files escaped.

mod files;

use std::io::{self, Write};

use super::tables::{Table, counts_of_standards, tables};
use super::trend::{Change, OTHER_POLICY};
use super::{
    ABOUT, Assurance, Control, Depth, Found, Requirement, Standard, Status, Trend, days, history, prose,
};
use crate::visible;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#8a939e;--soft:#f1f3f5;--bad:#a40e26;--open:#7a4b00;\
--good:#116329}\
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--line:#6e7681;--soft:#161b22;--bad:#ff9b9b;\
--open:#f0c36d;--good:#7ee2a0}}\
body{font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:75rem;margin:0 auto;padding:1rem}\
table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:left;font-weight:600;padding:.3rem 0}\
th,td{border:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere;min-width:5.5rem}.where{min-width:11rem}\
th{background:var(--soft);overflow-wrap:normal}code{font-family:ui-monospace,monospace;font-size:.9em}\
.bad{color:var(--bad);font-weight:600}.open{color:var(--open);font-weight:600}.good{color:var(--good);font-weight:600}\
.picture{overflow:auto}.skip{position:absolute;left:-999rem}.skip:focus{position:static}\
@media print{details{display:block}.picture{overflow:visible}.picture svg{max-width:100%;height:auto}tr{break-inside:avoid}h2,caption{break-after:avoid}body{max-width:none;font-size:.8rem}\
@page{margin:15mm}}";

pub(super) fn write(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    let title = text(&report.title);
    write!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")?;
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
    )?;
    writeln!(out, "<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>")?;
    writeln!(out, "<a class=\"skip\" href=\"#main\">Skip to the results</a>")?;
    writeln!(out, "<header>")?;
    if let Some(incomplete) = report.incomplete() {
        writeln!(out, "<p class=\"bad\">{}</p>", text(&incomplete))?;
    }
    if report.trend.as_ref().is_some_and(|trend| trend.is_other_policy) {
        writeln!(out, "<p class=\"open\">{OTHER_POLICY}</p>")?;
    }
    writeln!(out, "<h1>{title}</h1>\n<p>{ABOUT}</p>")?;
    write_head(report, out)?;
    writeln!(out, "</header>\n<main id=\"main\">")?;
    // A report on a standard alone has no requirements.
    let asks = report.has_policy();
    if asks {
        write_counts(report, out)?;
    }
    if let Some(trend) = &report.trend {
        write_trend(trend, out)?;
        write_history(report, out)?;
    }
    if asks {
        write_first(report, out)?;
    }
    if asks && report.depth >= Depth::Controls {
        write_requirements(report, out)?;
    }
    if let Some(table) = &counts_of_standards(report) {
        write_table(table, out)?;
    }
    for standard in report.standards.iter().filter(|_| report.depth >= Depth::Controls) {
        write_standard(standard, report.depth, out)?;
    }
    write_people(report, out)?;
    if report.depth == Depth::Evidence {
        write_pictures(report, out)?;
        for table in &tables(report) {
            write_table(table, out)?;
        }
    }
    files::write(report, out)?;
    writeln!(out, "</main>\n</body>\n</html>")
}

fn write_head(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<table>\n<caption>What was checked, and by which policy</caption>")?;
    let mut row =
        |name: &str, value: String| writeln!(out, "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>");
    if !report.owner.is_empty() {
        row("Policy owner", text(&report.owner))?;
    }
    row("Report date", text(&report.day))?;
    row("Files checked", report.files.to_string())?;
    row("Plimsoll", env!("CARGO_PKG_VERSION").to_owned())?;
    row("Facts about images and releases", format!("as of {}", text(&report.facts)))?;
    row("Command", format!("<code>{}</code>", text(&report.command)))?;
    for policy in &report.policies {
        let from = if policy.is_trusted { "outside the checked files" } else { "in the checked files" };
        let (path, digest) = (text(&policy.path), text(&policy.digest));
        row("Policy", format!("<code>{path}</code>, {from}, SHA-256 <code>{digest}</code>"))?;
    }
    if report.policies.is_empty() {
        row("Policy", "none, so nothing is required".to_owned())?;
    }
    for one in &report.warnings {
        row("Warning", format!("{} (<code>{}</code>)", text(&one.what), text(&one.place)))?;
    }
    writeln!(out, "</table>")
}

fn write_counts(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section>\n<h2>Summary</h2>\n<table>\n<caption>Requirements by status</caption>")?;
    writeln!(out, "<tr><th scope=\"col\">Status</th><th scope=\"col\">Requirements</th></tr>")?;
    for (status, count) in report.counts() {
        writeln!(out, "<tr><td>{}</td><td>{count}</td></tr>", word(status))?;
    }
    let all = report.requirements.len();
    writeln!(out, "<tr><th scope=\"row\">total</th><td>{all}</td></tr>\n</table>")?;
    writeln!(out, "<p>{}</p>\n</section>", report.sentence())
}

fn write_first(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    let (first, count) = report.first();
    if first.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>Fix first</h2>\n<table>")?;
    writeln!(
        out,
        "<caption>Showing {} of {count} findings: required ones first, then those nearest to the outside, then those that violate the most</caption>",
        first.len()
    )?;
    writeln!(out, "{}", heads(&["Status", "What is wrong", "Where", "Requirements and controls"]))?;
    for one in &first {
        let (why, place, source) =
            (prose(&one.subject.why), text(&one.subject.place), text(&one.subject.source));
        let keys: Vec<String> = one.keys.iter().map(|key| format!("<code>{}</code>", text(key))).collect();
        let controls = one.controls.iter().map(|control| format!("<br>{}", text(control)));
        let (status, keys) = (word(one.status), keys.join(", ") + &controls.collect::<String>());
        let why = match &*one.subject.fix {
            "" => why,
            fix => format!("{why}<br>Fix: <code>{}</code>", text(fix)),
        };
        let source = if source.is_empty() { source } else { format!("<br><code>{source}</code>") };
        writeln!(
            out,
            "<tr><td>{status}</td><td>{why}</td><td class=\"where\"><code>{place}</code>{source}</td><td>{keys}</td></tr>"
        )?;
    }
    writeln!(out, "</table>\n</section>")
}

fn write_pictures(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    if report.pictures.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>Reachable from outside</h2>")?;
    for picture in &report.pictures {
        let path = text(&picture.path);
        if let Some(svg) = &picture.svg {
            writeln!(
                out,
                "<div class=\"picture\" tabindex=\"0\" role=\"img\" aria-label=\"Services of {path} and what can reach them, as in the table below\">{svg}</div>"
            )?;
        }
        writeln!(out, "<table>\n<caption>Services of {path} and what can reach them</caption>")?;
        writeln!(out, "{}", heads(&["Service", "Reached", "Through", "Publishes"]))?;
        for one in &picture.services {
            let (name, through, ports) = (text(&one.name), text(&one.through), text(&one.ports.join(", ")));
            let reached = text(&one.reached);
            writeln!(
                out,
                "<tr><th scope=\"row\">{name}</th><td>{reached}</td><td>{through}</td><td>{ports}</td></tr>"
            )?;
        }
        writeln!(out, "</table>")?;
    }
    writeln!(out, "</section>")
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let (title, caption) = (table.title, prose(&table.caption));
    writeln!(
        out,
        "<section>\n<h2>{title}</h2>\n<table>\n<caption>{caption}</caption>\n{}",
        heads(&table.heads)
    )?;
    for row in &table.rows {
        let Some((name, cells)) = row.split_first() else { continue };
        let cells: Vec<String> = cells.iter().map(|cell| format!("<td>{}</td>", text(cell))).collect();
        writeln!(out, "<tr><th scope=\"row\">{}</th>{}</tr>", text(name), cells.concat())?;
    }
    writeln!(out, "</table>\n</section>")
}

fn write_trend(trend: &Trend, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section>\n<h2>Since {}</h2>", text(&trend.since))?;
    writeln!(out, "<p>{}.</p>", text(&trend.summary()))?;
    if !trend.worse.is_empty() || !trend.better.is_empty() {
        writeln!(
            out,
            "<table>\n<caption>What changed; a requirement with the same status lists what it is violated by, or no longer</caption>"
        )?;
        let heads = ["Change", "Requirement", "Before", "After"].join("</th><th scope=\"col\">");
        writeln!(out, "<tr><th scope=\"col\">{heads}</th></tr>")?;
        for (word, class, list) in [("worse", "bad", &trend.worse), ("better", "good", &trend.better)] {
            for Change { name, subjects, before, after } in list {
                let subjects =
                    if subjects.is_empty() { String::new() } else { format!(": {}", prose(subjects)) };
                let name = text(name);
                writeln!(
                    out,
                    "<tr><td class=\"{class}\">{word}</td><td><code>{name}</code>{subjects}</td><td>{before}</td><td>{after}</td></tr>"
                )?;
            }
        }
        writeln!(out, "</table>")?;
    }
    writeln!(out, "</section>")
}

fn write_requirements(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section>\n<h2>Requirements</h2>\n<table>")?;
    writeln!(out, "<caption>What the policy requires, and what the files show</caption>")?;
    writeln!(
        out,
        "<tr><th scope=\"col\">Status</th><th scope=\"col\">Requirement level</th><th scope=\"col\">Requirement</th><th scope=\"col\">Evidence</th></tr>"
    )?;
    for one in &report.requirements {
        let parts = one.details().into_iter().map(|part| text(&part));
        let details = [String::new()].into_iter().chain(parts).collect::<Vec<_>>().join("<br>");
        let name = format!("{} <code>{}</code>{details}", text(&one.section), text(&one.key));
        write!(out, "<tr><td>{}</td><td>{}</td><td>{name}</td><td>", word(one.status), text(&one.word))?;
        write_evidence(one, report.depth, out)?;
        writeln!(out, "</td></tr>")?;
    }
    writeln!(out, "</table>\n</section>")
}

fn write_evidence(one: &Requirement, depth: Depth, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}", prose(&one.note))?;
    if one.subjects.is_empty() || depth < Depth::Evidence {
        return Ok(());
    }
    let names: std::collections::BTreeSet<&str> = one.subjects.iter().map(|one| &*one.name).collect();
    write!(out, "<details open><summary>Subjects: {}</summary><ul>", names.len())?;
    for subject in &one.subjects {
        let (name, why) = (text(&subject.name), prose(&subject.why));
        write!(out, "<li><code>{name}</code>: {}", text(&subject.verdict))?;
        if !why.is_empty() {
            write!(out, ", {why}")?;
        }
        write!(out, " (<code>{}</code>", text(&subject.place))?;
        if !subject.source.is_empty() {
            write!(out, ": <code>{}</code>", text(&subject.source))?;
        }
        write!(out, ")</li>")?;
    }
    write!(out, "</ul></details>")
}

fn write_standard(standard: &Standard, depth: Depth, out: &mut dyn Write) -> io::Result<()> {
    let (title, count) = (text(&standard.title), standard.coverage());
    writeln!(out, "<section>\n<h2>{title}</h2>\n<p>{count}</p>\n<table>")?;
    writeln!(out, "<caption>Controls that rules cover</caption>")?;
    writeln!(
        out,
        "<tr><th scope=\"col\">Control</th><th scope=\"col\">Requires</th><th scope=\"col\">Status</th><th scope=\"col\">Findings</th></tr>"
    )?;
    for Control { number, asks, status, note, findings } in &standard.rows {
        let found = |found: &Found| {
            let (message, place, rule) = (prose(&found.message), text(&found.place), text(&found.rule));
            format!("{message} (<code>{place}</code>, <code>{rule}</code>)")
        };
        let note = Some(prose(note)).filter(|note| !note.is_empty());
        let places: Vec<String> = note.into_iter().chain(findings.iter().map(found)).collect();
        let places = match places.len() {
            count @ 1.. if depth < Depth::Evidence => count.to_string(),
            _ => places.join("<br>"),
        };
        let status = word(*status);
        let (number, asks) = (text(number), text(asks));
        writeln!(
            out,
            "<tr><th scope=\"row\">{number}</th><td>{asks}</td><td>{status}</td><td>{places}</td></tr>"
        )?;
    }
    writeln!(out, "</table>\n</section>")
}

fn write_history(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    if report.history.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>History</h2>")?;
    history::draw(&report.history, out)?;
    let (names, rows) = history::table(&report.history);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    writeln!(out, "<table>\n<caption>Requirements by status over time</caption>\n{}", heads(&names))?;
    for row in &rows {
        writeln!(out, "{}", cells_of(&row.iter().collect::<Vec<_>>()))?;
    }
    writeln!(out, "</table>\n</section>")
}

fn write_people(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    if !report.waived.is_empty() {
        writeln!(
            out,
            "<section>\n<h2>Waivers</h2>\n<table>\n<caption>Findings that someone has accepted until a given date</caption>"
        )?;
        let names = ["Waiver", "What", "Where", "Owner", "Expires", "Days left", "Reason"];
        writeln!(out, "{}", heads(&names))?;
        for one in &report.waived {
            let left = days(one.days_left);
            let cells = [&one.id, &one.what, &one.place, &one.owner, &one.expires, &left, &one.reason];
            writeln!(out, "{}", cells_of(&cells))?;
        }
        writeln!(out, "</table>\n</section>")?;
    }
    if !report.attestations.is_empty() {
        writeln!(out, "<section>\n<h2>Attestations</h2>\n<table>")?;
        writeln!(
            out,
            "<caption>Requirements that cannot be checked in files, and who attests to them</caption>"
        )?;
        writeln!(out, "{}", heads(&["Key", "By", "Expires", "Days left", "Statement"]))?;
        for one in &report.attestations {
            let left = days(one.days_left);
            writeln!(out, "{}", cells_of(&[&one.key, &one.by, &one.expires, &left, &one.statement]))?;
        }
        writeln!(out, "</table>\n</section>")?;
    }
    Ok(())
}

fn heads(names: &[&str]) -> String {
    let cells: Vec<String> = names.iter().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    format!("<tr>{}</tr>", cells.concat())
}

fn cells_of(cells: &[&String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("<td>{}</td>", prose(cell))).collect();
    format!("<tr>{}</tr>", cells.concat())
}

/// A status as sign, words and colour.
fn word(status: Status) -> String {
    let class = match status {
        Status::Violated
        | Status::ViolatedPreferred
        | Status::FindingAgainst
        | Status::FindingAgainstPart => "bad",
        Status::Satisfied | Status::SatisfiedInPart => "good",
        _ => "open",
    };
    format!("<span class=\"{class}\">{} {}</span>", status.sign(), status.name())
}

/// Text in which code stands between backquotes.
fn prose(words: &str) -> String {
    let part = |(is_code, part)| if is_code { format!("<code>{}</code>", text(part)) } else { text(part) };
    prose::parts(words).into_iter().map(part).collect()
}

/// Text that is nothing but text.
fn text(text: &str) -> String {
    let mut safe = String::new();
    for letter in visible(text).chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_words() {
        assert_eq!(prose("a `b<` c `d`"), "a <code>b&lt;</code> c <code>d</code>");
        assert_eq!(prose("a ` b"), "a ` b");
        assert_eq!(prose("`a` ` b"), "<code>a</code> ` b");
    }

    #[test]
    fn what_files_say_is_text() {
        let title = "</title><script>alert(1)</script>\"><img onerror=x>\u{202e}".to_owned();
        let report = Assurance { title, ..Assurance::default() };
        let mut out = Vec::new();
        write(&report, &mut out).expect("memory takes everything");
        let page = String::from_utf8(out).expect("it is text");
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'), "{page}");
        assert!(!page.contains("http:") && !page.contains("https:"), "{page}");
    }
}
