//! The report for people who ask what was checked: its JSON is what the schema in the documentation says, and its page
//! needs nothing from elsewhere.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::indexing_slicing)]
#![allow(
    dead_code,
    clippy::panic,
    clippy::string_slice,
    reason = "the reader of schemas serves another test, too"
)]

mod schema;

use std::path::Path;

use plimsoll_report::{
    Assurance, AssuranceFormat, Attestation, Change, Control, Danger, Depth, Found, ImageFacts, InForce,
    Mistake, Requirement, ServiceFacts, Standard, Status, Subject, Trend, Waived,
};
use serde_json::Value;

/// What could break out of a page.
const HOSTILE: &str = "</title><script>alert(1)</script>\"><img src=x onerror=y>'&\u{202e}\u{1b}[31m";

/// A report in which everything is said that can be.
fn whole() -> Assurance {
    let text = || HOSTILE.to_owned();
    let subject = |verdict: &str| Subject {
        name: text(),
        verdict: verdict.to_owned(),
        place: text(),
        source: text(),
        why: text(),
        fix: text(),
    };
    let requirement = |(number, status): (usize, Status)| Requirement {
        section: text(),
        key: format!("{HOSTILE}{number}"),
        summary: text(),
        word: text(),
        scope: String::new(),
        reason: String::new(),
        status,
        note: text(),
        subjects: ["violated", "waived", "excepted", "unknown", "proved"].map(subject).into(),
    };
    let control = |status| Control {
        number: text(),
        asks: text(),
        status,
        note: text(),
        findings: vec![Found { rule: text(), place: text(), message: text() }],
    };
    Assurance {
        mistakes: vec![Mistake { place: text(), what: text() }],
        configuration: vec![Mistake { place: text(), what: text() }],
        title: text(),
        owner: text(),
        day: "2026-06-01".to_owned(),
        files: 1,
        policies: vec![InForce { path: text(), digest: text(), is_trusted: true }],
        requirements: Status::ALL.into_iter().enumerate().map(requirement).collect(),
        standards: vec![Standard {
            id: text(),
            title: text(),
            controls: Some(14),
            covered: 12,
            rows: Status::ALL.map(control).into(),
        }],
        waived: vec![Waived {
            id: text(),
            what: text(),
            place: text(),
            owner: text(),
            reason: text(),
            expires: text(),
            days_left: Some(-1),
        }],
        attestations: vec![Attestation {
            key: text(),
            by: text(),
            statement: text(),
            expires: text(),
            days_left: None,
        }],
        dangers: vec![Danger { name: text(), ran: vec![text()], not_run: 1, findings: 2, waived: 1 }],
        facts: text(),
        not_checked: vec![(text(), text())],
        services: vec![ServiceFacts {
            name: text(),
            place: text(),
            user: text(),
            privileged: text(),
            read_only: text(),
            capabilities: text(),
            limits: text(),
            health: text(),
            threats: [1; 6],
            waived_threats: [2; 6],
        }],
        images: vec![ImageFacts {
            name: text(),
            tag: text(),
            digest: text(),
            until: text(),
            places: vec![text()],
        }],
        command: text(),
        ..Assurance::default()
    }
}

fn written(report: &Assurance, format: AssuranceFormat) -> String {
    let mut out = Vec::new();
    report.write(format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn json_is_what_the_schema_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/report.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut report = whole();
    let earlier = written(&report, AssuranceFormat::Json);
    report.requirements.retain(|one| one.status != Status::Allowed);
    report.requirements[0].status = Status::Satisfied;
    let earlier = |day: &str| (day.to_owned(), earlier.replace("2026-06-01", day).into_bytes());
    report.compare(&[earlier("2026-05-08"), earlier("2026-05-01")]).unwrap();
    assert_eq!(report.trend.as_ref().map(|trend| &*trend.since), Some("2026-05-08"));
    assert_eq!(report.history.len(), 3);
    for report in [Assurance::default(), whole(), report] {
        let json = written(&report, AssuranceFormat::Json);
        let problems = schema::problems(&schema, &serde_json::from_str(&json).unwrap());
        assert_eq!(problems, Vec::<String>::new());
        let again = Assurance::from_json(json.as_bytes()).unwrap();
        for format in [AssuranceFormat::Json, AssuranceFormat::Markdown, AssuranceFormat::Html] {
            assert_eq!(written(&again, format), written(&report, format));
        }
    }
}

#[test]
fn less_of_a_report_has_no_evidence() {
    for format in [AssuranceFormat::Markdown, AssuranceFormat::Html] {
        let [summary, controls, evidence] = [Depth::Summary, Depth::Controls, Depth::Evidence]
            .map(|depth| written(&Assurance { depth, ..whole() }, format));
        assert!(summary.len() < controls.len() && controls.len() < evidence.len());
        assert!(!summary.contains("Requirements</h2>") && !summary.contains("## Requirements"), "{summary}");
        assert!(!controls.contains("proved"), "{controls}");
    }
}

#[test]
fn a_page_needs_nothing_and_runs_nothing() {
    let page = written(&whole(), AssuranceFormat::Html);
    for (sign, what) in [
        ("<script", "a script"),
        ("<img", "an image"),
        ("src=", "something to load"),
        ("<link", "a style sheet"),
        ("url(", "something to load"),
        ("http:", "an address"),
        ("https:", "an address"),
        ("\u{202e}", "a letter that turns the text around"),
        ("\u{1b}", "a control character"),
    ] {
        let own = page.replace("&lt;script", "").replace("&lt;img src=", "");
        assert!(!own.contains(sign), "{what}: {sign}");
    }
    // Every element that is opened is closed, in order.
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let name = tag.split(['>', ' ', '\n']).next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{tag}"),
            None if ["!doctype", "meta", "br"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(page.contains("lang=\"en\"") && page.matches("<h1>").count() == 1);
    assert_eq!(page.matches("<table>").count(), page.matches("<caption>").count());
}

#[test]
fn mistakes_stand_before_everything_else() {
    let mistake = |line: usize| Mistake { place: format!("p.yaml:{line}"), what: "unknown".to_owned() };
    let report = Assurance { mistakes: (1..=7).map(mistake).collect(), ..Assurance::default() };
    let line =
        "INCOMPLETE: the policy has 7 mistakes (p.yaml:1, p.yaml:2, p.yaml:3, p.yaml:4, p.yaml:5 and 2 more)";
    let markdown = written(&report, AssuranceFormat::Markdown);
    assert_eq!(markdown.lines().next(), Some(&*format!("**{line}**")));
    let page = written(&report, AssuranceFormat::Html);
    assert!(page.find(line).is_some_and(|at| Some(at) < page.find("<h1>")), "{page}");
    let json: Value = serde_json::from_str(&written(&report, AssuranceFormat::Json)).unwrap();
    assert_eq!(json["incomplete"], line);
    let junit = written(&report, AssuranceFormat::Junit);
    assert!(junit.contains(line) && junit.matches("<error").count() == 7, "{junit}");
}

#[test]
fn what_nobody_proved_is_no_passing_test() {
    let one = |status| Requirement {
        section: "a".to_owned(),
        key: "k".to_owned(),
        summary: String::new(),
        word: "required".to_owned(),
        scope: String::new(),
        reason: String::new(),
        status,
        note: "absence cannot be proved".to_owned(),
        subjects: Vec::new(),
    };
    let requirements = vec![one(Status::NothingFound), one(Status::Satisfied)];
    let report = Assurance { requirements, ..Assurance::default() };
    let junit = written(&report, AssuranceFormat::Junit);
    assert!(junit.contains("<skipped message=\"no violation found: absence cannot be proved\"/>"), "{junit}");
    assert!(junit.contains("name=\"k\"") && junit.contains("name=\"k (2)\""), "{junit}");
}

#[test]
fn another_service_that_breaks_is_a_change() {
    let report = |names: &[&str]| {
        let subject = |name: &&str| Subject {
            name: (*name).to_owned(),
            verdict: "violated".to_owned(),
            place: "compose.yaml:1".to_owned(),
            source: String::new(),
            why: String::new(),
            fix: String::new(),
        };
        let requirement = Requirement {
            section: "a".to_owned(),
            key: "k".to_owned(),
            summary: String::new(),
            word: "required".to_owned(),
            scope: String::new(),
            reason: String::new(),
            status: Status::Violated,
            note: String::new(),
            subjects: names.iter().map(subject).collect(),
        };
        Assurance { requirements: vec![requirement], ..Assurance::default() }
    };
    let earlier = written(&report(&["web", "old"]), AssuranceFormat::Json);
    let trend = Trend::new(earlier.as_bytes(), &report(&["web", "api"])).unwrap();
    let change = |subjects: &str| Change {
        name: "a.k".to_owned(),
        subjects: subjects.to_owned(),
        before: "violated",
        after: "violated",
    };
    assert_eq!((&*trend.worse, &*trend.better), (&[change("api")][..], &[change("old")][..]));
    assert_eq!(trend.same, 0);
    let why = Trend::new(b"x", &report(&[])).unwrap_err();
    assert!(why.starts_with("not a report in JSON"), "{why}");
}

#[test]
fn another_policy_is_told_first() {
    let trend = Trend { is_other_policy: true, ..Trend::default() };
    let report = Assurance { trend: Some(trend), ..Assurance::default() };
    let markdown = written(&report, AssuranceFormat::Markdown);
    assert!(markdown.starts_with("**The policy has changed"), "{markdown}");
    let page = written(&report, AssuranceFormat::Html);
    assert!(page.find("The policy has changed") < page.find("<h1>"), "{page}");
}
