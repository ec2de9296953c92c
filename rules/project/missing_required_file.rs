//! A file that must be in every build context, and is not there.

use plimsoll_linter::prelude::*;
use project::Presence;
use serde::Deserialize;

/// Nothing is reported until a file is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MissingRequiredFile {
    required: Names,
}

/// Paths in a build context.
#[derive(Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
struct Names(Vec<String>);

impl TryFrom<Vec<String>> for Names {
    type Error = String;

    fn try_from(names: Vec<String>) -> Result<Names, String> {
        let leads_out = |name: &&String| {
            name.is_empty() || name.starts_with('/') || name.split('/').any(|part| matches!(part, ".." | "."))
        };
        match names.iter().find(leads_out) {
            Some(name) => Err(format!("`{name}` is not a path in a build context")),
            None => Ok(Names(names)),
        }
    }
}

impl Rule for MissingRequiredFile {
    fn context_files(&self) -> &[String] {
        &self.required.0
    }

    fn check_project(&self, project: &Project, cx: &mut Context) {
        for container in project.containers() {
            if let Some(file) = container.build_file() {
                let what = format!("the build context of {}", container.title());
                self.judge(file, container.service.key_span("build"), &what, cx);
            }
        }
        if project.app.is_none() {
            for stage in project.dockerfiles.iter().filter_map(DockerfileModel::last_stage) {
                let place = stage.from_instruction().map_or(stage.span(), |from| from.keyword.text.span);
                self.judge(stage.file(), place, "the build context", cx);
            }
        }
    }
}

impl MissingRequiredFile {
    fn judge(&self, file: &DockerfileModel, place: Span, what: &str, cx: &mut Context) {
        for name in self.required.0.iter().filter(|name| file.context_file(name) == Presence::Missing) {
            cx.report(place, format!("{what} has no `{name}`"))
                .here("this file is required in every build context")
                .help(format!("add `{name}`"));
        }
    }
}
