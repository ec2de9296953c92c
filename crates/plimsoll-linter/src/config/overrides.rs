//! What the command line says about rules. It wins over every file.

use plimsoll_diagnostics::{FileId, Level, Span, nearest};

use crate::config::globs::Globs;
use crate::config::switches::{Switch, Switches};
use crate::config::{Basis, FailOn, Names, did_you_mean};
use crate::folders::Folder;
use crate::{Registered, RuleMeta};

/// `--preset`, `--select`, `--ignore`, `--level` and `--fail-on`, as they were written.
///
/// Wherever a rule is named, a peer's code will do: `DL3008`, `hadolint:DL3008`.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Instead of what the files extend.
    pub preset: Option<Basis>,
    /// Only these rules, if any is named.
    pub select: Vec<String>,
    /// Not these rules, selected or not.
    pub ignore: Vec<String>,
    /// How bad the findings of a rule are. This turns it on, unless others are selected.
    pub levels: Vec<(String, Level)>,
    /// From which level on a run fails.
    pub fail_on: Option<FailOn>,
    /// Patterns of files that are not checked, besides those of the files.
    pub exclude: Vec<String>,
}

/// The rules that a name or a peer's code means.
///
/// # Errors
/// What to tell the user when it means none: one line.
pub fn find_rules(name: &str, registry: &'static [Registered]) -> Result<Vec<&'static RuleMeta>, String> {
    let names = Names::new(registry);
    let found: Vec<_> = names.find(name).iter().map(|named| named.meta).collect();
    if found.is_empty() { Err(no_rule(name, &names)) } else { Ok(found) }
}

fn no_rule(unknown: &str, names: &Names) -> String {
    let help = did_you_mean(names.nearest(unknown), || "`plimsoll rules` lists all of them".to_owned());
    format!("there is no rule `{unknown}`: {help}")
}

impl Overrides {
    /// Reads the options of the command line. `levels` are `RULE=LEVEL`; the level may be `off`.
    ///
    /// # Errors
    /// What to tell the user about the first option that says nothing: one line.
    pub fn parse(
        preset: &Option<String>,
        select: &[String],
        ignore: &[String],
        levels: &[String],
        fail_on: &Option<String>,
        registry: &'static [Registered],
    ) -> Result<Overrides, String> {
        let mut overrides =
            Overrides { select: select.to_vec(), ignore: ignore.to_vec(), ..Overrides::default() };
        if let Some(name) = preset {
            overrides.preset = Some(one_of("preset", name, Basis::all().map(|basis| (basis.name(), basis)))?);
        }
        let named = Level::ALL.map(|level| (level.name(), level));
        if let Some(name) = fail_on {
            let known = named.map(|(name, level)| (name, FailOn::Level(level)));
            overrides.fail_on =
                Some(one_of("level", name, known.into_iter().chain([("never", FailOn::Never)]))?);
        }
        for written in levels {
            let (rule, level) =
                written.split_once('=').ok_or_else(|| format!("`--level {written}` is not RULE=LEVEL"))?;
            let known = named.map(|(name, level)| (name, Some(level)));
            match one_of("level", level, known.into_iter().chain([("off", None)]))? {
                Some(level) => overrides.levels.push((rule.to_owned(), level)),
                None => overrides.ignore.push(rule.to_owned()),
            }
        }
        overrides.check(registry)?;
        Ok(overrides)
    }

    /// The same, and without the files that `patterns` hold for.
    ///
    /// # Errors
    /// What to tell the user about the first that is not a pattern: one line.
    pub fn excluding(self, patterns: &[String]) -> Result<Overrides, String> {
        let mut problems = Vec::new();
        excluding(patterns, |why| problems.push(format!("`--exclude` needs a valid pattern: {why}")));
        problems.into_iter().next().map_or(Ok(Overrides { exclude: patterns.to_vec(), ..self }), Err)
    }

    /// Whether every rule that is named exists.
    ///
    /// # Errors
    /// What to tell the user: one line, naming the first rule that does not exist.
    pub fn check(&self, registry: &'static [Registered]) -> Result<(), String> {
        let names = Names::new(registry);
        let mut written = self.written();
        written
            .find(|name| names.find(name).is_empty())
            .map_or(Ok(()), |unknown| Err(no_rule(unknown, &names)))
    }

    fn written(&self) -> impl Iterator<Item = &String> {
        self.select.iter().chain(&self.ignore).chain(self.levels.iter().map(|(name, _)| name))
    }

    /// The rules behind the names.
    pub(super) fn resolve(&self, names: &Names) -> Resolved {
        let set = |written: &[String], switch| {
            let mut switches = Switches::default();
            written.iter().flat_map(|name| keys(names, name)).for_each(|key| switches.add(key, switch));
            switches
        };
        let mut levels = Switches::default();
        for (name, level) in &self.levels {
            keys(names, name).for_each(|key| levels.set(key, Switch::On(Some(*level))));
        }
        Resolved {
            exclude: excluding(&self.exclude, |_| {}),
            select: (!self.select.is_empty()).then(|| set(&self.select, Switch::On(None))),
            ignore: set(&self.ignore, Switch::Off),
            levels,
        }
    }
}

/// Patterns of the command line, seen from where the run was started.
fn excluding(patterns: &[String], mut refuse: impl FnMut(String)) -> Globs {
    let nowhere = Span::at(FileId::FIRST, 0);
    let patterns: Vec<_> = patterns.iter().map(|pattern| (pattern.clone(), nowhere)).collect();
    Globs::new(Folder::new(".", ""), &patterns, |_, why| refuse(why))
}

/// What a name stands for.
///
/// # Errors
/// What to tell the user when it stands for nothing: one line.
pub fn one_of<T: Copy>(
    what: &str,
    written: &str,
    known: impl Iterator<Item = (&'static str, T)>,
) -> Result<T, String> {
    let known: Vec<_> = known.collect();
    let names = || known.iter().map(|(name, _)| *name);
    known.iter().find(|(name, _)| *name == written).map(|(_, found)| *found).ok_or_else(|| {
        let all = || format!("write one of {}", names().collect::<Vec<_>>().join(", "));
        format!("there is no {what} `{written}`: {}", did_you_mean(nearest(written, names()), all))
    })
}

fn keys(names: &Names, name: &str) -> impl Iterator<Item = &'static str> {
    names.find(name).iter().map(|named| named.key)
}

/// What the command line says about rules, and about findings that answer to a code.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    pub(super) exclude: Globs,
    select: Option<Switches>,
    ignore: Switches,
    levels: Switches,
}

impl Resolved {
    /// The last word on the level of what a rule finds that answers to these codes. The files say `level`, and
    /// `otherwise` is what it is where nobody says anything.
    pub(super) fn settle<A: AsRef<str>>(
        &self,
        meta: &RuleMeta,
        aliases: &[A],
        level: Option<Level>,
        otherwise: Level,
    ) -> Option<Level> {
        if self.ignore.of(meta, aliases).is_some() {
            return None;
        }
        let forced = match self.levels.of(meta, aliases) {
            Some(Switch::On(level)) => level,
            _ => None,
        };
        match &self.select {
            // Whether a file can be read is no matter of choice.
            Some(_) if meta.tells_of_reading() => forced.or(level),
            Some(selected) => {
                selected.of(meta, aliases).is_some().then(|| forced.or(level).unwrap_or(otherwise))
            }
            None => forced.or(level),
        }
    }

    /// Whether rules were picked one by one.
    pub(super) fn is_selective(&self) -> bool {
        self.select.is_some()
    }
}
