//! COPY --from= of a name that no stage has, and that does not look like an image.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownStage;

impl Rule for UnknownStage {
    fn check_copy(&self, copy: &dockerfile::Copy, cx: &mut Context) {
        let Some(from) = &copy.from else { return };
        let name = &*from.value;
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        let is_image = name.contains([':', '/', '@', '$', '.']) || name == "scratch";
        // A trigger runs among the stages of another file.
        if name.is_empty() || is_number || is_image || cx.is_trigger() {
            return;
        }
        // In a file without FROM there are no stages, and nothing that is known of an image.
        let file = cx.stage().map(|stage| stage.file());
        if let Some(stage) = cx.stage() {
            let found = stage.copies_from_at(cx.index()).find(|copied| copied.span == from.text.span);
            let is_known = |base: Base| matches!(base, Base::Image(image) if image.known().is_none());
            if !found.is_some_and(|copied| is_known(copied.source)) {
                return;
            }
        }
        if file.is_some_and(|file| file.stage_named(name).is_some()) || is_context(cx.project(), name) {
            return;
        }
        let stages = file.into_iter().flat_map(DockerfileModel::stages);
        let names = stages.filter_map(|stage| Some(&*stage.name()?.value));
        let names: Vec<&str> = names.take(MOST_COMPARED).collect();
        let near = nearest(name, names.iter().copied()).or_else(|| longer(name, &names));
        // Whoever builds it may have a context of this name.
        if near.is_none() && file.is_some() && cx.project().app.is_none() {
            return;
        }
        let finding = cx
            .report(from.text.span, format!("unknown stage `{name}`"))
            .here("BuildKit tries to pull an image with this name from Docker Hub");
        match near {
            Some(near) => {
                finding.help(format!("did you mean `{near}`?"));
                finding.fix(Fix::risky(format!("write `{near}`")).replace(from.text.span, near));
            }
            None => {
                finding.help("use the name of a stage above, or add a tag if this is an image");
            }
        }
    }
}

/// The only name that begins with this one, or that this one begins with: `builder` for `build`.
fn longer<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    const SHORTEST: usize = 4;
    let is_start = |one: &str, other: &str| {
        let start = other.get(..one.len());
        one.len() >= SHORTEST && start.is_some_and(|start| start.eq_ignore_ascii_case(one))
    };
    let mut found = names.iter().filter(|other| is_start(name, other) || is_start(other, name));
    found.next().copied().filter(|_| found.next().is_none())
}

/// Whether a service gives a context of its build this name, or builds an image with it.
fn is_context(project: &Project, name: &str) -> bool {
    let services = || project.app.iter().flat_map(|app| &app.compose.services);
    let is_image = |service: &compose::Service| {
        service.build.is_some() && service.image.as_ref().is_some_and(|image| image.value == name)
    };
    // `docker buildx bake` reads these of a Compose file.
    let is_of_bake = |service: &compose::Service| {
        let contexts = service.fields.at(&["build", "x-bake", "contexts"]);
        contexts.and_then(|entry| entry.value.as_mapping()?.get(name)).is_some()
    };
    if services().any(|service| is_image(service) || is_of_bake(service)) {
        return true;
    }
    let contexts =
        services().filter_map(|service| service.build.as_ref()).flat_map(|build| &build.additional_contexts);
    contexts.into_iter().any(|context| context.name.value.eq_ignore_ascii_case(name))
}
