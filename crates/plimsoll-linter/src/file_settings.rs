//! The settings of a file, from all sources.

use plimsoll_diagnostics::Level;

use crate::Linter;

/// The settings that apply to a file.
pub struct FileSettings {
    /// The nearest `plimsoll.toml`.
    pub config: Option<String>,
    /// The configurations of other linters that also apply.
    pub peers: Vec<String>,
    /// Whether a pattern excludes the file.
    pub is_excluded: bool,
    /// The presets that apply.
    pub presets: Vec<&'static str>,
    /// The level at which a run fails.
    pub fail_on: &'static str,
    /// The rules that are turned on.
    pub rules: Vec<RuleSetting>,
}

/// The settings of a rule.
pub struct RuleSetting {
    /// Its name.
    pub name: &'static str,
    /// The level of its findings.
    pub level: Level,
    /// The codes whose findings have a different level; `None` turns them off.
    pub exceptions: Vec<(Option<Level>, Vec<&'static str>)>,
    /// Its options.
    pub options: toml::Table,
    /// The reason why it is turned on.
    pub reason: String,
}

impl Linter {
    /// The settings that apply to a file.
    pub fn settings_of(&self, path: &str) -> FileSettings {
        let configured = self.configs.for_file(path);
        let config = &configured.config;
        let rules = self.registry.all().iter().filter_map(|rule| {
            let meta = &rule.meta;
            let effective = config.effective_level(meta, path)?;
            let (options, reason) = (config.options(meta.name), config.reason(meta, path));
            let exceptions = effective.exceptions.into_iter().collect();
            Some(RuleSetting { name: meta.name, level: effective.level, exceptions, options, reason })
        });
        FileSettings {
            config: configured.path.clone(),
            peers: config.peer_paths().map(str::to_owned).collect(),
            is_excluded: config.is_excluded(path),
            presets: config.presets().collect(),
            fail_on: self.config().fail_on().name(),
            rules: rules.collect(),
        }
    }
}
