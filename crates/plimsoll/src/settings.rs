//! What the command line sets, and what holds for a file because of it.

use std::io::{self, Write};
use std::path::Path;

use plimsoll_linter::{
    Ambient, Checked, Choices, FileSystem, Linter, Overrides, PolicyUse, RuleSetting, Settings, Workspace,
    days_between, plain_path, today,
};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::HadolintFormat;
use plimsoll_rules::RULES;

use crate::ambient::{ambient, here};
use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::outputs::format_named;
use crate::since::Trusted;
use crate::stderr::Stderr;
use crate::usage::hadolint_value;

/// What the command line says about rules.
pub(crate) fn settings(
    args: &CheckArgs,
    disk: &dyn FileSystem,
    trusted: Option<&Trusted>,
) -> Result<Settings, Failure> {
    let choices = Choices {
        preset: args.rules.preset.as_deref(),
        select: &args.rules.select,
        extend_select: &args.rules.extend_select,
        ignore: &args.rules.ignore,
        levels: &args.rules.level,
        fail_on: args.output.fail_on.as_deref(),
        exclude: &args.files.exclude,
        markdown: args.files.markdown,
    };
    hint(args)?;
    let overrides = Overrides::parse(choices, RULES).map_err(Failure::Usage)?;
    let config = args.rules.config.as_deref().map(|path| plain_path(Path::new(path)));
    if let Some(path) = &config {
        match trusted {
            Some(trusted) => trusted.read(path, 0)?,
            None => disk.read_named(path, 0).map_err(|why| Failure::File(path.clone(), why))?,
        };
    }
    let policies: Vec<String> = args.rules.policy.iter().map(|path| plain_path(Path::new(path))).collect();
    for path in policies.iter().filter(|path| !disk.is_named_folder(path)) {
        disk.read_named(path, 0).map_err(|why| Failure::File(path.clone(), why))?;
    }
    let ambient = if args.rules.isolated { Ambient::default() } else { ambient() };
    ambient.check(RULES).map_err(Failure::Usage)?;
    Ok(Settings {
        overrides,
        config,
        requirements: REQUIREMENTS,
        rego: crate::rego::LOAD,
        policies,
        policy_use: PolicyUse::Hold,
        wants_verdicts: args.task.wants_verdicts,
        witness: None,
        ambient,
        isolated: args.rules.isolated,
        no_ignores: args.known.no_ignores,
        trust: trusted.map(Trusted::trust),
        today: day(args)?,
        here: here(),
        project: present(&args.files.project, disk).map_err(|why| format_meant(args, why))?,
        env_files: present(&args.files.env_file, disk)?,
    })
}

/// The day that files are checked as of.
fn day(args: &CheckArgs) -> Result<String, Failure> {
    match &args.rules.date {
        Some(day) => is_date(day).map(|()| day.clone()),
        None => Ok(today()),
    }
}

/// Whether an option is a date.
pub(crate) fn is_date(day: &str) -> Result<(), Failure> {
    match days_between(day, day) {
        Some(_) => Ok(()),
        None => Err(Failure::Usage(format!("`{day}` is not a date: write a date such as `2027-02-01`"))),
    }
}

/// Tells what hadolint's words are here.
fn hint(args: &CheckArgs) -> Result<(), Failure> {
    let fail_on = args.output.fail_on.iter().map(|level| ("--fail-on", &**level));
    let levels = args.rules.level.iter().filter_map(|written| Some(("--level", written.split_once('=')?.1)));
    for (option, written) in fail_on.chain(levels) {
        if let Some(here) = hadolint_value(option, written) {
            return Err(Failure::Usage(format!("unknown level `{written}`: did you mean `{here}`?")));
        }
    }
    Ok(())
}

/// Says which configuration applies to each file, and why others are left out.
pub(crate) fn tell_settings(
    linter: &Linter,
    checked: &Checked,
    workspace: &Workspace,
) -> Result<(), Failure> {
    for file in &checked.files {
        let settings = linter.settings_of(file);
        let configs: Vec<String> = settings.config.into_iter().chain(settings.peers).collect();
        let configs =
            if configs.is_empty() { "no configuration file".to_owned() } else { configs.join(" and ") };
        writeln!(Stderr, "{file}: {configs}, preset {}", settings.presets.join(" and "))?;
    }
    for left_out in &checked.left_out {
        let why = if left_out.place.is_empty() { "`--exclude`" } else { &left_out.place };
        writeln!(Stderr, "{}: not checked because of {why}", left_out.path)?;
    }
    for (directory, why) in &workspace.skipped {
        match why {
            Some(place) => writeln!(Stderr, "{directory}: skipped because of {place}")?,
            None => writeln!(
                Stderr,
                "{directory}: contains dependencies, so only files in it that Git tracks are checked"
            )?,
        }
    }
    Ok(())
}

/// The paths of files that the command line names and that are there.
fn present(paths: &[String], disk: &dyn FileSystem) -> Result<Vec<String>, Failure> {
    let paths = paths.iter().map(|path| plain_path(Path::new(path)));
    paths.map(|path| disk.read(&path, 0).map(|_| path.clone()).map_err(|why| not_there(path, why))).collect()
}

/// hadolint's `-f` is a format.
fn not_there(path: String, why: io::Error) -> Failure {
    if HadolintFormat::from_name(&path).is_none() {
        return Failure::File(path, why);
    }
    let format = hadolint_value("--format", &path).unwrap_or(&path);
    Failure::Usage(format!("Compose file `{path}` does not exist: did you mean `--format {format}`?"))
}

/// `-f` names Compose files, as for Compose; with other programs it names a format.
fn format_meant(args: &CheckArgs, why: Failure) -> Failure {
    match args.files.project.iter().find(|name| format_named(name).is_ok()) {
        Some(name) => {
            Failure::Usage(format!("Compose file `{name}` does not exist: did you mean `--format {name}`?"))
        }
        None => why,
    }
}

/// Prints the files that were checked.
pub(crate) fn show_files(checked: &Checked) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for file in &checked.files {
        writeln!(out, "{}", plimsoll_report::visible_path(file))?;
    }
    Ok(())
}

/// Prints what holds for a file, as a `plimsoll.toml` would say it.
pub(crate) fn show_settings(linter: &Linter, path: &str) -> Result<(), Failure> {
    let settings = linter.settings_of(path);
    let mut out = std::io::stdout().lock();
    let shown = plimsoll_report::visible;
    writeln!(out, "# {}", shown(path))?;
    match &settings.config {
        Some(config) => writeln!(out, "# configuration: {}", shown(config))?,
        None => writeln!(out, "# configuration: none")?,
    }
    for peer in &settings.peers {
        writeln!(out, "# another linter's configuration: {}", shown(peer))?;
    }
    if settings.is_excluded {
        writeln!(out, "# not checked: `exclude` matches it")?;
    }
    let presets: Vec<String> = settings.presets.iter().map(|name| format!("\"{name}\"")).collect();
    writeln!(out, "extends = [{}]", presets.join(", "))?;
    writeln!(out, "fail-on = \"{}\"", settings.fail_on)?;
    writeln!(out, "\n[rules]")?;
    for RuleSetting { name, level, exceptions, options, reason } in &settings.rules {
        let level = level.name();
        let of_codes = exceptions.iter().map(|(level, codes)| {
            format!("; {} for {}", level.map_or("off", |level| level.name()), codes.join(", "))
        });
        let reason = format!("{reason}{}", of_codes.collect::<String>());
        if options.is_empty() {
            writeln!(out, "{name} = \"{level}\"  # {reason}")?;
        } else {
            let options: Vec<String> =
                options.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            let options = options.join(", ");
            writeln!(out, "{name} = {{ level = \"{level}\", {} }}  # {reason}", shown(&options))?;
        }
    }
    Ok(())
}
