//! A report from its JSON, to write it in another format. What only a page has, the drawing of what is reachable, is not in
//! JSON.

use serde_json::Value;

use super::trend::{list, parsed, text};
use super::{
    Assurance, Attestation, Change, Control, Danger, Found, ImageFacts, InForce, Mistake, Picture, Point,
    ReachedService, Requirement, ServiceFacts, Standard, Status, Subject, THREATS, Trend, Waived,
};

impl Assurance {
    /// The report that was written as this JSON.
    ///
    /// # Errors
    /// When it is no such report.
    pub fn from_json(bytes: &[u8]) -> Result<Assurance, String> {
        let whole = parsed(bytes)?;
        let mistakes = |of: &str| {
            let own = list(&whole, "mistakes").filter(|one| text(one, "of") == of);
            own.map(|one| Mistake { place: text(one, "place"), what: text(one, "what") }).collect()
        };
        let trend = whole.get("since").map(trend);
        let point = |one: &Value| Point { day: text(one, "day"), counts: counts(one) };
        Ok(Assurance {
            mistakes: mistakes("policy"),
            configuration: mistakes("configuration"),
            unread: mistakes("file"),
            warnings: list(&whole, "warnings")
                .map(|one| Mistake { place: text(one, "place"), what: text(one, "what") })
                .collect(),
            title: text(&whole, "title"),
            owner: text(&whole, "owner"),
            day: text(&whole, "day"),
            files: count(&whole, "files"),
            policies: list(&whole, "policies").map(policy).collect(),
            requirements: list(&whole, "requirements")
                .map(requirement)
                .collect::<Option<_>>()
                .ok_or(UNKNOWN)?,
            pictures: list(&whole, "reachability").map(picture).collect(),
            services: list(&whole, "services").map(service).collect(),
            other_threats: threats(whole.get("other_threats")),
            other_waived_threats: threats(whole.get("other_waived_threats")),
            dangers: list(&whole, "threats").map(danger).collect(),
            facts: text(&whole, "facts"),
            images: list(&whole, "images").map(image).collect(),
            command: text(&whole, "command"),
            standards: list(&whole, "standards").map(standard).collect::<Option<_>>().ok_or(UNKNOWN)?,
            waived: list(&whole, "waivers").map(waived).collect(),
            attestations: list(&whole, "attestations").map(attestation).collect(),
            not_checked: list(&whole, "not_checked")
                .map(|one| (text(one, "what"), text(one, "why")))
                .collect(),
            paths: texts(&whole, "checked"),
            trend,
            history: list(&whole, "history").map(point).collect(),
            ..Assurance::default()
        })
    }
}

const UNKNOWN: &str = "the report contains a status that this version of Plimsoll does not support";

fn texts(value: &Value, key: &str) -> Vec<String> {
    list(value, key).filter_map(Value::as_str).map(str::to_owned).collect()
}

fn count(value: &Value, key: &str) -> usize {
    let count = value.get(key).and_then(Value::as_u64).unwrap_or_default();
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn days_left(value: &Value) -> Option<i64> {
    value.get("days_left")?.as_i64()
}

fn status(value: &Value) -> Option<Status> {
    Status::named(value.get("status")?.as_str()?)
}

fn counts(value: &Value) -> Vec<(Status, usize)> {
    list(value, "counts").filter_map(|one| Some((status(one)?, count(one, "count")))).collect()
}

fn policy(one: &Value) -> InForce {
    let is_trusted = one.get("trusted").and_then(Value::as_bool).unwrap_or(false);
    InForce { path: text(one, "path"), digest: text(one, "digest"), is_trusted }
}

fn requirement(one: &Value) -> Option<Requirement> {
    let subject = |one: &Value| Subject {
        name: text(one, "name"),
        verdict: text(one, "verdict"),
        place: text(one, "place"),
        source: text(one, "source"),
        why: text(one, "why"),
        fix: text(one, "fix"),
    };
    Some(Requirement {
        section: text(one, "section"),
        key: text(one, "key"),
        summary: text(one, "summary"),
        word: text(one, "word"),
        scope: text(one, "scope"),
        reason: text(one, "reason"),
        status: status(one)?,
        note: text(one, "note"),
        subjects: list(one, "subjects").map(subject).collect(),
    })
}

fn picture(one: &Value) -> Picture {
    let service = |one: &Value| ReachedService {
        name: text(one, "name"),
        reached: text(one, "reached"),
        through: text(one, "through"),
        ports: texts(one, "ports"),
    };
    Picture { path: text(one, "project"), services: list(one, "services").map(service).collect(), svg: None }
}

fn service(one: &Value) -> ServiceFacts {
    ServiceFacts {
        name: text(one, "name"),
        place: text(one, "place"),
        user: text(one, "user"),
        privileged: text(one, "privileged"),
        read_only: text(one, "read_only"),
        capabilities: text(one, "capabilities"),
        limits: text(one, "limits"),
        health: text(one, "health"),
        threats: threats(one.get("threats")),
        waived_threats: threats(one.get("waived_threats")),
    }
}

fn threats(counts: Option<&Value>) -> [usize; 6] {
    THREATS.map(|(letter, _)| counts.map_or(0, |counts| count(counts, &letter.to_string())))
}

fn danger(one: &Value) -> Danger {
    Danger {
        name: text(one, "name"),
        ran: texts(one, "ran"),
        not_run: count(one, "not_run"),
        findings: count(one, "findings"),
        waived: count(one, "waived"),
    }
}

fn image(one: &Value) -> ImageFacts {
    ImageFacts {
        name: text(one, "name"),
        tag: text(one, "tag"),
        digest: text(one, "digest"),
        until: text(one, "until"),
        places: texts(one, "places"),
    }
}

fn standard(one: &Value) -> Option<Standard> {
    let found = |one: &Value| Found {
        rule: text(one, "rule"),
        place: text(one, "place"),
        message: text(one, "message"),
    };
    let control = |one: &Value| {
        Some(Control {
            number: text(one, "control"),
            asks: text(one, "asks"),
            status: status(one)?,
            note: text(one, "note"),
            findings: list(one, "findings").map(found).collect(),
        })
    };
    Some(Standard {
        id: text(one, "id"),
        title: text(one, "title"),
        controls: one.get("controls").and_then(Value::as_u64).and_then(|count| count.try_into().ok()),
        covered: count(one, "covered"),
        rows: list(one, "rows").map(control).collect::<Option<_>>()?,
    })
}

fn waived(one: &Value) -> Waived {
    Waived {
        id: text(one, "id"),
        what: text(one, "what"),
        place: text(one, "place"),
        owner: text(one, "owner"),
        reason: text(one, "reason"),
        expires: text(one, "expires"),
        days_left: days_left(one),
    }
}

fn attestation(one: &Value) -> Attestation {
    Attestation {
        key: text(one, "key"),
        by: text(one, "by"),
        statement: text(one, "statement"),
        expires: text(one, "expires"),
        days_left: days_left(one),
    }
}

fn trend(since: &Value) -> Trend {
    let change = |one: &Value| -> Option<Change> {
        let word = |key: &str| Status::named(one.get(key)?.as_str()?).map(Status::name);
        let (name, subjects) = (text(one, "requirement"), text(one, "subjects"));
        Some(Change { name, subjects, before: word("before")?, after: word("after")? })
    };
    Trend {
        since: text(since, "day"),
        is_other_policy: since.get("other_policy").and_then(Value::as_bool).unwrap_or(false),
        better: list(since, "better").filter_map(change).collect(),
        worse: list(since, "worse").filter_map(change).collect(),
        new: texts(since, "new"),
        gone: texts(since, "gone"),
        same: count(since, "same"),
    }
}
