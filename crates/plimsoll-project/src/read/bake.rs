//! What a `docker-bake` file says of the Dockerfiles that it builds: their build context, and names of other contexts.

use std::borrow::Cow;
use std::collections::HashSet;

use plimsoll_compose::bake::{self, Bake};
use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::Sources;

use crate::{Base, DockerfileModel, ImageName, Loaded, Loader, Presence, path};

/// The contexts that files beside a Dockerfile or above it name. Asked only where an image has so plain a name that a
/// context may be meant.
pub(crate) fn contexts<'s>(
    file: &DockerfileModel<'s>,
    sources: &'s Sources,
    loader: &dyn Loader,
) -> HashSet<Cow<'s, str>> {
    if !names_plainly(file) {
        return HashSet::new();
    }
    let paths = path::upward(path::folder(file.path))
        .flat_map(|folder| bake::DEFAULT_FILES.map(|name| path::join(folder, name)));
    let found = paths.filter(|path| loader.presence(path) == Presence::File);
    let texts = found.filter_map(|path| match loader.load(&path) {
        Loaded::File(id) => Some(sources.text(id).raw),
        Loaded::Missing | Loaded::Refused => None,
    });
    texts.flat_map(|text| keys(text).chain(targets(text))).map(Cow::Borrowed).collect()
}

/// The folder in which `docker buildx bake` builds a Dockerfile, where files beside it or above it say so, and agree.
pub(crate) fn context(path: &str, sources: &Sources, loader: &dyn Loader) -> Option<String> {
    let folder = path::folder(path);
    let hint = folder.rsplit('/').next().filter(|name| !name.is_empty())?;
    let mut found = Vec::new();
    for folder in path::upward(folder) {
        for name in ["docker-bake.hcl", "docker-bake.json"] {
            let file = path::join(folder, name);
            if loader.presence(&file) != Presence::File {
                continue;
            }
            let Loaded::File(id) = loader.load(&file) else { continue };
            let text = sources.text(id);
            if text.raw.contains(hint) {
                let read = bake::parser(name)(text);
                found.extend(read.documents.iter().flat_map(|root| built(root, folder, path)));
            }
        }
    }
    let first = found.pop()?;
    found.iter().all(|other| *other == first).then_some(first)
}

/// The contexts of the targets of a file in `folder` that build the Dockerfile at `path`. A path of a Dockerfile starts at
/// its context.
fn built(root: &Yaml<'_>, folder: &str, path: &str) -> Vec<String> {
    let bake = Bake::of(root);
    let contexts = bake.targets().filter_map(|target| {
        let context = path::join(folder, &target.literal("context", ".")?);
        let dockerfile = target.literal("dockerfile", "Dockerfile")?;
        (path::join(&context, &dockerfile) == path).then_some(context)
    });
    contexts.collect()
}

/// Whether a stage starts from, or copies from, an image with nothing but a name.
fn names_plainly(file: &DockerfileModel<'_>) -> bool {
    let is_plain =
        |image: &ImageName<'_>| image.registry.is_none() && image.tag.is_none() && image.digest.is_none();
    file.stages().any(|stage| {
        let copied = stage.copies_from().map(|copied| copied.source);
        std::iter::once(stage.base())
            .chain(copied)
            .any(|base| matches!(base, Base::Image(image) if is_plain(image)))
    })
}

/// The keys of each `contexts = { … }`, in HCL or JSON.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.split("contexts").skip(1).flat_map(|rest| {
        let rest = rest.trim_start_matches('"').trim_start();
        let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start();
        let block = rest.strip_prefix('{').and_then(|block| block.split_once('}'));
        let block = block.map_or("", |(block, _)| block);
        block.split(['\n', ',']).filter_map(|entry| {
            let (key, _) = entry.split_once(['=', ':'])?;
            Some(key.trim().trim_matches('"')).filter(|key| !key.is_empty() && !key.starts_with(['#', '/']))
        })
    })
}

/// The targets of a file in HCL that computes the contexts of a target: any of them may be one.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let mut values = text.split("contexts").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('='));
    let is_computed = values.any(|value| !value.trim_start().starts_with('{'));
    let blocks = text.lines().filter(move |_| is_computed).filter_map(|line| line.strip_prefix("target"));
    blocks.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::{keys, targets};

    #[test]
    fn names_of_contexts() {
        let found = |text| keys(text).collect::<Vec<_>>();
        let hcl = "target \"app\" {\n  contexts = {\n    base = \"docker-image://debian:12\"\n    # no = 1\n    lib = \"../lib\"\n  }\n}\n";
        assert_eq!(found(hcl), ["base", "lib"]);
        assert_eq!(
            found("{\"target\": {\"a\": {\"contexts\": {\"x\": \"target:y\", \"z\": \".\"}}}}"),
            ["x", "z"]
        );
        assert_eq!(found("target \"a\" {\n  contexts = merge(a, b)\n}"), [""; 0]);
    }

    #[test]
    fn targets_that_may_be_contexts() {
        let found = |text| targets(text).collect::<Vec<_>>();
        let computed = "target \"base\" {\n}\ntarget \"app\" {\n  contexts = needed(\"app\")\n}\n";
        assert_eq!(found(computed), ["base", "app"]);
        assert_eq!(found("target \"base\" {\n}\ntarget \"app\" {\n  contexts = {\n  }\n}\n"), [""; 0]);
    }
}
