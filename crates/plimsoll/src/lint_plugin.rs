//! `docker lint`: the program as a plugin of Docker's command line, and how it becomes one.

mod place;
mod protocol;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;
use crate::stderr::Stderr;
use place::{Plugin, State};

pub(crate) use protocol::{Call, call};

/// What to do with the plugin.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Action {
    /// Make `docker lint` run this program
    Install {
        /// Replace another program's plugin
        #[arg(long)]
        force: bool,
    },
    /// Remove what `install` created
    Remove,
    /// Show what `docker lint` runs; exit with 1 if it is not this program
    Status,
}

/// Installs or removes the plugin, or shows what is there.
pub(crate) fn run(action: Action) -> Result<ExitCode, Failure> {
    let plugin = Plugin::of_user()?;
    match action {
        Action::Install { force } => install(&plugin, force),
        Action::Remove => remove(&plugin),
        Action::Status => status(&plugin),
    }
}

fn install(plugin: &Plugin, force: bool) -> Result<ExitCode, Failure> {
    let program = place::this_program()?;
    if plugin.state() == State::Stranger && !force {
        return Err(Failure::Usage(format!(
            "{plugin} belongs to another program; to replace it, use `--force`"
        )));
    }
    plugin.set(&program)?;
    writeln!(std::io::stdout(), "wrote {plugin}: `docker lint` runs {}", program.display())?;
    if let Some(place) = place::short_lived(&program) {
        let advice = "install Plimsoll for your user, then run this command again";
        writeln!(
            Stderr,
            "warning: the program is in {place}, so `docker lint` stops working if that is removed: {advice}"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn remove(plugin: &Plugin) -> Result<ExitCode, Failure> {
    match plugin.state() {
        State::Missing => writeln!(std::io::stdout(), "nothing to remove: {plugin} does not exist")?,
        State::Stranger => {
            return Err(Failure::Usage(format!("{plugin} belongs to another program; not removed")));
        }
        State::Ours | State::Broken => {
            plugin.clear()?;
            writeln!(std::io::stdout(), "removed {plugin}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn status(plugin: &Plugin) -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout();
    // Docker looks in the user's folder first.
    let found = place::of_system().into_iter().find(|system| system.state() != State::Missing);
    let plugin = match found {
        Some(system) if plugin.state() == State::Missing => system,
        _ => plugin.clone(),
    };
    match plugin.state() {
        State::Ours => {
            let target = plugin.target();
            let target = target.as_deref().map(Path::display);
            let arrow = target.map(|target| format!(" -> {target}")).unwrap_or_default();
            writeln!(out, "installed: {plugin}{arrow}")?;
            return Ok(ExitCode::SUCCESS);
        }
        State::Broken => writeln!(
            out,
            "broken: {plugin} links to a program that no longer exists; to repair it, run `plimsoll docker-plugin install`"
        )?,
        State::Stranger => writeln!(out, "not installed: {plugin} belongs to another program")?,
        State::Missing => {
            writeln!(out, "not installed: to create {plugin}, run `plimsoll docker-plugin install`")?;
        }
    }
    Ok(ExitCode::from(1))
}
