//! What comments cover, and what is said about those that cover nothing.

use plimsoll_diagnostics::{Applicability, Diagnostic, Edit, FileId, Span};

use super::Suppressions;
use crate::config::RULES;
use crate::config::Settings;
use crate::{FileKind, Linter, MemoryFiles, RuleMeta, Workspace};

fn collect(source: &str) -> Suppressions {
    let (path, kind) = if source.contains("services:") {
        ("compose.yaml", FileKind::Compose)
    } else {
        ("Dockerfile", FileKind::Dockerfile)
    };
    let files = MemoryFiles([(path.to_owned(), source.to_owned())].into());
    let linter = Linter::new(RULES, &Settings::default(), &files, &Workspace::default());
    linter
        .read_project(&files, kind, path, |project| {
            Suppressions::collect(project, RULES, &|_| true, &|_| true)
        })
        .unwrap()
}

fn meta(name: &str) -> &'static RuleMeta {
    &RULES.iter().find(|rule| rule.meta.name == name).unwrap().meta
}

/// The lines, from 1, where a finding of `rule` at the first letter is silenced; comments are not counted.
fn silenced_by(suppressions: &mut Suppressions, source: &str, rule: &str) -> Vec<usize> {
    let mut at = 0;
    let mut lines = Vec::new();
    for (index, line) in source.split_inclusive('\n').enumerate() {
        let blanks = line.len() - line.trim_start_matches([' ', '-']).len();
        let finding = Diagnostic::new(rule.to_owned(), Span::at(FileId::FIRST, at + blanks), "");
        at += line.len();
        let written = line.trim();
        if !written.is_empty()
            && !written.starts_with('#')
            && suppressions.silences(&finding, meta(rule), true)
        {
            lines.push(index + 1);
        }
    }
    lines
}

fn silenced(source: &str, rule: &str) -> Vec<usize> {
    silenced_by(&mut collect(source), source, rule)
}

/// What is said about a source in which nothing was found: place, message, help; and the source when it is fixed.
fn unused(source: &str) -> Vec<String> {
    shown(source, collect(source), true)
}

fn shown(source: &str, suppressions: Suppressions, ran: bool) -> Vec<String> {
    let findings = suppressions.unused(&|_, _| ran);
    let shown = findings.iter().map(|finding| {
        let at = source.get(finding.primary.span.range()).unwrap();
        let help = finding.help.as_deref().unwrap_or_default();
        let fixed = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|Edit { span, text }| {
            let mut fixed = source.to_owned();
            fixed.replace_range(span.range(), text);
            format!(" | {fixed}")
        });
        format!("{at} | {} | {help}{}", finding.message, fixed.collect::<String>())
    });
    shown.collect()
}

#[test]
fn comments_cover_the_instruction_below_or_around() {
    let source = "\
FROM a
# plimsoll: ignore[latest-tag] for a reason
# another comment

# plimsoll: ignore[privileged]
RUN a \\
  # plimsoll: ignore[apt-get-yes, untagged-image]
  && b
RUN c
";
    for (rule, lines) in [
        ("latest-tag", &[6, 8][..]),
        ("privileged", &[6, 8]),
        ("apt-get-yes", &[6, 8]),
        ("untagged-image", &[6, 8]),
        ("relative-workdir", &[]),
        ("dockerfile-syntax", &[]),
    ] {
        assert_eq!(silenced(source, rule), lines, "{rule}");
    }
}

#[test]
fn comments_cover_files() {
    let source = "# syntax=a\n# plimsoll: ignore-file[DL3007]\nFROM a\nRUN b\n";
    assert_eq!(silenced(source, "latest-tag"), [3, 4]);
    let source = "# plimsoll: ignore-file[privileged]\nservices:\n  a:\n    image: b\n";
    assert_eq!(silenced(source, "privileged"), [2, 3, 4]);
}

#[test]
fn comments_cover_entries_of_yaml() {
    let source = "\
services:
  # plimsoll: ignore[privileged] it has to
  a:
    image: b
    ports:
      - \"80:80\" # plimsoll: ignore[latest-tag]
      - \"81:81\"
    # plimsoll: ignore[apt-get-yes]

    volumes:
      # plimsoll: ignore[relative-workdir]
      - source: a
        target: b
      - c
  c: # plimsoll: ignore[untagged-image]
    image: d
";
    for (rule, lines) in [
        ("privileged", &[3, 4, 5, 6, 7, 10, 12, 13, 14][..]),
        ("latest-tag", &[6]),
        ("apt-get-yes", &[10, 12, 13, 14]),
        ("relative-workdir", &[12, 13]),
        ("untagged-image", &[15, 16]),
    ] {
        assert_eq!(silenced(source, rule), lines, "{rule}");
    }
}

#[test]
fn comments_of_peers_count_through_aliases() {
    let source = "\
# check=skip=WorkdirRelativePath
# hadolint global ignore=DL3014
# hadolint ignore=DL3007
FROM a
# check=skip=all
WORKDIR b
# hadolint stage ignore=DL3006
FROM c
RUN d
FROM e
# hadolint ignore=DL9999
RUN f
";
    assert_eq!(silenced(source, "relative-workdir"), [4, 6, 8, 9, 10, 12]);
    assert_eq!(silenced(source, "apt-get-yes"), [4, 6, 8, 9, 10, 12]);
    assert_eq!(silenced(source, "latest-tag"), [4]);
    assert_eq!(silenced(source, "untagged-image"), [8, 9]);
    let slip = "DL9999 | unknown rule `DL9999` | use a hadolint code: `DL` or `SC` followed by four digits";
    assert_eq!(unused(source), [slip], "the others may be of use to the peer");
}

#[test]
fn an_alias_covers_the_findings_that_answer_to_it() {
    let mut suppressions = collect("# plimsoll: ignore[f45ea400]\nFROM a\n");
    let mut finding = Diagnostic::new("latest-tag", Span::at(FileId::FIRST, 29), "");
    assert!(suppressions.silences(&finding, meta("latest-tag"), true));
    finding.answers_to(["hadolint:DL3007"]);
    assert!(!suppressions.silences(&finding, meta("latest-tag"), true));
}

#[test]
fn what_silences_nothing_is_reported() {
    let source = "# plimsoll: ignore[latest-tag] why\nFROM a\n";
    let expected = "# plimsoll: ignore[latest-tag] why | this comment suppresses nothing | remove the comment | FROM a\n";
    assert_eq!(unused(source), [expected]);
    assert_eq!(shown(source, collect(source), false), [""; 0], "the rule was not run");

    let source = "services:\n  a: b  # plimsoll: ignore[privileged]\n";
    assert_eq!(
        unused(source),
        [
            "# plimsoll: ignore[privileged] | this comment suppresses nothing | remove the comment | services:\n  a: b\n"
        ]
    );
    let source = "FROM a\n  # plimsoll: ignore[latest-tag]\n";
    assert_eq!(
        unused(source),
        [
            "# plimsoll: ignore[latest-tag] | this comment suppresses nothing | move the comment above the line that it applies to | FROM a\n"
        ]
    );
}

#[test]
fn a_comment_that_hides_a_directive_is_not_removed_lightly() {
    for (below, applicability) in [("# escape=`", Applicability::Unsafe), ("# words", Applicability::Safe)] {
        let found =
            collect(&format!("# plimsoll: ignore[privileged]\n{below}\nFROM a\n")).unused(&|_, _| true);
        assert_eq!(found[0].fixes[0].applicability, applicability, "{below}");
    }
}

#[test]
fn names_that_silence_nothing_are_reported() {
    let source = "# plimsoll: ignore[latest-tag,privileged, apt-get-yes]\nFROM a\n";
    let mut suppressions = collect(source);
    assert_eq!(silenced_by(&mut suppressions, source, "privileged"), [2]);
    let expected = "latest-tag | `latest-tag` and `apt-get-yes` suppress nothing here | remove the names \
                    | # plimsoll: ignore[privileged]\nFROM a\n";
    assert_eq!(shown(source, suppressions, true), [expected]);

    // The inner of two is the one that is used, and of two of the same the first.
    let source = "# plimsoll: ignore-file[privileged]\n# plimsoll: ignore[privileged] x\n# plimsoll: ignore[privileged] y\nFROM a\n";
    let mut suppressions = collect(source);
    silenced_by(&mut suppressions, source, "privileged");
    let said = shown(source, suppressions, true);
    assert_eq!(said.len(), 2);
    assert!(said[0].starts_with("# plimsoll: ignore-file[privileged] | "), "{said:?}");
    assert!(said[1].starts_with("# plimsoll: ignore[privileged] y | "), "{said:?}");
}

#[test]
fn what_cannot_be_understood_is_reported() {
    let help = "run `plimsoll rules` to list all rules";
    for (comment, expected) in [
        (
            "# plimsoll: ignore[latst-tag]",
            "latst-tag | unknown rule `latst-tag` | did you mean `latest-tag`? | # plimsoll: ignore[latest-tag]\nFROM a\n".to_owned(),
        ),
        ("# plimsoll: ignore[whatever]", format!("whatever | unknown rule `whatever` | {help}")),
        ("# plimsoll: ignore[a b]", "a b | unknown rule `a b` | separate rules with commas".to_owned()),
        (
            "# plimsoll: ignore[dockerfile-syntax]",
            "dockerfile-syntax | `dockerfile-syntax` cannot be suppressed \
             | fix the problem: only findings from rules can be suppressed".to_owned(),
        ),
        (
            "# plimsoll: ignore latest-tag because",
            "# plimsoll: ignore latest-tag because | `ignore` must be followed by rule names in brackets \
             | write `# plimsoll: ignore[latest-tag] reason`".to_owned(),
        ),
        (
            "# plimsol: ignore",
            "# plimsol: ignore | this comment is meant for Plimsoll, but suppresses nothing \
             | write `# plimsoll: ignore[rule] reason`".to_owned(),
        ),
    ] {
        assert_eq!(unused(&format!("{comment}\nFROM a\n")), [expected], "{comment}");
    }
    let low = unused("FROM a\n# plimsoll: ignore-file[latest-tag]\nRUN b\n");
    assert_eq!(low.len(), 1);
    assert!(low[0].contains("to the top of the file"), "{low:?}");
}
