//! A volume, secret or config whose declaration contradicts itself or says too little.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ContradictoryDeclaration;

impl Rule for ContradictoryDeclaration {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let file = &app.compose;
        for volume in &file.volumes {
            let Some(external) = volume.external.as_ref().filter(|external| external.value == Some(true))
            else {
                continue;
            };
            let others = ["driver", "driver_opts", "labels"];
            let written = |key| volume.fields.key_span(key).map(|span| (key, span));
            if let Some((key, span)) = others.into_iter().find_map(written) {
                cx.report(span, format!("external volume `{}` cannot set `{key}`", volume.key.value))
                    .here("this key applies only to volumes that Compose creates")
                    .label(external.span, "`external` is set here")
                    .help(format!("remove `external` or `{key}`"));
            }
        }
        let secrets = file.secrets.iter().map(|secret| ("secret", &["file", "environment"][..], secret));
        let configs =
            file.configs.iter().map(|config| ("config", &["file", "environment", "content"][..], config));
        for (noun, sources, content) in secrets.chain(configs) {
            let name = &content.key.value;
            let span_of = |source: &&'static str| Some((*source, content.fields.key_span(source)?));
            let written: Vec<(&str, Span)> = sources.iter().filter_map(span_of).collect();
            let is_open = content.external.as_ref().is_some_and(|external| external.value != Some(false));
            let keys: Vec<String> = sources.iter().map(|key| format!("`{key}`")).collect();
            match written.as_slice() {
                [] if !is_open && app.is_read_alone() => {
                    cx.report(content.key.span, format!("{noun} `{name}` has no source"))
                        .here(format!("neither {} is set", keys.join(" nor ")))
                        .help(format!(
                            "set {}, or `external: true` if the {noun} already exists",
                            any_of(&keys)
                        ));
                }
                [(one, first), (other, second), ..] => {
                    cx.report(*second, format!("{noun} `{name}` has two sources"))
                        .here("second source")
                        .label(*first, "first source")
                        .help(format!("remove `{one}` or `{other}`"));
                }
                _ => {}
            }
        }
    }
}

/// "`file`, `environment` or `content`".
fn any_of(keys: &[String]) -> String {
    match keys {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => keys.concat(),
    }
}
