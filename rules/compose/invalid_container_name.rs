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
        // moby, `names.RestrictedNamePattern`
        let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-');
        let why = match name.value.chars().find(|letter| !is_allowed(*letter)) {
            Some(letter) => format!("`{}` is not allowed in a container name", letter.escape_debug()),
            None if !name.value.starts_with(|first: char| first.is_ascii_alphanumeric()) => {
                "a container name must start with a letter or digit".to_owned()
            }
            None if name.value.len() == 1 => "a container name must have at least two characters".to_owned(),
            None => return,
        };
        let finding = cx.report(name.span, format!("`{}` is not a valid container name", name.value));
        finding.here(why).help("use only letters, digits, `_`, `.` and `-`");
        if name.value.len() == 1 {
            finding.answers_to([]);
        }
    }
}
