//! Two stages of one name.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DuplicateStageName;

impl Rule for DuplicateStageName {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let mut first: HashMap<String, Span> = HashMap::new();
        for name in file.stages().filter_map(|stage| stage.name()) {
            let span = name.text.span;
            let known = *first.entry(name.value.to_lowercase()).or_insert(span);
            if known != span {
                cx.report(span, format!("duplicate stage name `{}`", name.value))
                    .here("this stage hides the one above")
                    .label(known, "first defined here")
                    .help("rename one of the stages");
            }
        }
    }
}
