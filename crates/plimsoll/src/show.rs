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
pub(crate) fn show(service: Option<&str>, path: &str) -> Result<ExitCode, Failure> {
    project::ask(path, |project| {
        if project.app.is_none() {
            let what = "there is no Compose file here, so there are no services to show";
            return Err(Failure::Usage(what.to_owned()));
        }
        match service {
            Some(service) => write(project, service),
            None => list(project),
        }
    })??;
    Ok(ExitCode::SUCCESS)
}

/// Lists the services, each with its image.
fn list(project: &Project<'_>) -> Result<(), Failure> {
    let named = || project.containers().filter(|container| !container.name().is_empty());
    let width = named().map(|container| visible(container.name()).chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for container in named() {
        let facts = container.summary(None);
        let runs = facts.iter().find(|fact| ["builds", "image"].contains(&fact.key));
        let runs = runs.map(|fact| format!("{} {}", fact.key, visible(&fact.value))).unwrap_or_default();
        text.push_str(format!("{:width$}  {runs}", visible(container.name())).trim_end());
        text.push('\n');
    }
    let text = PrivateValues::of(project.sources).conceal(&text);
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}

fn write(project: &Project<'_>, service: &str) -> Result<(), Failure> {
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
