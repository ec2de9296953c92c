//! Files that nobody writes: nothing panics, and the cost stays in proportion to the size.

#![expect(clippy::disallowed_methods, reason = "tests read their cases from the disk")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use plimsoll_diagnostics::{FileId, SourceFile, Sources};
use plimsoll_project::{Base, Loaded, Loader, Project, Value};

/// Every Dockerfile is the same one.
struct OneDockerfile(FileId);

impl Loader<'_> for OneDockerfile {
    fn load(&self, path: &str) -> Loaded {
        if path.ends_with("Dockerfile") { Loaded::File(self.0) } else { Loaded::Missing }
    }
}

fn read(text: &str, check: impl FnOnce(&Project<'_>)) {
    let sources = Sources::new();
    let file = sources.add(SourceFile::new("Dockerfile", text));
    let project = Project::dockerfile(&sources, file);
    check(&project);
    // What nobody asks cannot fail.
    assert!(project.dump().to_string().len() < 64 << 20);
}

/// A debug build on a busy machine is slow; what is not linear takes minutes.
fn soon(what: impl FnOnce()) {
    let start = Instant::now();
    what();
    assert!(start.elapsed() < Duration::from_secs(10), "took {:?}", start.elapsed());
}

#[test]
fn a_long_chain_of_stages() {
    let mut text = "FROM scratch AS s0\nUSER first\n".to_owned();
    for n in 1..2000 {
        writeln!(
            text,
            "FROM s{} AS s{n}\nENV V{n}={n} LAST=$LAST{}\nCOPY --from=s{} a a",
            n - 1,
            n % 10,
            n / 2
        )
        .unwrap();
    }
    soon(|| {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("Dockerfile", &*text));
        let project = Project::dockerfile(&sources, file);
        let near = project.stages().nth(90).unwrap();
        assert_eq!(near.user().get(), Some("first"));
        assert_eq!(near.env("V50").get(), Some("50"));
        assert!(matches!(near.root_base(), Base::Scratch));
        // So long a chain is followed for a part of it, and nothing is known of the rest.
        let last = project.dockerfiles[0].last_stage().unwrap();
        assert!(last.user().is_unknown() && last.env("V1000").get().is_none());
        assert!(last.parents().count() < 1999);
    });
}

#[test]
fn many_names_over_many_stages() {
    let mut text = String::from("FROM scratch AS s0\n");
    for n in 0..2_000 {
        writeln!(text, "ENV N{n}={n}").unwrap();
    }
    for n in 1..2_000 {
        writeln!(text, "FROM s{} AS s{n}", n - 1).unwrap();
    }
    soon(|| {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("Dockerfile", &*text));
        let project = Project::dockerfile(&sources, file);
        assert!(project.stages().take(90).all(|stage| stage.env("N1999").get() == Some("1999")));
    });
}

#[test]
fn values_that_double() {
    let text = format!("FROM scratch\nENV A=0123456789\n{}USER $A\n", "ENV A=$A$A\n".repeat(60));
    read(&text, |project| assert!(project.dockerfiles[0].last_stage().unwrap().user().is_unknown()));
}

#[test]
fn paths_that_grow() {
    let text = format!("FROM scratch\n{}", "WORKDIR a/very/long/relative/path\n".repeat(20_000));
    soon(|| {
        read(&text, |project| assert!(project.dockerfiles[0].last_stage().unwrap().workdir().is_unknown()));
    });
}

#[test]
fn variables_that_are_nested_deeply() {
    let text = format!("FROM {}{}\n", "${A:-".repeat(50_000), "}".repeat(50_000));
    soon(|| {
        read(&text, |project| {
            assert!(matches!(project.dockerfiles[0].last_stage().unwrap().base(), Base::Unknown { .. }));
        });
    });
}

#[test]
fn triggers_in_many_children() {
    let text = format!("FROM scratch AS a\n{}{}", "ONBUILD USER a\n".repeat(2000), "FROM a\n".repeat(2000));
    soon(|| {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("Dockerfile", &*text));
        assert_eq!(Project::dockerfile(&sources, file).stages().count(), 2001);
    });
}

#[test]
fn many_services_with_arguments_of_their_own() {
    let mut compose = String::from("services:\n");
    for n in 0..2600 {
        writeln!(compose, "  s{n}: {{build: {{args: [WHO=u{n}]}}}}").unwrap();
    }
    let dockerfile = format!("FROM scratch\nARG WHO=app\nUSER $WHO\n{}", "ENV A=$WHO$A\n".repeat(1000));
    soon(|| {
        let sources = Sources::new();
        let compose = sources.add(SourceFile::new("compose.yaml", compose));
        let loader = OneDockerfile(sources.add(SourceFile::new("Dockerfile", dockerfile)));
        let project = Project::compose(&sources, compose, &loader);
        assert_eq!(project.container_named("s7").unwrap().user().get(), Some("u7"));
        // What is beyond the limit is unknown, never wrong.
        assert!(matches!(project.container_named("s2599").unwrap().user(), Value::Unknown { .. }));
    });
}

#[test]
fn every_prefix_of_every_case() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/project");
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap().path();
        let Ok(text) = fs::read_to_string(case.join("Dockerfile")) else { continue };
        let compose = fs::read_to_string(case.join("compose.yaml")).unwrap_or_default();
        for prefix in prefixes(&text) {
            read(prefix, |project| {
                for stage in project.stages() {
                    assert!(stage.span().end as usize <= prefix.len());
                }
            });
        }
        let sources = Sources::new();
        let dockerfile = sources.add(SourceFile::new("Dockerfile", text));
        for prefix in prefixes(&compose) {
            let file = sources.add(SourceFile::new("compose.yaml", prefix));
            let project = Project::compose(&sources, file, &OneDockerfile(dockerfile));
            assert!(!project.dump().to_string().is_empty());
        }
    }
}

fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    (0..=text.len()).filter_map(|end| text.get(..end))
}

/// A shorter borrow of a project is a project of that borrow: handles have one lifetime because of it.
#[test]
fn projects_are_covariant() {
    fn shorter<'p, 's: 'p>(project: &'p Project<'s>) -> &'p Project<'p> {
        project
    }
    read("FROM scratch", |project| assert_eq!(shorter(project).stages().count(), 1));
}
