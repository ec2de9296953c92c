//! What holds for one file, after everything that may say something about it.

use plimsoll_diagnostics::Level;

use crate::Linter;

/// The settings that hold for a file.
pub struct FileSettings {
    /// The nearest `plimsoll.toml`.
    pub config: Option<String>,
    /// The configurations of other linters that hold besides.
    pub peers: Vec<String>,
    /// Whether a pattern leaves the file out.
    pub is_excluded: bool,
    /// The presets that it starts from.
    pub presets: Vec<&'static str>,
    /// The level from which a run fails.
    pub fail_on: &'static str,
    /// The rules that are on.
    pub rules: Vec<RuleSetting>,
}

/// What holds for a rule.
pub struct RuleSetting {
    /// Its name.
    pub name: &'static str,
    /// How bad its findings are.
    pub level: Level,
    /// The codes whose findings have another level, or with `None` are off.
    pub exceptions: Vec<(Option<Level>, Vec<&'static str>)>,
    /// Its options.
    pub options: toml::Table,
    /// What turns it on.
    pub reason: String,
}

impl Linter {
    /// What holds for a file.
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
