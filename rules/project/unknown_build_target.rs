//! A service asks for a stage that its Dockerfile does not have.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownBuildTarget;

/// More labels would hide the point.
const MOST_LABELS: usize = 6;

impl Rule for UnknownBuildTarget {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        let target = container.service.build.as_ref().and_then(|build| build.target.as_ref());
        let (Some(target), Build::Linked { file, stage: None }) = (target, container.build()) else { return };
        let Value::Known { value: wanted, .. } = project::resolve(target) else { return };
        if file.stages().len() == 0 || wanted.is_empty() {
            return;
        }
        let message = format!("{} builds the stage `{wanted}`, which does not exist", container.builder());
        let finding = cx.report(target.span, message);
        finding.here(format!("no stage in `{}` has this name", file.path));
        let names: Vec<_> = file.stages().filter_map(|stage| stage.name()).take(MOST_COMPARED).collect();
        for name in names.iter().take(MOST_LABELS) {
            finding.label(name.text.span, format!("stage `{}`", name.value));
        }
        let near = nearest(&wanted, names.iter().map(|name| &*name.value));
        if let Some(near) = near.or_else(|| longer(&wanted, names.iter().map(|name| &*name.value))) {
            finding.help(format!("did you mean `{near}`?"));
            if !target.is_interpolated() {
                finding.fix(Fix::risky(format!("build `{near}`")).replace(target.span, near));
            }
        } else if names.is_empty() {
            finding.help(format!("add this stage: `FROM … AS {wanted}`"));
        } else {
            finding.help("use an existing stage, or remove `target` to build the last stage");
        }
    }
}

/// The one name that is another form of this one: `development` of `dev`, `prod-runtime` of `runtime`.
fn longer<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let begins = |long: &str, short: &str| short.len() > 2 && long.starts_with(short);
    let has_word = |long: &str, short: &str| long.split(['-', '_', '.']).any(|word| word == short);
    let wanted = wanted.to_ascii_lowercase();
    let is_form = |name: &&str| {
        let name = name.to_ascii_lowercase();
        begins(&name, &wanted)
            || begins(&wanted, &name)
            || has_word(&name, &wanted)
            || has_word(&wanted, &name)
    };
    let mut forms = names.filter(is_form);
    forms.next().filter(|_| forms.next().is_none())
}
