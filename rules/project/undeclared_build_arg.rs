//! A service gives a build argument that its Dockerfile never declares, and something misses it.

use plimsoll_linter::prelude::*;
use project::Missed;

#[derive(Default)]
pub(crate) struct UndeclaredBuildArg;

impl Rule for UndeclaredBuildArg {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        let args = container.undeclared_args();
        let is_used = |missed: &Missed| matches!(missed, Missed::Used(_));
        let used = args.iter().filter(|(_, missed)| is_used(missed));
        let others: Vec<Span> = used.skip(1).map(|(arg, _)| arg.name.span).collect();
        let mut is_first = true;
        for (arg, missed) in &args {
            match missed {
                Missed::Near(near, declared) => {
                    report(arg, container, cx)
                        .label(*declared, "the Dockerfile declares this argument")
                        .help(format!("did you mean `{near}`?"));
                }
                // The first shows what is wrong with all.
                Missed::Used(why) if is_first => {
                    is_first = false;
                    let finding = report(arg, container, cx);
                    for other in &others {
                        finding.label(*other, "not declared either");
                    }
                    finding.note(*why).help("declare it with `ARG` in the stage that needs it");
                }
                Missed::Used(_) | Missed::Nowhere => {}
            }
        }
    }
}

/// Reports one argument.
pub(super) fn report<'c>(
    arg: &compose::Pair,
    container: &Container,
    cx: &'c mut Context,
) -> &'c mut Diagnostic {
    let name = &*arg.name.value;
    let message = match container.line() {
        Some(_) => format!("build argument `{name}` has no effect"),
        None => format!("build argument `{name}` of {} has no effect", container.title()),
    };
    let path = match container.build() {
        Build::Linked { file, .. } => file.path,
        _ => "",
    };
    let finding = cx.report(arg.name.span, message);
    finding.here(format!("not declared in `{path}`"))
}
