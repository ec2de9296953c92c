//! COPY of a path above the build context.

use plimsoll_linter::prelude::*;
use project::climbed;

#[derive(Default)]
pub(crate) struct SourceOutsideContext;

/// A source that leads out of the build context.
struct Outside<'f> {
    span: Span,
    /// The name of the instruction.
    keyword: &'f str,
    /// The path that is read instead.
    read: String,
}

impl Rule for SourceOutsideContext {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let sources: Vec<Outside> = file.stages().flat_map(|stage| outside(&stage)).collect();
        let Some((first, others)) = sources.split_first() else { return };
        // Other sources of the file are where they are meant to be without the `..`, so the context is the right one.
        if file.has_climbing_sources() {
            for source in &sources {
                report(source, cx).help(format!("write `{}`", source.read)).is_minor = true;
            }
            return;
        }
        // A context that is too narrow is one mistake, however many paths lead out of it.
        let finding = report(first, cx);
        for other in others {
            finding.label(other.span, format!("this copies `{}` from the build context", other.read));
        }
        finding.help(
            "build with the parent directory as the context, or add a named context: `--build-context`",
        );
    }
}

/// The sources of a stage that lead out of the build context. Others are where they are meant to be without the `..`.
fn outside<'p>(stage: &Stage<'p>) -> Vec<Outside<'p>> {
    let mut found = Vec::new();
    for (at, instruction) in stage.indexed() {
        let instruction = match &instruction.kind {
            dockerfile::Kind::Onbuild(onbuild) => &onbuild.instruction,
            _ => instruction,
        };
        for source in instruction.context_sources() {
            let path = stage.expand(source, at).get().filter(|path| !path.contains(':'));
            let Some(inside) = path.and_then(|path| climbed(&path)) else { continue };
            if !stage.file().has_climbing_source(source) {
                let read = if inside.is_empty() { ".".to_owned() } else { inside };
                found.push(Outside { span: source.text.span, keyword: &instruction.keyword.value, read });
            }
        }
    }
    found
}

fn report<'c>(source: &Outside, cx: &'c mut Context) -> &'c mut Diagnostic {
    let name = source.keyword.to_ascii_uppercase();
    let finding = cx.report(source.span, format!("`{name}` cannot read outside the build context"));
    finding
        .here(format!("BuildKit drops each leading `..` and copies `{}` from the build context", source.read))
}
