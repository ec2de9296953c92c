//! The report for programs. It is the source; other formats say the same.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Assurance, THREATS, Trend, history};
use crate::escaped_json::write_value;

pub(super) fn write(report: &Assurance, out: &mut dyn Write) -> io::Result<()> {
    let policies = report
        .policies
        .iter()
        .map(|policy| json!({ "path": policy.path, "digest": policy.digest, "trusted": policy.is_trusted }));
    let standards = report.standards.iter().map(|standard| {
        let rows = standard.rows.iter().map(|one| {
            let found = |found: &super::Found| {
                json!({ "rule": found.rule, "place": found.place, "message": found.message })
            };
            json!({
                "control": one.number,
                "asks": one.asks,
                "status": one.status.name(),
                "note": one.note,
                "places": one.findings.iter().map(|found| &found.place).collect::<Vec<_>>(),
                "findings": one.findings.iter().map(found).collect::<Vec<Value>>(),
            })
        });
        json!({
            "id": standard.id,
            "title": standard.title,
            "controls": standard.controls,
            "covered": standard.covered,
            "rows": rows.collect::<Vec<Value>>(),
        })
    });
    let reachability = report.pictures.iter().map(|picture| {
        let services = picture.services.iter().map(|one| {
            json!({ "name": one.name, "reached": one.reached, "through": one.through, "ports": one.ports })
        });
        json!({ "project": picture.path, "services": services.collect::<Vec<Value>>() })
    });
    let waived = report.waived.iter().map(|one| {
        json!({
            "id": one.id,
            "what": one.what,
            "place": one.place,
            "owner": one.owner,
            "reason": one.reason,
            "expires": one.expires,
            "days_left": one.days_left,
        })
    });
    let attestations = report.attestations.iter().map(|one| {
        json!({
            "key": one.key,
            "by": one.by,
            "statement": one.statement,
            "expires": one.expires,
            "days_left": one.days_left,
        })
    });
    let not_checked = report.not_checked.iter().map(|(what, why)| json!({ "what": what, "why": why }));
    let warnings = report.warnings.iter().map(|one| json!({ "place": one.place, "what": one.what }));
    let mut whole = vec![
        ("report", json!(super::VERSION)),
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("incomplete", json!(report.incomplete())),
        ("mistakes", mistakes(report)),
        ("warnings", warnings.collect()),
        ("title", json!(report.title)),
        ("owner", json!(report.owner)),
        ("day", json!(report.day)),
        ("files", json!(report.files)),
        ("facts", json!(report.facts)),
        ("command", json!(report.command)),
        ("policies", policies.collect::<Value>()),
        ("summary", summary(report)),
    ];
    whole.extend(report.trend.as_ref().map(|trend| ("since", since(trend))));
    if !report.history.is_empty() {
        whole.push(("history", history::json(&report.history)));
    }
    whole.extend([
        ("first", first(report)),
        ("requirements", requirements(report)),
        ("standards", standards.collect()),
        ("waivers", waived.collect()),
        ("attestations", attestations.collect()),
        ("reachability", reachability.collect()),
        ("services", services(report)),
        ("threats", dangers(report)),
        ("other_threats", threats(&report.other_threats)),
        ("other_waived_threats", threats(&report.other_waived_threats)),
        ("images", images(report)),
        ("not_checked", not_checked.collect()),
        ("checked", json!(report.paths)),
    ]);
    // Its parts come in the order of the other formats.
    for (at, (key, value)) in whole.iter().enumerate() {
        write!(out, "{}\"{key}\":", if at == 0 { "{" } else { "," })?;
        write_value(value, out)?;
    }
    writeln!(out, "}}")
}

/// What was checked for each of the well-known threats.
fn dangers(report: &Assurance) -> Value {
    let one = |one: &super::Danger| {
        json!({
            "name": one.name,
            "ran": one.ran,
            "not_run": one.not_run,
            "findings": one.findings,
            "waived": one.waived,
        })
    };
    report.dangers.iter().map(one).collect()
}

/// Every use of an image.
fn images(report: &Assurance) -> Value {
    let one = |one: &super::ImageFacts| {
        json!({
            "name": one.name,
            "tag": one.tag,
            "digest": one.digest,
            "until": one.until,
            "places": one.places,
        })
    };
    report.images.iter().map(one).collect()
}

/// What is wrong, and where that is.
fn mistakes(report: &Assurance) -> Value {
    let own = report.mistakes.iter().map(|one| ("policy", one));
    let all = own.chain(report.configuration.iter().map(|one| ("configuration", one)));
    let all = all.chain(report.unread.iter().map(|one| ("file", one)));
    all.map(|(of, one)| json!({ "of": of, "place": one.place, "what": one.what })).collect()
}

/// How many requirements have each status.
fn summary(report: &Assurance) -> Value {
    report.counts().iter().map(|(status, count)| json!({ "status": status.name(), "count": count })).collect()
}

/// What to fix first.
fn first(report: &Assurance) -> Value {
    let one = |one: &super::first::First<'_>| {
        json!({
            "status": one.status.name(),
            "place": one.subject.place,
            "why": one.subject.why,
            "requirements": one.keys,
            "controls": one.controls,
            "fix": one.subject.fix,
        })
    };
    report.first().0.iter().map(one).collect()
}

fn requirements(report: &Assurance) -> Value {
    let requirements = report.requirements.iter().map(|one| {
        let subjects = one.subjects.iter().map(|subject| {
            let mut shown = json!({
                "name": subject.name,
                "verdict": subject.verdict,
                "place": subject.place,
                "source": subject.source,
                "why": subject.why,
            });
            if let Some(shown) = shown.as_object_mut().filter(|_| !subject.fix.is_empty()) {
                shown.insert("fix".to_owned(), json!(subject.fix));
            }
            shown
        });
        json!({
            "section": one.section,
            "key": one.key,
            "summary": one.summary,
            "word": one.word,
            "scope": one.scope,
            "reason": one.reason,
            "status": one.status.name(),
            "note": one.note,
            "subjects": subjects.collect::<Vec<Value>>(),
        })
    });
    requirements.collect()
}

fn services(report: &Assurance) -> Value {
    let services = report.services.iter().map(|one| {
        json!({
            "name": one.name,
            "place": one.place,
            "user": one.user,
            "privileged": one.privileged,
            "read_only": one.read_only,
            "capabilities": one.capabilities,
            "limits": one.limits,
            "health": one.health,
            "threats": threats(&one.threats),
            "waived_threats": threats(&one.waived_threats),
        })
    });
    services.collect()
}

/// How many findings each threat of STRIDE has.
fn threats(counts: &[usize; 6]) -> Value {
    let pairs = THREATS.iter().zip(counts).map(|((letter, _), count)| (letter.to_string(), json!(count)));
    Value::Object(pairs.collect())
}

/// What changed since an earlier report.
fn since(trend: &Trend) -> Value {
    let change = |super::Change { name, subjects, before, after }: &super::Change| json!({ "requirement": name, "subjects": subjects, "before": before, "after": after });
    let changes = |list: &[super::Change]| list.iter().map(change).collect::<Vec<Value>>();
    json!({
        "day": trend.since,
        "other_policy": trend.is_other_policy,
        "better": changes(&trend.better),
        "worse": changes(&trend.worse),
        "new": trend.new,
        "gone": trend.gone,
        "same": trend.same,
    })
}
