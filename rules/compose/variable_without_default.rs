//! A port or a mount that Compose rejects when its variable is not set, or a tag that Bake rejects.

use std::collections::HashSet;

use compose::yaml::{Entry, Scalar, Yaml};
use compose::{Outcome, blanks};
use plimsoll_linter::prelude::*;

use super::unset_variable::is_of_pair;

#[derive(Default)]
pub(crate) struct VariableWithoutDefault;

impl Rule for VariableWithoutDefault {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if app.lists_variables() {
            return;
        }
        let mut told = HashSet::new();
        for blank in app.services().flat_map(blanks) {
            let Outcome::Refused { value } = &blank.outcome else { continue };
            let name = &blank.name;
            if !is_of_pair(value) || !told.insert(name.clone()) {
                continue;
            }
            cx.report(blank.span, format!("Compose rejects the file when `{name}` is unset"))
                .here(format!("the value is `{value}` when the variable is unset"))
                .help(format!(
                    "add a default with `${{{name}:-…}}`, or require a value with `${{{name}:?}}`"
                ));
        }
    }

    fn check_document(&self, document: &Document, cx: &mut Context) {
        let Some(bake) = document.data.documents.first().filter(|_| document.kind == "bake") else { return };
        let entries = |key: &str| -> &[Entry] {
            bake.get(key).and_then(Yaml::as_mapping).map(|block| &*block.entries).unwrap_or_default()
        };
        let has_default = |name: &str| {
            let default = entries("variable").iter().find(|it| it.key.value == name)?.value.get("default");
            Some(default.is_some_and(|value| !value.as_scalar().is_some_and(Scalar::is_null)))
        };
        let mut told = HashSet::new();
        let tags = entries("target").iter().filter_map(|target| target.value.get("tags")?.as_sequence());
        for tag in tags.flatten().filter_map(Yaml::as_scalar) {
            let Some((name, left)) = without_variable(&tag.value) else { continue };
            if has_default(name) != Some(false) || !told.insert(name.to_owned()) {
                continue;
            }
            cx.report(tag.span, format!("Bake rejects this tag when `{name}` is unset"))
                .here(format!("the tag is `{left}` when the variable is unset"))
                .help(format!("add a `default` to variable `{name}`"));
        }
    }
}

/// The variable that a tag starts with, and what is left of the name of the image without it, where that is no name.
fn without_variable(tag: &str) -> Option<(&str, String)> {
    let (before, rest) = tag.split_once(":${")?;
    let (name, behind) = rest.split_once('}')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_broken = behind.is_empty() || behind.starts_with(['-', '.']);
    (is_name && is_broken && !behind.contains('$')).then(|| (name, format!("{before}:{behind}")))
}
