//! A base image that another service builds, and nothing says that it is built first.

use std::collections::{HashMap, HashSet};

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnorderedBuild;

impl Rule for UnorderedBuild {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let project = cx.project();
        let built = project.containers().filter(Container::is_built);
        let built: HashMap<String, Container> =
            built.filter_map(|container| Some((container.image().get()?.to_string(), container))).collect();
        if built.is_empty() {
            return;
        }
        let mut seen = Vec::new();
        let mut said = HashSet::new();
        for container in project.containers() {
            let contexts: Vec<&str> = container
                .service
                .build
                .iter()
                .flat_map(|build| &build.additional_contexts)
                .map(|own| &*own.name.value)
                .collect();
            let stages = container.stage().into_iter().flat_map(|stage| stage.lineage().collect::<Vec<_>>());
            for name in stages.filter_map(|stage| stage.image_name()) {
                let text = name.to_string();
                // Where the other reads an image of this name too, the name is that of a published one.
                let Some(other) = built.get(&text).filter(|other| {
                    other.name() != container.name()
                        && !reads(other, &text)
                        && !is_apart(other, &container)
                        && !app.is_built_first(other, &container)
                }) else {
                    continue;
                };
                if contexts.contains(&&*text) || seen.contains(&name.span) {
                    continue;
                }
                seen.push(name.span);
                let place = other.service.image.as_ref().map_or(other.service.name.span, |image| image.span);
                let finding = cx.report(name.span, format!("`{text}` might not be built yet"));
                finding
                    .here("Compose builds services in parallel, regardless of `depends_on`")
                    .label(place, format!("service `{}` builds this image", other.name()))
                    .help(format!(
                        "add this to `build` in `{}`: `additional_contexts: [\"{text}=service:{}\"]`",
                        container.name(),
                        other.name()
                    ));
                // The same is to be done for each service that starts from this image.
                finding.is_minor = !said.insert(text);
            }
        }
    }
}

/// Whether a base is only built with profiles that a container does not have: then nobody expects both in one build.
fn is_apart(base: &Container, container: &Container) -> bool {
    let (of_base, own) = (&base.service.profiles, &container.service.profiles);
    !of_base.is_empty() && own.iter().all(|own| of_base.iter().all(|profile| profile.value != own.value))
}

/// Whether a container is built from an image with this name.
fn reads(container: &Container, image: &str) -> bool {
    let stages = container.stage().into_iter().flat_map(|stage| stage.lineage().collect::<Vec<_>>());
    stages.filter_map(|stage| stage.image_name()).any(|name| name.to_string() == image)
}
