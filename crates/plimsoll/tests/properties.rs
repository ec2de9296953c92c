//! What holds for every input: any prefix of any file lints, every span lies on a character boundary, one thread
//! says what many say, and a fix never does harm.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use plimsoll_diagnostics::{Applicability, Category, Level};
use plimsoll_linter::{Checked, FileKind, MemoryFiles};

/// Every Dockerfile and Compose file in `testdata` and in the pages of rules.
fn inputs() -> BTreeMap<String, String> {
    let mut found = MemoryFiles::copy_of(&support::testdata()).unwrap().0;
    found.retain(|path, _| FileKind::of(path).is_some_and(FileKind::is_linted));
    let rules = MemoryFiles::copy_of(&support::testdata().join("../rules")).unwrap();
    for (path, page) in rules.0.iter().filter(|(path, _)| path.ends_with(".md") && path.contains('/')) {
        let Ok(examples) = plimsoll_linter::pages::examples(page) else { continue };
        for (number, example) in examples.into_iter().enumerate() {
            for file in example.files {
                found.insert(format!("{path}/{number}/{}", file.path), file.text);
            }
        }
    }
    found
}

#[test]
fn any_prefix_of_any_file_lints() {
    for (path, text) in inputs() {
        let name = path.rsplit('/').next().unwrap();
        // Long files are cut at every few characters: the test stays linear.
        let step = 1 + text.len() / 200;
        let mut files = BTreeMap::new();
        for (at, _) in text.char_indices().step_by(step) {
            let prefix = text.get(..at).unwrap();
            // In a folder of its own each is a project of its own; they are checked side by side.
            files.insert(format!("{at}/{name}"), prefix.to_owned());
            // What is being typed need not be ASCII.
            files.insert(format!("{at}é/{name}"), format!("{prefix}é𝄞"));
        }
        let checked = support::lint(&MemoryFiles(files), Some("all"));
        assert_spans(&checked);
        for finding in &checked.diagnostics {
            let file = checked.sources.file(finding.primary.span.file);
            assert_ne!(finding.rule, "internal-error", "{path}, {}:\n{}", file.path, file.text);
        }
    }
}

fn lint_one(name: &str, text: &str) -> Checked {
    support::lint(&MemoryFiles(BTreeMap::from([(name.to_owned(), text.to_owned())])), Some("all"))
}

fn assert_spans(checked: &Checked) {
    for finding in &checked.diagnostics {
        for span in finding.spans() {
            let file = checked.sources.file(span.file);
            let slice = file.text.get(span.range());
            assert!(slice.is_some(), "{}: {:?} is no slice of {}", finding.rule, span, file.path);
        }
    }
}

#[test]
fn one_thread_says_what_many_say() {
    let files =
        MemoryFiles(inputs().into_iter().map(|(path, text)| (path.replace(".md/", "/"), text)).collect());
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| support::render(&support::lint(&files, Some("all"))))
    };
    let one = run(1);
    assert!(one.lines().count() > 100);
    assert_eq!(one, run(4));
}

/// Whichever path is given, the same is said about a file: what includes or builds it is found.
#[test]
fn a_file_says_alone_what_it_says_in_its_folder() {
    let all = MemoryFiles::copy_of(&support::testdata()).unwrap().0;
    let mut cases: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (path, text) in all {
        let mut parts = path.splitn(3, '/');
        let (Some(kind), Some(case), Some(inside)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        if matches!(kind, "lint" | "project") {
            cases.entry(format!("{kind}/{case}")).or_default().insert(inside.to_owned(), text);
        }
    }
    let mut compared = 0;
    for (case, files) in cases {
        let files = MemoryFiles(files);
        let whole = support::lint(&files, Some("all"));
        for path in &whole.files {
            let alone = support::lint_paths(&files, std::slice::from_ref(path), Some("all"));
            assert_eq!(about(&alone, path), about(&whole, path), "{case}: {path}");
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared} files were compared");
}

/// The findings about a file, without those about the run.
fn about(checked: &Checked, path: &str) -> Vec<String> {
    let own = checked.diagnostics.iter().filter(|it| checked.sources.file(it.primary.span.file).path == path);
    // Where a circle of files closes depends on the file that is read first.
    let own = own.filter(|it| !it.message.ends_with("includes itself"));
    own.map(|it| format!("{:?} {} {}", it.primary.span.range(), it.rule, it.message)).collect()
}

#[test]
fn a_fix_never_does_harm() {
    for (path, text) in inputs() {
        let name = path.rsplit('/').next().unwrap();
        let files = MemoryFiles(BTreeMap::from([(name.to_owned(), text.clone())]));
        let fixed = support::fix(&files, Some("all"), Applicability::Unsafe);
        let Some(new) = fixed.texts.get(name) else { continue };
        let (before, after) = (errors(&lint_one(name, &text)), errors(&lint_one(name, new)));
        assert!(after <= before, "{path}: {before} errors before, {after} after:\n{new}");
        let again = MemoryFiles(BTreeMap::from([(name.to_owned(), new.clone())]));
        assert!(
            support::fix(&again, Some("all"), Applicability::Unsafe).texts.is_empty(),
            "{path}: fixing does not end"
        );
    }
}

fn errors(checked: &Checked) -> usize {
    let counts =
        |level, category| level == Level::Error || matches!(category, Category::Syntax | Category::Validity);
    checked.diagnostics.iter().filter(|finding| counts(finding.level, finding.category)).count()
}

#[test]
fn hostile_files_end_in_time() {
    let mut files = BTreeMap::new();
    files.insert("deep/compose.yaml".to_owned(), format!("a: {}", "[".repeat(50_000)));
    files.insert(
        "keys/compose.yaml".to_owned(),
        "services:\n".to_owned() + &"  s: {image: a}\n".repeat(20_000),
    );
    files.insert("bad/compose.yaml".to_owned(), "services:\n".to_owned() + &"  - : ]\n\t\"\n".repeat(20_000));
    files.insert("long/Dockerfile".to_owned(), format!("FROM a\nRUN {}", "echo a && \\\n ".repeat(40_000)));
    files.insert("nest/Dockerfile".to_owned(), format!("FROM a\nRUN {}", "$(".repeat(100_000)));
    files.insert("vars/Dockerfile".to_owned(), format!("FROM {}\n", "${a:-".repeat(100_000)));
    files.insert("docs/Dockerfile".to_owned(), "FROM a\n".to_owned() + &"COPY <<E /a\nE\n".repeat(20_000));
    files.insert(
        "stages/Dockerfile".to_owned(),
        (0..20_000).map(|n| format!("FROM s{n} AS s{}\n", n + 1)).collect::<Vec<_>>().concat(),
    );
    files.insert("flags/Dockerfile".to_owned(), format!("FROM a\nRUN {}", "--mount=a ".repeat(60_000)));
    within_a_minute(move || {
        let checked = support::lint(&MemoryFiles(files), Some("all"));
        assert_spans(&checked);
        let failed = checked.diagnostics.iter().find(|finding| finding.rule == "internal-error");
        assert!(failed.is_none(), "{failed:?}");
    });
}

/// Runs what must not hang. A minute measures no speed: it is far more than the slowest machine needs.
fn within_a_minute(run: impl FnOnce() + Send + 'static) {
    let (done, is_done) = std::sync::mpsc::channel();
    let running = std::thread::spawn(move || {
        run();
        let _ = done.send(());
    });
    assert_ne!(is_done.recv_timeout(Duration::from_mins(1)), Err(RecvTimeoutError::Timeout), "it hangs");
    running.join().unwrap();
}
