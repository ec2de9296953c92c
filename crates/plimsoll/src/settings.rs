//! What the command line sets, and what holds for a file because of it.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_linter::{Ambient, Checked, FileSystem, Linter, Overrides, Settings, plain_path, today};
use plimsoll_rules::RULES;

use crate::ambient::{ambient, here};
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::since::Trusted;

/// What the command line says about rules.
pub(crate) fn settings(
    args: &CheckArgs,
    disk: &dyn FileSystem,
    trusted: Option<&Trusted>,
) -> Result<Settings, Failure> {
    let overrides =
        Overrides::parse(&args.preset, &args.select, &args.ignore, &args.level, &args.fail_on, RULES)
            .and_then(|overrides| overrides.excluding(&args.exclude))
            .map_err(Failure::Usage)?;
    let config = args.config.as_deref().map(|path| plain_path(Path::new(path)));
    if let Some(path) = &config {
        match trusted {
            Some(trusted) => trusted.read(path, 0)?,
            None => disk.read_named(path, 0).map_err(|why| Failure::File(path.clone(), why))?,
        };
    }
    let ambient = if args.isolated { Ambient::default() } else { ambient() };
    ambient.check(RULES).map_err(Failure::Usage)?;
    Ok(Settings {
        overrides,
        config,
        ambient,
        isolated: args.isolated,
        no_ignores: args.no_ignores,
        trust: trusted.map(Trusted::trust),
        today: today(),
        here: here(),
        project: present(&args.project, disk)?,
        env_files: present(&args.env_file, disk)?,
    })
}

/// The paths of files that the command line names and that are there.
fn present(paths: &[String], disk: &dyn FileSystem) -> Result<Vec<String>, Failure> {
    let paths = paths.iter().map(|path| plain_path(Path::new(path)));
    paths
        .map(|path| disk.read(&path, 0).map(|_| path.clone()).map_err(|why| Failure::File(path, why)))
        .collect()
}

/// Prints the files that were checked.
pub(crate) fn show_files(checked: &Checked) -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout().lock();
    for file in &checked.files {
        writeln!(out, "{}", plimsoll_report::visible(file))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints what holds for a file, as a `plimsoll.toml` would say it.
pub(crate) fn show_settings(linter: &Linter, path: &str) -> Result<ExitCode, Failure> {
    let settings = linter.settings_of(path);
    let mut out = std::io::stdout().lock();
    let shown = plimsoll_report::visible;
    writeln!(out, "# {}", shown(path))?;
    match &settings.config {
        Some(config) => writeln!(out, "# configuration: {}", shown(config))?,
        None => writeln!(out, "# configuration: none")?,
    }
    if let Some(hadolint) = &settings.hadolint {
        writeln!(out, "# configuration of hadolint: {}", shown(hadolint))?;
    }
    if settings.is_excluded {
        writeln!(out, "# not checked: `exclude` matches it")?;
    }
    let presets: Vec<String> = settings.presets.iter().map(|name| format!("\"{name}\"")).collect();
    writeln!(out, "extends = [{}]", presets.join(", "))?;
    writeln!(out, "fail-on = \"{}\"", settings.fail_on)?;
    writeln!(out, "\n[rules]")?;
    for (rule, level, options) in &settings.rules {
        if options.is_empty() {
            writeln!(out, "{rule} = \"{}\"", level.name())?;
        } else {
            let options: Vec<String> =
                options.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            let options = options.join(", ");
            writeln!(out, "{rule} = {{ level = \"{}\", {} }}", level.name(), shown(&options))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
