//! What must hold for every input. A target makes files of bytes; what is here looks at them and panics where a promise
//! is broken.

#[path = "../../crates/plimsoll-lsp/tests/server/support/mod.rs"]
mod client;
mod reports;
mod server;
mod session;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use plimsoll_diagnostics::{Applicability, Category, Level};
use plimsoll_linter::{
    Checked, Choices, FixRequest, Fixer, Linter, MemoryFiles, Overrides, Settings, Workspace,
};
use plimsoll_rules::RULES;
use rayon::ThreadPool;

pub use reports::every_format_is_readable;
pub use server::the_editor_says_the_same;
pub use session::a_session_says_the_same;

/// The text of files, by path.
pub type Files = BTreeMap<String, String>;

/// What starts a file in the bytes of a target that takes several.
const FILE: &str = "=== ";

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// One file.
pub fn file(path: &str, text: impl Into<String>) -> Files {
    BTreeMap::from([(path.to_owned(), text.into())])
}

/// Several files: each starts with a line `=== path`.
pub fn several(bytes: &[u8]) -> Files {
    let all = text(bytes);
    let mut files = Files::new();
    let mut path = "Dockerfile".to_owned();
    for line in all.split_inclusive('\n') {
        match line.strip_prefix(FILE) {
            Some(named) => path = plain(named.trim()),
            None => files.entry(path.clone()).or_default().push_str(line),
        }
    }
    files
}

/// A path that stays where it is.
fn plain(path: &str) -> String {
    let is_name = |part: &&str| !part.is_empty() && !part.starts_with("..") && *part != ".";
    let parts: Vec<&str> = path.split('/').filter(is_name).take(4).collect();
    if parts.is_empty() { "compose.yaml".to_owned() } else { parts.join("/") }
}

fn settings() -> Settings {
    let overrides =
        Overrides::parse(Choices { preset: Some("all"), ..Choices::default() }, RULES).unwrap_or_default();
    // A fixed day: what fails today must fail tomorrow.
    Settings { overrides, today: "2026-06-01".to_owned(), ..Settings::default() }
}

fn linter(files: &MemoryFiles) -> (Linter, Workspace) {
    let workspace = Workspace::find(files, &[".".to_owned()]);
    (Linter::new(RULES, &settings(), files, &workspace), workspace)
}

/// Checks files, and that each finding points at text that is there and none tells of a mistake in the linter.
pub fn check(files: &Files) -> Checked {
    let files = MemoryFiles(files.clone());
    let (linter, workspace) = linter(&files);
    let checked = linter.check(&files, &workspace);
    for finding in &checked.diagnostics {
        assert_ne!(finding.rule, "internal-error", "{}", finding.message);
        for span in finding.spans() {
            let text = &checked.sources.file(span.file).text;
            assert!(text.get(span.range()).is_some(), "{}: {span:?} is not a slice", finding.rule);
        }
    }
    checked
}

/// A finding in few words, to compare runs.
type Short = (String, String, u32, u32, String);

fn short(checked: &Checked) -> Vec<Short> {
    let short = |finding: &plimsoll_diagnostics::Diagnostic| {
        let span = finding.primary.span;
        let path = checked.sources.file(span.file).path.clone();
        (path, finding.rule.to_string(), span.start, span.end, finding.message.clone())
    };
    checked.diagnostics.iter().map(short).collect()
}

/// A file that is still being written is as good as any.
pub fn a_prefix_checks(files: &Files) {
    for (path, text) in files {
        // Any place will do, as long as it is the same the next time.
        let wanted = text.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let Some(at) = places.get(wanted % places.len().max(1)) else { continue };
        let mut shorter = files.clone();
        shorter.insert(path.clone(), text.get(..*at).unwrap_or_default().to_owned());
        check(&shorter);
    }
}

/// Enough copies that threads are started, checked by one and by three.
pub fn threads_say_the_same(files: &Files) {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
    static POOLS: OnceLock<[ThreadPool; 2]> = OnceLock::new();
    let copies: Files = (0..9)
        .flat_map(|copy| files.iter().map(move |(path, text)| (format!("{copy}/{path}"), text.clone())))
        .collect();
    let [one, three] =
        POOLS.get_or_init(|| [1, 3].map(pool)).each_ref().map(|pool| pool.install(|| short(&check(&copies))));
    assert_eq!(one, three);
}

/// Fixing ends, leaves files that read no worse, and then finds nothing more to fix.
pub fn a_fix_does_no_harm(files: &Files) {
    let before = refusals(&check(files));
    for sure in [Applicability::Safe, Applicability::Unsafe] {
        let memory = MemoryFiles(files.clone());
        let workspace = Workspace::find(&memory, &[".".to_owned()]);
        let fixer = Fixer::new(RULES, &settings(), &memory, &workspace);
        let done = fixer.fix(&memory, &workspace, FixRequest::all(sure));
        let mut texts = files.clone();
        texts.extend(done.texts);
        assert!(refusals(&check(&texts)) <= before, "{sure:?} fixes leave more errors:\n{texts:#?}");
        let again = MemoryFiles(texts);
        let more = fixer.fix(&again, &workspace, FixRequest::all(sure)).texts;
        assert!(more.is_empty(), "fixing does not end: {more:#?}");
    }
}

/// How many findings say that a builder or an engine will refuse the file.
fn refusals(checked: &Checked) -> usize {
    let refuses = |finding: &&plimsoll_diagnostics::Diagnostic| {
        matches!(finding.category, Category::Syntax | Category::Validity) && finding.level == Level::Error
    };
    checked.diagnostics.iter().filter(refuses).count()
}
