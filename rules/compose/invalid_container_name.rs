//! A container name that the engine refuses.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InvalidContainerName;

impl Rule for InvalidContainerName {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let Some(name) = service.container_name.as_ref().filter(|name| !name.is_interpolated()) else {
            return;
        };
        // `compose-schema` reports what Compose rejects itself.
        if !compose::accepts_container_name(&name.value) {
            return;
        }
        // moby, `names.RestrictedNamePattern`
        let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-');
        let why = match name.value.chars().find(|letter| !is_allowed(*letter)) {
            Some(letter) => format!("`{}` is not allowed in a container name", letter.escape_debug()),
            None if !name.value.starts_with(|first: char| first.is_ascii_alphanumeric()) => {
                "a container name must start with a letter or digit".to_owned()
            }
            None => return,
        };
        cx.report(name.span, format!("`{}` is not a valid container name", name.value))
            .here(why)
            .help("use only letters, digits, `_`, `.` and `-`");
    }
}
