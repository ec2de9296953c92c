//! Variables that stand for options of `check` and `fix`: an option wins over its variable, a variable over files.

use clap::ValueEnum;
use plimsoll_linter::{Choices, Overrides, day_of};
use plimsoll_rules::RULES;

use crate::args::{CheckArgs, Color};
use crate::failure::Failure;
use crate::outputs::format_named;

/// Sets what the command line does not.
type Set = fn(String, &mut CheckArgs) -> Result<(), String>;

/// The variables. None of them applies fixes.
const VARIABLES: [(&str, Set); 5] = [
    ("PLIMSOLL_CONFIG", |value, args| {
        args.rules.config.get_or_insert(value);
        Ok(())
    }),
    (POLICY, |value, args| {
        args.rules.policy.extend(paths(&value));
        Ok(())
    }),
    ("PLIMSOLL_PRESET", |value, args| {
        Overrides::parse(Choices { preset: Some(&value), ..Choices::default() }, RULES)?;
        args.rules.preset.get_or_insert(value);
        Ok(())
    }),
    ("PLIMSOLL_FAIL_ON", |value, args| {
        Overrides::parse(Choices { fail_on: Some(&value), ..Choices::default() }, RULES)?;
        args.output.fail_on.get_or_insert(value);
        Ok(())
    }),
    ("PLIMSOLL_FORMAT", |value, args| {
        args.output.format.get_or_insert(format_named(&value)?);
        Ok(())
    }),
];

const POLICY: &str = "PLIMSOLL_POLICY";

/// See <https://reproducible-builds.org/specs/source-date-epoch/>.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

const COLOR: &str = "PLIMSOLL_COLOR";

/// The policies that the environment names: they hold for a report, too.
pub(crate) fn policies() -> Vec<String> {
    variable(POLICY).map(|value| paths(&value)).unwrap_or_default()
}

/// The day of builds that are reproducible, as `SOURCE_DATE_EPOCH` has it.
pub(crate) fn build_day() -> Result<Option<String>, Failure> {
    let Some(value) = variable(EPOCH) else { return Ok(None) };
    let seconds = value.parse().map_err(|_| {
        Failure::Usage(format!("{EPOCH} cannot be `{value}`: it is a number of seconds since 1970-01-01"))
    })?;
    Ok(Some(day_of(seconds)))
}

fn paths(list: &str) -> Vec<String> {
    let paths = std::env::split_paths(list).map(|path| path.to_string_lossy().into_owned());
    paths.filter(|path| !path.is_empty()).collect()
}

/// The options with what the variables say. `--isolated` ignores them.
pub(crate) fn complete(mut args: CheckArgs) -> Result<CheckArgs, Failure> {
    if args.rules.isolated {
        return Ok(args);
    }
    for (name, set) in VARIABLES {
        if let Some(value) = variable(name) {
            set(value, &mut args).map_err(|why| Failure::Usage(format!("{name}: {why}")))?;
        }
    }
    Ok(args)
}

/// What the variable for `--color` says.
pub(crate) fn color() -> Result<Option<Color>, Failure> {
    let Some(value) = variable(COLOR) else { return Ok(None) };
    Color::from_str(&value, false)
        .map(Some)
        .map_err(|_| Failure::Usage(format!("{COLOR} cannot be `{value}`: write auto, always or never")))
}

/// A variable; an empty one is as good as none, since CI systems have no other way to unset it.
#[expect(clippy::disallowed_methods, reason = "the program reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
