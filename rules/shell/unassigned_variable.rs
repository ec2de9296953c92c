//! A variable that is set nowhere.

use plimsoll_linter::prelude::*;

/// How many instructions of a stage are searched for each variable; longer stages are believed to set what they use.
const MOST_VISITED: usize = 200;

#[derive(Default)]
pub(crate) struct UnassignedVariable;

impl Rule for UnassignedVariable {
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        if finding.alias == "shellcheck:SC3028" && !is_empty_in_dash(finding, cx) {
            return;
        }
        if let Some(instruction) = cx.instruction() {
            // `docker run --env` can set what the container reads.
            let dockerfile::Kind::Run(run) = &instruction.kind else { return };
            // A file that is read in may set anything, and so may what another program prints.
            if run.command.commands().iter().any(may_assign_any) {
                return;
            }
        }
        let text = cx.text(finding.span);
        let name = text.trim_start_matches(['$', '{', '#', '!']);
        let end = name.find(|character: char| character != '_' && !character.is_ascii_alphanumeric());
        let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default().to_owned();
        let (far, stage) = (cx.index().saturating_sub(MOST_VISITED), cx.stage());
        let earlier = stage.into_iter().flat_map(|stage| stage.indexed()).take(cx.index()).skip(far);
        let earlier = earlier.filter_map(|(_, instruction)| match &instruction.kind {
            dockerfile::Kind::Run(run) => Some(run.command.commands()),
            _ => None,
        });
        let mut assignments = earlier.flatten().flat_map(|command| &command.assignments);
        let forgotten = assignments.find(|it| *it.name == *name).map(|it| it.span);
        // An image that nobody here knows may set it, unless an earlier step of this file tried to.
        if forgotten.is_none() && cx.stage().is_some_and(|stage| stage.inherited_variables().is_none()) {
            return;
        }
        let reported = finding.retell(format!("variable `{name}` is not assigned"), cx);
        reported.here("this variable is empty").help("set the variable in this step, or with `ENV` or `ARG`");
        if let Some(span) = forgotten {
            reported.label(span, "this assignment is lost when its step ends");
        }
    }
}

/// Variables that Bash sets, and dash does not. Of others, such as `HOSTNAME`, the engine may set some.
const OF_BASH: [&str; 9] =
    ["RANDOM", "UID", "EUID", "SECONDS", "BASHPID", "BASH_VERSION", "OSTYPE", "HOSTTYPE", "MACHTYPE"];

/// Whether a variable that Bash sets is certainly empty: `sh` is dash, and the base image sets no variables.
fn is_empty_in_dash(finding: &ShellFinding, cx: &Context) -> bool {
    let name = cx.text(finding.span).trim_matches(['$', '{', '}']);
    let is_dash = |stage: Stage| stage.sh_at(cx.index()) == Some(shell::Dialect::Dash);
    OF_BASH.contains(&name) && cx.stage().is_some_and(|stage| stage.inherits_no_variables() && is_dash(stage))
}

/// Whether a command may assign variables whose names the script does not say: `. FILE`, `export $(…)`.
fn may_assign_any(command: &shell::Command) -> bool {
    let is_expanded = |word: &shell::Word| word.unquoted().starts_with(['$', '`']);
    match command.name() {
        "source" | "." | "eval" => true,
        "export" | "declare" | "typeset" | "readonly" => command.arguments().iter().any(is_expanded),
        _ => false,
    }
}
