//! FROM that names no image unless the build is given arguments.

use std::collections::HashMap;

use dockerfile::expand::expand;
use plimsoll_linter::prelude::*;
use project::is_reference;

/// Nothing is said about values that are longer: no name of an image is.
const LONGEST: usize = 4096;

#[derive(Default)]
pub(crate) struct InvalidDefaultImage;

impl Rule for InvalidDefaultImage {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let escape = file.tree.escape;
        let mut defaults: HashMap<&str, String> = HashMap::new();
        let mut missing: HashMap<&str, Span> = HashMap::new();
        for pair in file.global_args().flat_map(|arg| &arg.pairs) {
            let Some(value) = &pair.value else {
                missing.insert(&pair.name.value, pair.span);
                continue;
            };
            let Ok(expanded) = expand(&value.value, escape, |name| lookup(&defaults, name)) else { return };
            if expanded.value.len() > LONGEST {
                return;
            }
            defaults.insert(&pair.name.value, expanded.value);
        }
        for from in file.stages().filter_map(|stage| stage.from()) {
            let image = &from.image;
            let Ok(expanded) = expand(&image.value, escape, |name| lookup(&defaults, name)) else { return };
            // One without variables is never a reference: `invalid-image`.
            let is_fixed = expanded.names.matched.is_empty() && expanded.names.unmatched.is_empty();
            if is_fixed || is_reference(&expanded.value) {
                continue;
            }
            let finding = cx.report(image.text.span, "`FROM` is invalid without build arguments");
            match &*expanded.value {
                "" => finding.here("the image name is empty by default"),
                name => finding.here(format!("the image name is `{name}` by default")),
            };
            let unset = expanded.names.unmatched.iter().find_map(|name| Some((name, missing.get(&**name)?)));
            match unset {
                Some((name, span)) => {
                    finding
                        .label(*span, "no default value")
                        .help(format!("add a default value to `ARG {name}`"));
                }
                None => {
                    finding.help("change the default value of the `ARG`");
                }
            }
        }
    }
}

fn lookup(defaults: &HashMap<&str, String>, name: &str) -> Option<String> {
    // What BuildKit gives; any value does, as long as it is one.
    let of_buildkit = ["TARGET", "BUILD"].iter().any(|start| {
        let part = name.strip_prefix(start);
        matches!(part, Some("PLATFORM" | "OS" | "OSVERSION" | "ARCH" | "VARIANT" | "STAGE"))
    });
    defaults.get(name).cloned().or_else(|| of_buildkit.then(|| "amd64".to_owned()))
}
