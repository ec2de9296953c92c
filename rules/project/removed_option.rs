//! An option that the server in the image no longer has.

use compose::CommandForm;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RemovedOption;

impl Rule for RemovedOption {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let has_entrypoint = service.entrypoint.as_ref().is_some_and(|own| own.form != CommandForm::Null);
        let Value::Known { value: image, set_at } = container.image() else { return };
        let Some(command) = service.command.as_ref().filter(|_| !has_entrypoint && !container.is_built())
        else {
            return;
        };
        // The image's entrypoint adds the server's name to a command that starts with an option.
        let is_server = |word: &str| word.starts_with("--") || matches!(word, "mysqld" | "mongod");
        if !command.words.first().is_some_and(|first| is_server(&first.value)) {
            return;
        }
        for word in &command.words {
            let Some(removed) = image.removed_option(&word.value) else { continue };
            let option = word.value.split('=').next().unwrap_or_default();
            cx.report(word.span, format!("`{option}` prevents {} from starting", container.title()))
                .here(format!(
                    "this option was removed in {}, so the server exits with an error",
                    removed.removed
                ))
                .label(set_at, format!("`{image}` no longer has this option"))
                .help(format!("remove it, or use a release before {}", removed.removed));
        }
    }
}
