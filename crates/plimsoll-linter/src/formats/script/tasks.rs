//! `package.json` and `composer.json`: the scripts that a package manager runs.

use plimsoll_compose::json;
use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::Text;
use plimsoll_project::{Folder, Place};

use super::found::{Found, Shell, outside};
use super::none;

/// The values of `scripts`.
pub(super) fn package<'s>(source: Text<'s>, folder: &str) -> Found<'s> {
    let mut found = Found::new(Place::Script);
    let stream = json::read(source);
    let scripts = stream.documents.first().and_then(|document| document.get("scripts"));
    for entry in scripts.and_then(|scripts| scripts.as_mapping()).into_iter().flat_map(|all| &all.entries) {
        let items = entry.value.as_sequence().unwrap_or(std::slice::from_ref(&entry.value));
        for script in items.iter().filter_map(Yaml::as_scalar) {
            found.scripts.push(Shell {
                text: script.joined(),
                variables: none(),
                folder: Folder::At(folder.to_owned()),
                outside: outside(script),
            });
        }
    }
    found
}
