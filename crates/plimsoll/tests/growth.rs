//! What the linter does for an input grows no faster than the input, or a limit is hit and said.
//!
//! What it does is counted in allocations and their bytes, not in seconds: they are the same on any machine, however
//! busy. Work that allocates nothing is seen by `cargo xtask growth`, which counts instructions.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::string_slice)]

mod support;

use std::collections::BTreeMap;

use plimsoll_diagnostics::Diagnostic;
use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{Checked, Linter, MemoryFiles, Session, Settings, Workspace};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_rules::RULES;
use support::growing::{self, Growing};

/// How much more work there may be for twice the input, in tenths.
const MOST_TENTHS: u64 = 23;

/// How many bytes may be in use for the largest file that is read.
const MOST_IN_USE: u64 = 224 << 20;

/// What checking once took.
struct Work {
    allocations: u64,
    bytes: u64,
    /// The most that was in use.
    peak: u64,
    /// Whether a limit was hit.
    is_limited: bool,
}

impl Work {
    fn of(kind: &Growing, size: usize) -> Work {
        let texts = kind.files.iter().map(|(path, text)| ((*path).to_owned(), text(size)));
        let files = MemoryFiles(texts.collect());
        let mut is_limited = false;
        let counted = allocation_counter::measure(|| {
            let checked = lint(&files);
            is_limited = checked
                .diagnostics
                .iter()
                .any(|finding| growing::LIMITS.iter().any(|limit| said(finding).contains(limit)));
        });
        Work {
            allocations: counted.count_total,
            bytes: counted.bytes_total,
            peak: counted.bytes_max,
            is_limited,
        }
    }
}

/// What a finding says, with its rule before it.
fn said(finding: &Diagnostic) -> String {
    format!("{} {}", finding.rule, finding.message)
}

/// Lints files under all rules, with the policy among them.
fn lint(files: &MemoryFiles) -> Checked {
    let workspace = Workspace::find(files, &[".".to_owned()]);
    let settings = Settings { requirements: REQUIREMENTS, ..support::settings(Some("all")) };
    Linter::new(RULES, &settings, files, &workspace).check(files, &workspace)
}

#[test]
fn work_for_one_file_grows_no_faster_than_the_file() {
    check(growing::all().filter(|kind| kind.files.len() == 1));
}

#[test]
fn work_for_several_files_grows_no_faster_than_they() {
    check(growing::all().filter(|kind| kind.files.len() > 1));
}

fn check(kinds: impl Iterator<Item = &'static Growing>) {
    let mut too_much = Vec::new();
    for kind in kinds {
        let once = Work::of(kind, kind.size);
        let twice = Work::of(kind, 2 * kind.size);
        let counts = [
            ("allocations", once.allocations, twice.allocations),
            ("bytes", once.bytes, twice.bytes),
            ("bytes in use", once.peak, twice.peak),
        ];
        for (what, once, more) in counts {
            if more * 10 > once * MOST_TENTHS && !twice.is_limited {
                too_much.push(format!("{}: {once} {what}, and {more} for twice the input", kind.name));
            }
        }
        too_much.extend(memory_is_bounded(kind, &once, &twice));
    }
    assert!(too_much.is_empty(), "{too_much:#?}");
}

/// The memory for the largest file that is read follows from two sizes. It is measured where it may be too much.
fn memory_is_bounded(kind: &Growing, once: &Work, twice: &Work) -> Option<String> {
    let bytes = [kind.size, 2 * kind.size].map(|size| kind.bytes(size) as u64);
    let left = (FILE_BYTES as u64).saturating_sub(bytes[1]);
    let rest = twice.peak.saturating_sub(once.peak) * left / (bytes[1] - bytes[0]);
    if twice.peak + rest <= MOST_IN_USE {
        return None;
    }
    let peak = Work::of(kind, kind.size_within(FILE_BYTES)).peak;
    (peak > MOST_IN_USE).then(|| format!("{}: {} MiB in use for a file of 1 MiB", kind.name, peak >> 20))
}

/// Reading a file costs what it costs, and little is added to that: what rules found is not found again.
#[test]
fn a_keystroke_costs_a_fraction_of_a_check() {
    let [(first, key), (_, more)] = [500, 5_000].map(|lines| keystroke(lines, "recommended"));
    assert!(key * 10 <= first * 7, "{first} allocations for a first check, {key} for a keystroke");
    assert!(more <= key * 12, "{key} allocations in 500 lines, {more} in 5,000");
}

/// The allocations of a first check of so many lines, and of the check after a character was typed in their middle.
fn keystroke(lines: usize, preset: &str) -> (u64, u64) {
    let step = |at| {
        let install = format!("apt-get install -y p{at} \\\n && rm -rf /var/lib/apt/lists/*");
        let rest = format!("ENV A{at}=b\nCOPY a{at} /b/\nARG C{at}=d\n# e\nRUN make x{at}\nWORKDIR /f{at}\n");
        format!("RUN apt-get update \\\n && {install}\n{rest}EXPOSE {at}\n")
    };
    let steps: String = (0..lines / 10).map(step).collect();
    let text = format!("FROM debian:12.5\n{steps}USER 1\nCMD [\"a\"]\n");
    let at = text.len() / 2 + text[text.len() / 2..].find("make").unwrap();
    let file = |text| MemoryFiles(BTreeMap::from([("Dockerfile".to_owned(), text)]));
    let (before, after) = (file(text.clone()), file(format!("{}x{}", &text[..at], &text[at..])));
    let mut session = Session::new(RULES, support::settings(Some(preset)), vec![".".to_owned()]);
    session.search(&before);
    let first = allocation_counter::measure(|| drop(session.check(&before)));
    session.change(&after, "Dockerfile");
    let key = allocation_counter::measure(|| drop(session.check(&after)));
    (first.count_total, key.count_total)
}

/// What is kept of a project until all are checked is its findings, and little more.
#[test]
fn little_is_kept_of_a_project() {
    // Allocations are counted in one thread.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let most = |count: u64| {
        let file = |at| (format!("n{at}/Dockerfile"), "FROM scratch\nCOPY a /b\nUSER 1\n".to_owned());
        let files = MemoryFiles((0..count).map(file).collect());
        pool.install(|| allocation_counter::measure(|| drop(support::lint(&files, None))).bytes_max)
    };
    most(100);
    let each = (most(400) - most(200)) / 200;
    assert!(each <= 2_000, "{each} bytes are kept of each project");
}
