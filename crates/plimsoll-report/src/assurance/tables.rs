//! What a report shows in tables besides its requirements: services, images, threats and standards, in words that every
//! format prints in the same way.

use std::collections::HashMap;

use super::{Assurance, Status};

/// How a service is meant to run, in a few words for each question.
#[derive(Debug, Default)]
pub struct ServiceFacts {
    /// Its name.
    pub name: String,
    /// Where it is named: a file and a line.
    pub place: String,
    /// The user that it runs as.
    pub user: String,
    /// Whether it is privileged.
    pub privileged: String,
    /// Whether its root filesystem is read-only.
    pub read_only: String,
    /// The capabilities that it adds and drops.
    pub capabilities: String,
    /// Its limits for memory, processors and processes.
    pub limits: String,
    /// What checks its health.
    pub health: String,
    /// The findings about it, for each class of threats, in the order of [`THREATS`].
    pub threats: [usize; 6],
    /// The same for findings that somebody answers for.
    pub waived_threats: [usize; 6],
}

/// An image, and where it is used.
#[derive(Debug)]
pub struct ImageFacts {
    /// Its name without tag and digest.
    pub name: String,
    /// Its tag.
    pub tag: String,
    /// Its digest.
    pub digest: String,
    /// Until when its release is maintained, as far as that is known.
    pub until: String,
    /// Where it is used: files and lines.
    pub places: Vec<String>,
}

/// A threat to containers and their host, and what was checked for it.
#[derive(Debug)]
pub struct Danger {
    /// What threatens.
    pub name: String,
    /// The rules that look for signs of it and ran.
    pub ran: Vec<String>,
    /// How many others there are.
    pub not_run: usize,
    /// The findings of those that ran.
    pub findings: usize,
    /// Those that somebody answers for; they are not among the others.
    pub waived: usize,
}

/// The classes of threats, by their letters in STRIDE.
pub const THREATS: [(char, &str); 6] = [
    ('S', "Spoofing"),
    ('T', "Tampering"),
    ('R', "Repudiation"),
    ('I', "Information disclosure"),
    ('D', "Denial of service"),
    ('E', "Elevation of privilege"),
];

/// A table, in plain words.
pub(crate) struct Table {
    /// What is above it.
    pub(crate) title: &'static str,
    /// What it shows.
    pub(crate) caption: String,
    pub(crate) heads: Vec<&'static str>,
    /// The first cell of a row says what the row is about.
    pub(crate) rows: Vec<Vec<String>>,
}

/// The tables about what was checked; without those that would be empty.
pub(crate) fn tables(report: &Assurance) -> Vec<Table> {
    let all = [services(report), dangers(report), threats(report), images(report)];
    all.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// How many controls of each standard have each status; none without standards.
pub(crate) fn counts_of_standards(report: &Assurance) -> Option<Table> {
    (!report.standards.is_empty()).then(|| standards(report))
}

/// What can be reached from outside, for formats without pictures.
pub(crate) fn reached(report: &Assurance) -> Option<Table> {
    let rows = report.pictures.iter().flat_map(|picture| {
        picture.services.iter().map(|one| {
            vec![
                one.name.clone(),
                one.reached.clone(),
                one.through.clone(),
                one.ports.join(", "),
                picture.path.clone(),
            ]
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    (!rows.is_empty()).then(|| Table {
        title: "Reachable from outside",
        caption: "Services, and what can reach them".to_owned(),
        heads: vec!["Service", "Reached", "Through", "Publishes", "Where"],
        rows,
    })
}

fn services(report: &Assurance) -> Table {
    let row = |one: &ServiceFacts| {
        [&one.user, &one.privileged, &one.read_only, &one.capabilities, &one.limits, &one.health]
            .into_iter()
            .cloned()
            .collect::<Vec<String>>()
    };
    let heads = [
        "Service",
        "User",
        "Privileged",
        "Read-only root",
        "Capabilities",
        "Limits",
        "Health check",
        "Where",
    ];
    let rows = report.services.iter().map(|one| {
        let ends = (one.name.clone(), one.place.clone());
        [vec![ends.0], row(one), vec![ends.1]].concat()
    });
    Table {
        title: "Services",
        caption: "How services are configured to run; `?` means that the files do not show it".to_owned(),
        heads: heads.into(),
        rows: rows.collect(),
    }
}

fn dangers(report: &Assurance) -> Table {
    let row = |one: &Danger| {
        let ran = if one.ran.is_empty() { "none".to_owned() } else { one.ran.join(", ") };
        vec![one.name.clone(), ran, one.not_run.to_string(), counted(one.findings, one.waived)]
    };
    Table {
        title: "Threats to containers",
        caption: "The rules that look for signs of each threat; a threat without findings is not ruled out"
            .to_owned(),
        heads: vec![
            "Threat",
            "Rules that ran",
            "Rules that did not run, or had nothing to check",
            "Findings",
        ],
        rows: report.dangers.iter().map(row).collect(),
    }
}

/// A number of findings, and how many more are waived.
fn counted(count: usize, waived: usize) -> String {
    if waived == 0 { count.to_string() } else { format!("{count}, and {waived} waived") }
}

fn threats(report: &Assurance) -> Table {
    let row = |name: &str, counts: &[usize; 6], waived: &[usize; 6]| {
        let counts = counts.iter().zip(waived).map(|(count, waived)| counted(*count, *waived));
        [name.to_owned()].into_iter().chain(counts).collect::<Vec<String>>()
    };
    let mut of_name: HashMap<&str, usize> = HashMap::new();
    report.services.iter().for_each(|one| *of_name.entry(&one.name).or_default() += 1);
    let of_service = |one: &ServiceFacts| {
        let is_alone = of_name.get(&*one.name) == Some(&1);
        let name = if is_alone { one.name.clone() } else { format!("{} ({})", one.name, one.place) };
        row(&name, &one.threats, &one.waived_threats)
    };
    let mut rows: Vec<_> = report.services.iter().map(of_service).collect();
    rows.push(row("not attributed to a service", &report.other_threats, &report.other_waived_threats));
    let all = report.services.iter().flat_map(|one| [&one.threats, &one.waived_threats]);
    let mut all = all.chain([&report.other_threats, &report.other_waived_threats]).flatten();
    let has_any = all.any(|count| *count > 0);
    Table {
        title: "Threats",
        caption: "Findings by threat class (STRIDE), from the rules that ran for this report".to_owned(),
        heads: ["Service"].into_iter().chain(THREATS.map(|(_, name)| name)).collect(),
        rows: if has_any { rows } else { Vec::new() },
    }
}

fn images(report: &Assurance) -> Table {
    let or_none = |text: &String| if text.is_empty() { "none".to_owned() } else { text.clone() };
    let row = |one: &ImageFacts| {
        let until = if one.until.is_empty() { "?".to_owned() } else { one.until.clone() };
        vec![one.name.clone(), or_none(&one.tag), or_none(&one.digest), until, one.places.join(", ")]
    };
    Table {
        title: "Images",
        caption: "Pulled images; `?` means that the end-of-life date is unknown".to_owned(),
        heads: vec!["Image", "Tag", "Digest", "Supported until", "Used in"],
        rows: report.images.iter().map(row).collect(),
    }
}

fn standards(report: &Assurance) -> Table {
    let shown: Vec<Status> = Status::ALL
        .into_iter()
        .filter(|status| report.standards.iter().flat_map(|one| &one.rows).any(|row| row.status == *status))
        .collect();
    let rows = report.standards.iter().map(|standard| {
        let count = |status: &Status| standard.rows.iter().filter(|row| row.status == *status).count();
        let counts = shown.iter().map(|status| count(status).to_string());
        let beyond = standard.controls.map(|all| all.saturating_sub(standard.rows.len()));
        let beyond = beyond.map_or_else(|| "total unknown".to_owned(), |count| count.to_string());
        [standard.title.clone()].into_iter().chain(counts).chain([beyond]).collect()
    });
    let heads = ["Standard"].into_iter().chain(shown.iter().map(|status| status.name()));
    Table {
        title: "Standards",
        caption: "Controls by status".to_owned(),
        heads: heads.chain(["No rule"]).collect(),
        rows: rows.collect(),
    }
}
