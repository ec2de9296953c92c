//! Commands that break off at the end of a line, and whether what follows belongs to them.

use plimsoll_diagnostics::Span;
use plimsoll_shell as shell;

use crate::line::Broken;
use crate::{CommandLine, Mistake, Variables, Verb, Word};

/// Whether a command breaks off: by a blank behind the backslash, or because the backslash is missing.
pub(crate) fn broken(
    line: &CommandLine,
    words: &[Word],
    rest: &[shell::Command],
    variables: &Variables,
) -> Option<Broken> {
    let next = rest.first()?;
    let lost = next.words.first()?.unquoted();
    let gaps = || gaps(line, words, rest, variables).unwrap_or_default();
    if let Some(last) = words.last().filter(|last| is_blank(last)) {
        return Some(Broken { span: last.span, is_blank: true, lost: lost.to_owned(), gaps: gaps() });
    }
    let end = line.span.end;
    (is_flag(lost) && next.position.stage == 0 && next.span.start > end).then(|| Broken {
        span: Span::new(line.span.file, end as usize, end as usize),
        is_blank: false,
        lost: lost.to_owned(),
        gaps: gaps(),
    })
}

fn is_flag(word: &str) -> bool {
    word.len() > 1 && word.starts_with('-') && !word.contains(char::is_whitespace)
}

/// Whether a word is what a backslash in front of a blank gives.
fn is_blank(word: &Word) -> bool {
    word.text() == Some(" ")
}

/// The image or the build context of a command line that the client accepts.
fn subject(line: &CommandLine) -> Option<&Word> {
    let context = || line.flags.operands.first().filter(|_| line.verb == Verb::Build);
    line.image().or_else(context).filter(|_| line.flags.mistake.is_none())
}

/// A command that breaks off more often than this is read by nobody.
const MOST_PARTS: usize = 8;

/// What stands between the parts of a command that breaks off, if the client accepts them together, and not the first
/// alone. Each part but the first is all of a command, which starts with a flag; the last may start with the image.
fn gaps(
    line: &CommandLine,
    words: &[Word],
    rest: &[shell::Command],
    variables: &Variables,
) -> Option<Vec<Span>> {
    let mut all: Vec<Word> = words.iter().filter(|word| !is_blank(word)).cloned().collect();
    let alone = CommandLine::read(&all)?;
    if alone.flags.is_open || subject(&alone).is_some() {
        return None;
    }
    let mut end = words.iter().rev().find(|word| !is_blank(word))?.span.end;
    let mut gaps = Vec::new();
    for part in rest.iter().take(MOST_PARTS) {
        let position = part.position;
        let is_alone = position.stage == 0 && !position.nested && part.assignments.is_empty();
        if !is_alone || part.span.start <= end {
            return None;
        }
        gaps.push(Span::new(line.span.file, end as usize, part.span.start as usize));
        let own: Vec<Word> = part.words.iter().flat_map(|word| variables.words(word)).collect();
        all.extend(own.iter().filter(|word| !is_blank(word)).cloned());
        end = own.iter().rev().find(|word| !is_blank(word))?.span.end;
        let joined = CommandLine::read(&all)?;
        if joined.flags.is_open {
            return None;
        }
        if subject(&joined).is_some() {
            return Some(gaps);
        }
        // Where the client stops at something else, more words do not help.
        if !matches!(joined.flags.mistake, None | Some(Mistake::NoValue { .. })) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};
    use plimsoll_shell::Script;

    use crate::{Variables, find};

    #[test]
    fn what_is_lost_belongs_to_the_command_if_the_client_accepts_it() {
        let gaps = |text: &str| {
            let joined = Joined::verbatim(Text::new(text, FileId::FIRST, 0));
            let found = find(&Script::parse(&joined), &joined, Variables::default());
            let broken = found.first().and_then(|line| line.broken.clone());
            broken.map(|broken| {
                broken
                    .gaps
                    .iter()
                    .map(|gap| text.get(gap.range()).unwrap_or_default().to_owned())
                    .collect::<Vec<_>>()
            })
        };
        for (text, expected) in [
            ("docker run -d\n  -p 80:80 nginx", &["\n  "][..]),
            ("docker run -d \\ \n  -p 80:80 nginx", &[" \\ \n  "]),
            ("docker run -d\n -p 80:80\n -e A=1 \\\n nginx -g x", &["\n ", "\n "]),
            // The client accepts the first part alone.
            ("docker run -d nginx\n  -p 80:80", &[]),
            // No client accepts all of it.
            ("docker run -d\n  --volumn a:b nginx", &[]),
            ("docker run -d\n  -p 80:80", &[]),
            ("docker run -d\n  -p 80:80 | cat", &[]),
        ] {
            let expected: Vec<String> = expected.iter().map(|gap| (*gap).to_owned()).collect();
            assert_eq!(gaps(text), Some(expected), "{text}");
        }
    }
}
