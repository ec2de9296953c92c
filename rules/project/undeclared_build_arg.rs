//! A service gives a build argument that its Dockerfile never declares.

use std::collections::BTreeMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UndeclaredBuildArg;

/// Arguments that need no declaration (BuildKit, Dockerfile reference, "Predefined ARGs").
const PREDEFINED: &[&str] =
    &["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy", "source_date_epoch"];

/// Variables of the client, which people pass on to be safe: they have no effect on a build, and were not meant to.
const OF_CLIENT: &[&str] = &["COMPOSE_", "DOCKER_BUILDKIT", "DOCKER_CLI_", "DOCKER_DEFAULT_PLATFORM"];

impl Rule for UndeclaredBuildArg {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        let (Build::Linked { file, .. }, Some(own)) = (container.build(), &container.service.build) else {
            return;
        };
        if own.args.is_empty() {
            return;
        }
        let declared: BTreeMap<&str, Span> = declared(file).collect();
        // The image may leave an ARG with ONBUILD to what is built from it.
        let may_declare = |image: &ImageName| {
            image.to_string().contains("onbuild") || image.known().is_none() && image.official().is_none()
        };
        let is_onbuild = file.stages().any(|stage| match stage.base() {
            Base::Image(image) => may_declare(image),
            Base::Scratch | Base::Stage(_) => false,
            Base::Unknown { .. } => true,
        });
        for arg in own.args.iter().filter(|_| !is_onbuild) {
            let name = &*arg.name.value;
            let lower = name.to_ascii_lowercase();
            let is_of_client = OF_CLIENT.iter().any(|start| name.starts_with(start));
            let is_predefined =
                PREDEFINED.contains(&&*lower) || lower.starts_with("buildkit_") || is_of_client;
            if name.is_empty() || arg.name.is_interpolated() || is_predefined || declared.contains_key(name) {
                continue;
            }
            if !container.is_only_one_given(arg.name.span) {
                continue;
            }
            let message = match container.line() {
                Some(_) => format!("build argument `{name}` has no effect"),
                None => format!("build argument `{name}` of {} has no effect", container.title()),
            };
            let finding = cx.report(arg.name.span, message);
            finding.here(format!("not declared in `{}`", file.path));
            match nearest(name, declared.keys().copied().take(MOST_COMPARED)) {
                Some(near) => {
                    declared.get(near).into_iter().for_each(|span| {
                        finding.label(*span, "the Dockerfile declares this argument");
                    });
                    finding.help(format!("did you mean `{near}`?"))
                }
                None => {
                    finding.help("remove the argument, or declare it with `ARG` in the stage that needs it")
                }
            };
        }
    }
}

/// The names of all ARG instructions of a file, and where they are.
fn declared<'p>(file: &'p DockerfileModel<'p>) -> impl Iterator<Item = (&'p str, Span)> {
    let instructions = file.tree.instructions.iter().map(|instruction| match &instruction.kind {
        dockerfile::Kind::Onbuild(onbuild) => &onbuild.instruction.kind,
        kind => kind,
    });
    let args = instructions.filter_map(|kind| match kind {
        dockerfile::Kind::Arg(arg) => Some(arg),
        _ => None,
    });
    args.flat_map(|arg| &arg.pairs).map(|pair| (&*pair.name.value, pair.name.text.span))
}
