//! Settings of rules on the command line, which override all files.

use plimsoll_diagnostics::{FileId, Level, Span, nearest};

use crate::config::globs::Globs;
use crate::config::switches::{Switch, Switches};
use crate::config::{FailOn, Names, PresetSource, did_you_mean};
use crate::folders::Folder;
use crate::{FileKind, Registered, RuleMeta};

/// Settings of rules on the command line.
///
/// A rule can be specified by its name or by another linter's code (`DL3008`, `hadolint:DL3008`). To select and ignore
/// rules, categories, families, presets and patterns are also accepted.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The preset to use instead of those that the files extend.
    pub preset: Option<PresetSource>,
    /// The only rules to run; empty for all.
    pub select: Vec<String>,
    /// Rules to run in addition.
    pub extend_select: Vec<String>,
    /// Rules that do not run, even if selected.
    pub ignore: Vec<String>,
    /// The levels of rules. A level turns its rule on, unless other rules are selected.
    pub levels: Vec<(String, Level)>,
    /// From which level on a run fails.
    pub fail_on: Option<FailOn>,
    /// Patterns of files to skip, in addition to those in the files.
    pub exclude: Vec<String>,
    /// The kinds of files to check, in addition to the default ones.
    pub kinds: Vec<FileKind>,
}

/// The rules with a name or another linter's code.
///
/// # Errors
/// What to tell the user when it means none: one line.
pub fn find_rules(name: &str, registry: &'static [Registered]) -> Result<Vec<&'static RuleMeta>, String> {
    let names = Names::new(registry);
    let found: Vec<_> = names.find(name).iter().map(|named| named.meta).collect();
    if found.is_empty() { Err(no_rule(name, &names)) } else { Ok(found) }
}

fn no_rule(unknown: &str, names: &Names) -> String {
    let help = did_you_mean(names.nearest(unknown), || "run `plimsoll rules` to list all rules".to_owned());
    format!("unknown rule `{unknown}`: {help}")
}

/// Settings of rules on the command line or in an editor, as written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choices<'c> {
    /// The value of `--preset`.
    pub preset: Option<&'c str>,
    /// The values of `--select`.
    pub select: &'c [String],
    /// The values of `--extend-select`.
    pub extend_select: &'c [String],
    /// The values of `--ignore`.
    pub ignore: &'c [String],
    /// The values of `--level`: `RULE=LEVEL`, where the level can be `off`.
    pub levels: &'c [String],
    /// The value of `--fail-on`.
    pub fail_on: Option<&'c str>,
    /// The values of `--exclude`.
    pub exclude: &'c [String],
    /// `--markdown`
    pub markdown: bool,
}

impl Overrides {
    /// Parses the options of the command line.
    ///
    /// # Errors
    /// What to tell the user about the first option that says nothing: one line.
    pub fn parse(choices: Choices<'_>, registry: &'static [Registered]) -> Result<Overrides, String> {
        let mut overrides = Overrides {
            select: choices.select.to_vec(),
            extend_select: choices.extend_select.to_vec(),
            ignore: choices.ignore.to_vec(),
            exclude: choices.exclude.to_vec(),
            kinds: choices.markdown.then_some(FileKind::Markdown).into_iter().collect(),
            ..Overrides::default()
        };
        if let Some(name) = choices.preset {
            overrides.preset =
                Some(one_of("preset", name, PresetSource::all().map(|basis| (basis.name(), basis)))?);
        }
        let named = Level::ALL.map(|level| (level.name(), level));
        if let Some(name) = choices.fail_on {
            let known = named.map(|(name, level)| (name, FailOn::Level(level)));
            overrides.fail_on =
                Some(one_of("level", name, known.into_iter().chain([("never", FailOn::Never)]))?);
        }
        for written in choices.levels {
            let (rule, level) = written
                .split_once('=')
                .filter(|(rule, _)| !rule.is_empty())
                .ok_or_else(|| format!("`--level {written}` must be `RULE=LEVEL`"))?;
            let known = named.map(|(name, level)| (name, Some(level)));
            match one_of("level", level, known.into_iter().chain([("off", None)]))? {
                Some(level) => overrides.levels.push((rule.to_owned(), level)),
                None => overrides.ignore.push(rule.to_owned()),
            }
        }
        overrides.check(registry)?;
        Ok(overrides)
    }

    /// Checks that all rules exist, and that all patterns are valid.
    ///
    /// # Errors
    /// What to tell the user: one line, about the first that is not.
    pub fn check(&self, registry: &'static [Registered]) -> Result<(), String> {
        let names = Names::new(registry);
        let selectors = self.select.iter().chain(&self.extend_select).chain(&self.ignore);
        for selector in selectors {
            if names.select(selector).is_empty() {
                return Err(names.no_selector(selector));
            }
        }
        if let Some((unknown, _)) = self.levels.iter().find(|(name, _)| names.find(name).is_empty()) {
            return Err(no_rule(unknown, &names));
        }
        let mut problems = Vec::new();
        excluding(&self.exclude, |why| problems.push(format!("invalid pattern for `--exclude`: {why}")));
        problems.into_iter().next().map_or(Ok(()), Err)
    }

    /// The rules behind the names.
    pub(super) fn resolve(&self, names: &Names) -> Resolved {
        let set = |written: &[String], switch| {
            let mut switches = Switches::default();
            let selected = written.iter().flat_map(|selector| names.select(selector));
            selected.for_each(|named| switches.add(named.key, switch));
            switches
        };
        let mut levels = Switches::default();
        for (name, level) in &self.levels {
            for rule in names.find(name) {
                levels.set(rule.key, Switch::On(Some(*level)));
            }
        }
        Resolved {
            exclude: excluding(&self.exclude, |_| {}),
            kinds: self.kinds.clone(),
            select: (!self.select.is_empty()).then(|| set(&self.select, Switch::On(None))),
            extend_select: set(&self.extend_select, Switch::On(None)),
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

/// The value with a name.
///
/// # Errors
/// What to tell the user when it stands for nothing: one line.
pub fn one_of<'n, T: Copy>(
    what: &str,
    written: &str,
    known: impl Iterator<Item = (&'n str, T)>,
) -> Result<T, String> {
    let known: Vec<_> = known.collect();
    let names = || known.iter().map(|(name, _)| *name);
    known.iter().find(|(name, _)| *name == written).map(|(_, found)| *found).ok_or_else(|| {
        let all = || format!("expected one of {}", names().collect::<Vec<_>>().join(", "));
        // `warn` is more slips away from `warning` than a typing mistake makes.
        let longer = || names().find(|name| written.len() >= 3 && name.starts_with(written));
        format!(
            "unknown {what} `{written}`: {}",
            did_you_mean(longer().or_else(|| nearest(written, names())), all)
        )
    })
}

/// What the command line says about rules, and about findings that answer to a code.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    pub(super) exclude: Globs,
    pub(super) kinds: Vec<FileKind>,
    select: Option<Switches>,
    extend_select: Switches,
    ignore: Switches,
    levels: Switches,
}

impl Resolved {
    /// The last word on the level of what a rule finds that answers to these codes. The files say `level`, and
    /// `otherwise` is what it is where nobody says anything.
    pub(super) fn resolve_level<A: AsRef<str>>(
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
        let level = match &self.select {
            Some(_) if meta.is_always_reported() => forced.or(level),
            Some(selected) => {
                selected.of(meta, aliases).is_some().then(|| forced.or(level).unwrap_or(otherwise))
            }
            None => forced.or(level),
        };
        let is_added = self.extend_select.of(meta, aliases).is_some();
        level.or_else(|| is_added.then_some(forced.unwrap_or(otherwise)))
    }

    /// The option that turns on what a rule finds that answers to these codes, whatever the files say.
    pub(super) fn forces<A: AsRef<str>>(&self, meta: &RuleMeta, aliases: &[A]) -> Option<&'static str> {
        let selected = self.select.as_ref().filter(|_| !meta.is_always_reported());
        let options = [("--level", Some(&self.levels)), ("--select", selected)];
        options.into_iter().find_map(|(name, said)| said?.of(meta, aliases).map(|_| name))
    }

    /// Whether an option picks what a rule finds that answers to these codes, if any option picks rules.
    pub(super) fn picks<A: AsRef<str>>(&self, meta: &RuleMeta, aliases: &[A]) -> bool {
        let picked = [self.select.as_ref(), Some(&self.extend_select)];
        self.select.is_none() || picked.into_iter().flatten().any(|one| one.of(meta, aliases).is_some())
    }

    /// Whether rules were picked one by one.
    pub(super) fn is_selective(&self) -> bool {
        self.select.is_some()
    }
}
