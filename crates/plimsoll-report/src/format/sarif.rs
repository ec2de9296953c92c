//! SARIF 2.1.0, as GitHub's code scanning wants it.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>,
//! <https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use plimsoll_diagnostics::{Applicability, Category, Diagnostic, Edit, Fix, Label, Level, Sources, Span};
use plimsoll_facts::standards::{self, Fit, RuleControl, Standard};
use serde_json::{Value, json};

use crate::code::{code, tags};
use crate::controls::cwe_tag;
use crate::escaped_json::{write_lines, write_value};
use crate::fingerprint::{Fingerprint, fingerprints};
use crate::places::{Places, Region};
use crate::sanitize::visible;
use crate::{NotShown, Report, RuleIds, RuleInfo, TextOptions};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// What paths are relative to: where the run was started, which is the root of the repository for who uploads this.
const ROOT: &str = "%SRCROOT%";

/// Writes the report, each rule and each finding on a line of its own. Only rules with findings are listed.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: BTreeMap<&str, ReportedRule<'_>> = BTreeMap::new();
    for diagnostic in report.diagnostics.iter().chain(&report.waived) {
        let reported = rules.entry(id(report, diagnostic)).or_insert(ReportedRule {
            index: 0,
            rule: &diagnostic.rule,
            codes: BTreeSet::new(),
        });
        reported.codes.extend(tags(diagnostic));
    }
    for (index, reported) in rules.values_mut().enumerate() {
        reported.index = index;
    }
    write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{{")?;
    let version = env!("CARGO_PKG_VERSION");
    write!(out, "\"name\":\"Plimsoll\",\"version\":\"{version}\",\"semanticVersion\":\"{version}\",")?;
    write!(out, "\"properties\":{{\"facts\":\"{}\"}},", plimsoll_facts::DAY)?;
    write!(out, "\"informationUri\":\"{}\",\"rules\":", env!("CARGO_PKG_REPOSITORY"))?;
    let names: BTreeSet<&str> = rules.values().map(|reported| reported.rule).collect();
    let standards = standards_of(&names);
    write_lines(rules.iter().map(|(id, reported)| rule(report, id, reported, &standards)), out)?;
    write!(out, "}}}},\"results\":")?;
    let mut places = Places::new(&report.sources);
    let found = fingerprints(&report.sources, &report.diagnostics, str::to_owned);
    let waived = fingerprints(&report.sources, &report.waived, str::to_owned);
    let all = report.diagnostics.iter().zip(found).chain(report.waived.iter().zip(waived));
    let results = all.map(|(diagnostic, fingerprint)| {
        let id = id(report, diagnostic);
        let index = rules.get(id).map(|reported| reported.index);
        result(&report.sources, diagnostic, fingerprint, (id, index), &mut places)
    });
    write_lines(results, out)?;
    if !standards.is_empty() {
        write!(out, ",\"taxonomies\":")?;
        write_lines(standards.iter().map(|standard| taxonomy(standard, &names)), out)?;
    }
    let roots = json!({ ROOT: { "description": { "text": "The directory that Plimsoll was started in." } } });
    write!(out, ",\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":")?;
    write_value(&roots, out)?;
    let NotShown { files, findings } = &report.not_shown;
    if !files.is_empty() || !findings.is_empty() {
        write!(out, ",\"properties\":")?;
        write_value(&json!({ "notChecked": files, "hidden": findings }), out)?;
    }
    // What ends with a slash is a category; runs of one category replace each other.
    writeln!(out, ",\"automationDetails\":{{\"id\":\"plimsoll/\"}}}}]}}")
}

/// The standards that these rules answer to, as far as they are more than tags.
fn standards_of(rules: &BTreeSet<&str>) -> Vec<Standard> {
    let rows: Vec<RuleControl> = rules.iter().flat_map(|rule| standards::of_rule(rule)).collect();
    standards::all().iter().filter(|one| rows.iter().any(|row| row.standard == one.id)).copied().collect()
}

/// A standard with those of its controls that rules of this run answer to.
fn taxonomy(standard: &Standard, rules: &BTreeSet<&str>) -> Value {
    let mut numbers: Vec<&str> = rules
        .iter()
        .flat_map(|rule| standards::of_rule(rule))
        .filter(|row| row.standard == standard.id)
        .map(|row| row.control)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let taxa: Vec<Value> = standards::controls_of(standard.id)
        .filter(|control| numbers.contains(&control.control))
        .map(|control| json!({ "id": control.control, "shortDescription": { "text": sentence(control.asks) } }))
        .collect();
    json!({
        "name": standard.id,
        "version": standard.version,
        "organization": standard.publisher,
        "shortDescription": { "text": sentence(standard.title) },
        "informationUri": standard.source,
        "taxa": taxa,
    })
}

/// What a rule answers to.
fn relationships(name: &str, standards: &[Standard]) -> Vec<Value> {
    let related = |row: RuleControl| {
        let index = standards.iter().position(|standard| standard.id == row.standard)?;
        let component = json!({ "name": row.standard, "index": index });
        Some(json!({
            "target": { "id": row.control, "toolComponent": component },
            "kinds": ["relevant"],
        }))
    };
    let rows = standards::of_rule(name).filter(|row| row.fit != Fit::Contrary);
    let mut found: Vec<Value> = rows.filter_map(related).collect();
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert(one.to_string()));
    found
}

/// A rule with findings in a report.
struct ReportedRule<'r> {
    index: usize,
    rule: &'r str,
    /// The codes of its findings, `hadolint:DL3008`.
    codes: BTreeSet<&'r str>,
}

/// How many codes a rule is tagged with: GitHub takes twenty tags, and shows ten.
const MOST_TAGS: usize = 8;

/// The name by which a service shall know the rule of a finding.
fn id<'r>(report: &Report, diagnostic: &'r Diagnostic) -> &'r str {
    let is_hadolints = |code: &&str| code.starts_with("DL") || code.starts_with("SC");
    let of_hadolint = || code(diagnostic).filter(is_hadolints);
    match report.rule_ids {
        RuleIds::Own => None,
        RuleIds::Hadolint => of_hadolint(),
    }
    .unwrap_or(&diagnostic.rule)
}

fn rule(report: &Report, id: &str, reported: &ReportedRule<'_>, standards: &[Standard]) -> Value {
    let Some(info) = report.rule(reported.rule) else { return json!({ "id": id }) };
    let mut rule = json!({
        "id": id,
        "shortDescription": { "text": sentence(info.summary) },
        "fullDescription": { "text": info.reason() },
        "help": { "text": info.reason(), "markdown": info.page.get().trim() },
        "helpUri": info.url,
        "defaultConfiguration": { "level": level(info.level) },
        "properties": properties(info, reported),
    });
    let relationships = relationships(reported.rule, standards);
    if !relationships.is_empty() {
        set(&mut rule, "relationships", relationships);
    }
    // A name that only repeats the id is better left out, says the specification.
    if info.name.contains('-') {
        set(&mut rule, "name", camel_case(info.name));
    }
    rule
}

/// The format has nothing milder than a note.
fn level(level: Level) -> &'static str {
    level.max(Level::Note).name()
}

/// What GitHub sorts and filters by.
fn properties(rule: &RuleInfo, reported: &ReportedRule<'_>) -> Value {
    let problem = match rule.level {
        Level::Style | Level::Note => "recommendation",
        Level::Warning | Level::Error => rule.level.name(),
    };
    let codes = reported.codes.iter().take(MOST_TAGS).copied().map(str::to_owned);
    let cwe: BTreeSet<String> = standards::of_rule(rule.name).filter_map(|row| cwe_tag(&row)).collect();
    let tags = ["docker", rule.category.name()].into_iter().map(str::to_owned);
    let tags: Vec<String> = tags.chain(cwe).chain(codes).collect();
    let mut properties = json!({ "precision": "high", "problem.severity": problem, "tags": tags });
    if rule.category == Category::Security {
        // On the scale of CVSS, whose ranges GitHub names low, medium, high and critical.
        let severity = match rule.level {
            Level::Style | Level::Note => "3.0",
            Level::Warning => "5.5",
            Level::Error => "8.0",
        };
        set(&mut properties, "security-severity", severity);
    }
    properties
}

fn result(
    sources: &Sources,
    diagnostic: &Diagnostic,
    fingerprint: Fingerprint,
    (id, index): (&str, Option<usize>),
    places: &mut Places<'_>,
) -> Value {
    let mut place = |span: Span| {
        let region = region(places.region(span));
        json!({ "artifactLocation": artifact(sources, span), "region": region })
    };
    let primary = place(diagnostic.primary.span);
    let mut related = Vec::new();
    for (label, id) in diagnostic.related.iter().zip(1..) {
        related.push(json!({
            "id": id,
            "physicalLocation": place(label.span),
            "message": { "text": visible(about(label)) },
        }));
    }
    let wanted = |fix: &&Fix| fix.applicability != Applicability::Manual && !fix.edits.is_empty();
    let fixes: Vec<Value> =
        diagnostic.fixes.iter().filter(wanted).map(|fix| self::fix(sources, fix, places)).collect();
    let mut result = json!({
        "ruleId": id,
        "level": level(diagnostic.level),
        "message": { "text": message(diagnostic) },
        "locations": [{ "physicalLocation": primary }],
        "partialFingerprints": { "primaryLocationLineHash": fingerprint.to_string() },
    });
    if let Some(index) = index {
        set(&mut result, "ruleIndex", index);
    }
    let waiver = diagnostic.policy.as_ref().and_then(|asked| asked.waiver.as_ref());
    let waiver = waiver.map(|it| format!("{} ({}, until {})", it.reason, it.owner, it.expires));
    let exception = diagnostic.policy.as_ref().and_then(|asked| asked.exception.as_ref());
    if let Some(why) = waiver.or_else(|| Some(format!("`{}` excepts this file", exception?))) {
        let suppression = json!({ "kind": "external", "status": "accepted", "justification": visible(&why) });
        set(&mut result, "suppressions", vec![suppression]);
    }
    let codes = tags(diagnostic);
    if !codes.is_empty() {
        set(&mut result, "properties", json!({ "tags": codes }));
    }
    if !related.is_empty() {
        set(&mut result, "relatedLocations", related);
    }
    if !fixes.is_empty() {
        set(&mut result, "fixes", fixes);
    }
    result
}

/// Adds a property that not every object has.
fn set(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Some(properties) = object.as_object_mut() {
        properties.insert(name.to_owned(), value.into());
    }
}

/// What is wrong, why, and what to do, in sentences. Related places are shown only where the message links to them.
fn message(diagnostic: &Diagnostic) -> String {
    let mut wrong = literal(&diagnostic.message);
    if !diagnostic.primary.text.is_empty() {
        wrong.extend([": ", &literal(&diagnostic.primary.text)]);
    }
    let mut text = ended(wrong);
    let links =
        diagnostic.related.iter().zip(1..).map(|(label, id)| format!("[{}]({id})", literal(about(label))));
    if !diagnostic.related.is_empty() {
        text += &ended(format!(" See: {}", links.collect::<Vec<_>>().join(", ")));
    }
    if let Some(help) = &diagnostic.help {
        text += &ended(format!(" Help: {}", literal(help)));
    }
    text
}

/// What is said about a related place; a link needs something to click on.
fn about(label: &Label) -> &str {
    if label.text.is_empty() { "here" } else { &label.text }
}

/// Text in which nothing is a link.
fn literal(text: &str) -> String {
    visible(text).replace('[', "\\[").replace(']', "\\]")
}

fn fix(sources: &Sources, fix: &Fix, places: &mut Places<'_>) -> Value {
    let mut by_file: BTreeMap<_, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        by_file.entry(edit.span.file).or_default().push(edit);
    }
    let mut changes = Vec::new();
    for edits in by_file.values() {
        let Some(first) = edits.first() else { continue };
        let replacement = |edit: &&Edit| {
            let deleted = Region { start: places.start(edit.span), end: places.end(edit.span) };
            json!({ "deletedRegion": region(deleted), "insertedContent": { "text": edit.text } })
        };
        let replacements: Vec<Value> = edits.iter().map(replacement).collect();
        changes
            .push(json!({ "artifactLocation": artifact(sources, first.span), "replacements": replacements }));
    }
    json!({
        "description": { "text": sentence(&fix.title) },
        "artifactChanges": changes,
        "properties": { "applicability": fix.applicability.name() },
    })
}

fn region(region: Region) -> Value {
    json!({
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
    })
}

fn artifact(sources: &Sources, span: Span) -> Value {
    let path = &sources.file(span.file).path;
    if path.starts_with('/') {
        return json!({ "uri": format!("file://{}", encode(path)) });
    }
    json!({ "uri": encode(path), "uriBaseId": ROOT })
}

/// A path as a relative reference: RFC 3986, section 3.3. A colon would be read as the end of a scheme.
fn encode(path: &str) -> String {
    path.bytes().fold(String::new(), |mut uri, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'@' | b'+' => {
                uri.push(char::from(byte));
            }
            other => uri.extend(["%", &format!("{other:02X}")]),
        }
        uri
    })
}

/// `latest-tag` as `LatestTag`, the form that names of rules have in SARIF.
fn camel_case(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    ended(format!("{first}{}", letters.as_str()))
}

/// With a full stop, unless it ends already.
fn ended(text: String) -> String {
    if text.ends_with(['.', '?', '!']) { text } else { text + "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths() {
        assert_eq!(camel_case("latest-tag"), "LatestTag");
        assert_eq!(sentence("an image"), "An image.");
        assert_eq!(encode("my app/Dockerfile:é"), "my%20app/Dockerfile%3A%C3%A9");
    }
}
