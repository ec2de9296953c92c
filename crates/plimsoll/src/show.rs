//! `plimsoll show`: what a service really runs with, and which line decided it.

use std::io::Write;
use std::process::ExitCode;

use plimsoll_diagnostics::nearest;
use plimsoll_project::{PrivateValues, Project};
use plimsoll_report::{visible, write_summary};

use crate::check::wants_color;
use crate::failure::Failure;
use crate::project;

/// Runs the command.
pub(crate) fn show(service: &str, path: &str) -> Result<ExitCode, Failure> {
    project::ask(path, |project| write(project, service))??;
    Ok(ExitCode::SUCCESS)
}

fn write(project: &Project<'_>, service: &str) -> Result<(), Failure> {
    if project.app.is_none() {
        let what = "there are no services to show, because there is no Compose file";
        return Err(Failure::Usage(what.to_owned()));
    }
    let names = || project.containers().map(|container| container.name());
    let Some(at) = names().position(|name| name == service) else {
        let all: Vec<_> = names().filter(|name| !name.is_empty()).map(visible).collect();
        let instead = match (nearest(service, names()), &*all) {
            (Some(near), _) => format!("did you mean `{}`?", visible(near)),
            (None, []) => "this project has no services".to_owned(),
            (None, _) => format!("use one of {}", all.join(", ")),
        };
        return Err(Failure::Usage(format!("unknown service `{service}`: {instead}")));
    };
    let reach = project.app.as_ref().and_then(|app| app.reaches().get(at).copied().flatten());
    let facts = project.container(at).map(|container| container.summary(reach)).unwrap_or_default();
    let mut text = Vec::new();
    write_summary(service, &facts, project.sources, wants_color(), &mut text)?;
    let text = PrivateValues::of(project.sources).conceal(&String::from_utf8_lossy(&text));
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}
