//! A command that a package manager gets as arguments, because `&&` is missing before it.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager as M, PackageVerb};

#[derive(Default)]
pub(crate) struct MissingOperator;

impl Rule for MissingOperator {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let [first, second, ..] = command.joined_command() else { return };
        let Some(action) = command.package_action() else { return };
        // What follows `go run` is for the program that it runs.
        if run.command.is_exec() || action.manager == M::Go {
            return;
        }
        let before = command.words.iter().take_while(|word| word.span.start < first.span.start).last();
        let has_line_break =
            |from: Span, to: Span| cx.text(Span { start: from.end, end: to.start, ..to }).contains('\n');
        let opens_line = before.is_some_and(|before| has_line_break(before.span, first.span));
        if !opens_line || has_line_break(first.span, second.span) {
            return;
        }
        let (name, manager) = (first.unquoted(), action.manager.name());
        let verb = Some(action.verb_word).filter(|verb| command.name_word() != Some(verb));
        let reader = verb.map_or(manager.to_owned(), |verb| format!("{manager} {}", verb.unquoted()));
        // yum skips the packages that it does not find.
        let needs_all =
            action.manager.is_apt() || matches!(action.manager, M::Apk | M::Dnf | M::Microdnf | M::Zypper);
        let here = if needs_all && action.verb == PackageVerb::Install {
            format!("this step fails: `{reader}` reads this line as package names")
        } else {
            format!("this command does not run: `{reader}` reads this line as arguments")
        };
        cx.report(first.span, format!("missing `&&` before `{name}`"))
            .here(here)
            .help("end the previous line with `&& \\`")
            .fix(Fix::risky("insert `&&`").insert_before(first.span, "&& "));
    }
}
