//! `sudo` in a RUN.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use project::is_root;
use shell::{Command, Word, Wrapper};

#[derive(Default)]
pub(crate) struct Sudo;

impl Rule for Sudo {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let is_sudo = |wrapper: &Wrapper| wrapper.words.first().is_some_and(|word| name(word) == "sudo");
        let Some(at) = command.wrappers.iter().position(is_sudo) else { return };
        let Some(word) = command.wrappers.get(at).and_then(|wrapper| wrapper.words.first()) else { return };
        let needless = cx.stage().is_some_and(|stage| stage.user_at(cx.index()).is_known_and(is_root));
        let fix = needless.then(|| without(command, at, cx)).flatten();
        let finding = cx.report(word.span, "`sudo` in a build step");
        if needless {
            finding.here("the build already runs as root").help("remove `sudo`");
        } else {
            finding
                .here("a build has no terminal to type a password into, and `sudo` stays in the image")
                .help("add `USER root` before this step, and switch back afterward");
        }
        finding.fixes.extend(fix);
    }
}

/// Takes `sudo` away, when it has no options that mean something and the command follows on its line.
fn without(command: &Command, at: usize, cx: &Context) -> Option<Fix> {
    let words = &command.wrappers.get(at)?.words;
    let (first, options) = words.split_first()?;
    if !options.iter().all(|option| option.is("-E") || option.is("-n")) {
        return None;
    }
    let next = command.wrappers.get(at + 1).map_or(&command.words, |wrapper| &wrapper.words).first()?;
    let last = options.last().unwrap_or(first);
    let between = Span { start: last.span.end, ..next.span.before() };
    let is_blank = |text: &str| !text.is_empty() && text.chars().all(|c| c == ' ' || c == '\t');
    is_blank(cx.text(between)).then(|| Fix::safe("remove `sudo`").delete(first.span.to(next.span.before())))
}

fn name(word: &Word) -> &str {
    word.literal().and_then(|path| path.rsplit('/').next()).unwrap_or_default()
}
