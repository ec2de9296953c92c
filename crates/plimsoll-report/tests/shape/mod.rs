//! What the consumer of each format demands of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use plimsoll_report::{Format, Report};
use serde_json::Value;

use crate::schema;

/// Checks a report that was told in a format.
pub(crate) fn check(format: Format, told: &str, report: &Report) -> Result<(), String> {
    let findings = report.diagnostics.len();
    let told_of = match format {
        Format::Text | Format::Markdown => findings,
        Format::Concise => told.lines().filter(|line| line.ends_with(']')).count(),
        Format::Json => json(told)?["diagnostics"].as_array().map_or(0, Vec::len),
        Format::Ndjson => told.lines().map(json).collect::<Result<Vec<_>, _>>()?.len(),
        Format::Github => annotations(told)?,
        Format::Sarif => sarif(told)?,
        Format::Gitlab | Format::Codeclimate => gitlab(told)?,
        Format::Gnu => told.lines().filter(|line| line.starts_with("plimsoll:")).count(),
        Format::Azure => told.lines().filter(|line| line.starts_with("##vso[task.logissue ")).count(),
        Format::Rdjson => fits("rdjson", &json(told)?, "diagnostics")?,
        Format::Hadolint => json(told)?.as_array().map_or(0, Vec::len),
        Format::Sonarqube => sonarqube(told)?,
        Format::Checkstyle => xml(told, "error")?,
        Format::Junit => junit(told)?,
    };
    if told_of == findings { Ok(()) } else { Err(format!("{told_of} of {findings} findings are told")) }
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|problem| problem.to_string())
}

/// How many items a list has in a document that its schema accepts.
fn fits(name: &str, document: &Value, list: &str) -> Result<usize, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../testdata/schemas/{name}.json"));
    let schema = json(&std::fs::read_to_string(path).map_err(|problem| problem.to_string())?)?;
    let problems = schema::problems(&schema, document);
    let list = if list.is_empty() { document } else { &document[list] };
    if problems.is_empty() { Ok(list.as_array().map_or(0, Vec::len)) } else { Err(problems.join("\n")) }
}

/// The schema, and what GitHub asks for besides.
fn sarif(told: &str) -> Result<usize, String> {
    let log = json(told)?;
    fits("sarif-2.1.0", &log, "runs")?;
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        let has = |pointer: &str| {
            rule.pointer(pointer).and_then(Value::as_str).is_some_and(|text| !text.is_empty())
        };
        for pointer in
            ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown", "/helpUri"]
        {
            assert!(has(pointer), "{pointer} of {rule}");
        }
        let tags = rule["properties"]["tags"].as_array().unwrap();
        let severity = rule["properties"]["security-severity"].as_str();
        assert_eq!(tags.contains(&"security".into()), severity.is_some(), "{rule}");
        assert!(
            severity.is_none_or(|number| number
                .parse::<f32>()
                .is_ok_and(|number| number > 0.0 && number <= 10.0))
        );
    }
    let results = run["results"].as_array().unwrap();
    let mut seen = BTreeSet::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let hash = result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap();
        assert!(seen.insert(hash), "{hash} twice");
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.is_empty() && uri.is_ascii() && !uri.contains([' ', ':', '\\']), "{uri}");
        let message = result["message"]["text"].as_str().unwrap();
        for place in result["relatedLocations"].as_array().into_iter().flatten() {
            assert!(message.contains(&format!("]({})", place["id"])), "nothing links to {place}");
        }
    }
    Ok(results.len())
}

fn gitlab(told: &str) -> Result<usize, String> {
    let issues = json(told)?;
    let prints: BTreeSet<&str> =
        issues.as_array().unwrap().iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    let count = fits("gitlab", &issues, "")?;
    // GitLab shows one of those that have the same.
    if prints.len() == count { Ok(count) } else { Err("fingerprints are not unique".to_owned()) }
}

fn sonarqube(told: &str) -> Result<usize, String> {
    let document = json(told)?;
    let rules: Vec<&Value> = document["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    for issue in document["issues"].as_array().unwrap() {
        assert!(rules.contains(&&issue["ruleId"]), "{issue} has no rule");
        let range = &issue["primaryLocation"]["textRange"];
        let place = |line: &str, column: &str| (range[line].as_u64(), range[column].as_u64());
        let is_line = range.get("endLine").is_none();
        assert!(
            is_line || place("startLine", "startColumn") < place("endLine", "endColumn"),
            "{range} is empty"
        );
    }
    fits("sonarqube", &document, "issues")
}

/// How many elements there are with a name.
fn xml(told: &str, name: &str) -> Result<usize, String> {
    let document = roxmltree::Document::parse(told).map_err(|problem| problem.to_string())?;
    Ok(document.descendants().filter(|node| node.has_tag_name(name)).count())
}

/// The counts in it must be true: some readers believe them.
fn junit(told: &str) -> Result<usize, String> {
    let document = roxmltree::Document::parse(told).map_err(|problem| problem.to_string())?;
    let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
    for suite in document.root_element().children().filter(roxmltree::Node::is_element) {
        for (count, element) in [("tests", "testcase"), ("failures", "failure")] {
            let found = suite.descendants().filter(|node| node.has_tag_name(element)).count();
            assert_eq!(suite.attribute(count), Some(&*found.to_string()), "{count} of {suite:?}");
            *sums.entry(count).or_default() += found;
        }
    }
    assert!(sums.get("tests").is_some_and(|tests| *tests > 0), "Jenkins refuses a report without a test");
    for (count, sum) in sums {
        assert_eq!(document.root_element().attribute(count), Some(&*sum.to_string()), "{count}");
    }
    xml(told, "failure")
}

/// `::level key=value,…::message`, each on one line.
fn annotations(told: &str) -> Result<usize, String> {
    let mut levels = Vec::new();
    for line in told.lines().filter(|line| !line.starts_with("::notice title=Plimsoll::")) {
        let (head, message) = line.strip_prefix("::").and_then(|line| line.split_once("::")).ok_or(line)?;
        let (level, properties) = head.split_once(' ').ok_or(line)?;
        let keys: Vec<&str> =
            properties.split(',').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
        assert!(keys.starts_with(&["file", "line"]) && keys.ends_with(&["title"]), "{line}");
        assert!(!message.is_empty() && !message.contains('\r'), "{line}");
        levels.push(["error", "warning", "notice"].iter().position(|known| *known == level).ok_or(line)?);
    }
    assert!(levels.is_sorted(), "errors come first");
    Ok(levels.len())
}
