//! What surrounds a run and tells hadolint something: its variables of the environment, and files in the home folder.

use plimsoll_compose::truth_value;

use super::config::{Hadolint, LABEL_TYPES, SEVERITIES, threshold};
use crate::Registered;
use crate::config::{Names, Switch};

/// What surrounds a run. The library reads no environment: whoever calls it says what there is.
#[derive(Clone, Debug, Default)]
pub struct Ambient {
    /// Variables whose name starts with `HADOLINT_`, and their values.
    pub variables: Vec<(String, String)>,
    /// Where hadolint would look for a file of the user, in order. The first that exists counts, and only where the
    /// project has none.
    pub files: Vec<String>,
}

impl Ambient {
    /// What the user's folders hold for hadolint.
    ///
    /// Source: hadolint 2.15; `config` is `$XDG_CONFIG_HOME`, by default `.config` in the home folder.
    pub fn user_files(home: &str, config: Option<&str>) -> Vec<String> {
        let config = config.map_or_else(|| format!("{home}/.config"), str::to_owned);
        let in_folder = |folder: &str, names: &[&str]| -> Vec<String> {
            names.iter().map(|name| format!("{folder}/{name}")).collect()
        };
        let both = ["hadolint.yaml", "hadolint.yml"];
        let mut files = in_folder(&config, &both);
        files.extend(in_folder(&format!("{home}/.hadolint"), &both));
        files.extend(in_folder(&format!("{home}/.hadolint"), &["config.yaml", "config.yml"]));
        files.extend(in_folder(home, &crate::formats::HADOLINT_NAMES));
        files
    }

    /// Whether every variable says something.
    ///
    /// # Errors
    /// What to tell the user about the first that does not: one line.
    pub fn check(&self, registry: &'static [Registered]) -> Result<(), String> {
        if self.variables.is_empty() {
            return Ok(());
        }
        self.settings(&Names::new(registry)).1.into_iter().next().map_or(Ok(()), Err)
    }

    /// What the variables say, and what is wrong with them.
    pub(crate) fn settings(&self, names: &Names) -> (Hadolint, Vec<String>) {
        let mut settings = Hadolint::default();
        let mut problems = Vec::new();
        for (name, value) in &self.variables {
            let mut problem = |what: String| problems.push(format!("{name}: {what}"));
            let Some(setting) = name.strip_prefix("HADOLINT_") else { continue };
            let items = || value.split(',').map(str::trim).filter(|item| !item.is_empty());
            let is_on = || value == "1" || truth_value(value) == Some(true);
            match setting {
                "NOFAIL" => settings.never_fails = Some(is_on()),
                "STRICT_LABELS" => settings.strict_labels = Some(is_on()),
                "DISABLE_IGNORE_PRAGMA" => settings.disables_pragmas = Some(is_on()),
                "TRUSTED_REGISTRIES" => settings.trusted.extend(items().map(str::to_owned)),
                "IGNORE" => items().for_each(|code| {
                    settings.switch(code, Switch::Off, names, |message, _| problem(message));
                }),
                "FAILURE_THRESHOLD" => match threshold(value.trim()) {
                    Some(fail_on) => settings.fail_on = Some(fail_on),
                    None => problem(format!("hadolint has no level `{value}`")),
                },
                "REQUIRE_LABELS" => {
                    for item in items() {
                        let (label, kind) = item.split_once(':').unwrap_or((item, "text"));
                        let kind = if kind.is_empty() { "text" } else { kind };
                        if LABEL_TYPES.contains(&kind) {
                            settings.labels.insert(label.to_owned(), kind.to_owned());
                        } else {
                            problem(format!("unknown label type `{kind}`"));
                        }
                    }
                }
                _ => {
                    let level = setting.strip_prefix("OVERRIDE_").map(str::to_ascii_lowercase);
                    let level = SEVERITIES.into_iter().find(|(name, _)| level.as_deref() == Some(name));
                    for code in level.iter().flat_map(|_| items()) {
                        let switch = Switch::On(level.map(|(_, level)| level));
                        settings.switch(code, switch, names, |message, _| problem(message));
                    }
                }
            }
        }
        (settings, problems)
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::Level;

    use super::*;
    use crate::config::{FailOn, RULES};

    fn settings(variables: &[(&str, &str)]) -> (Hadolint, Vec<String>) {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let ambient = Ambient { variables: variables.collect(), files: Vec::new() };
        ambient.settings(&Names::new(RULES))
    }

    #[test]
    fn variables_say_what_the_file_says() {
        let (settings, problems) = settings(&[
            ("HADOLINT_IGNORE", "DL3007, SC2046"),
            ("HADOLINT_OVERRIDE_ERROR", "DL3006"),
            ("HADOLINT_TRUSTED_REGISTRIES", "docker.io,ghcr.io"),
            ("HADOLINT_REQUIRE_LABELS", "a:url,b"),
            ("HADOLINT_FAILURE_THRESHOLD", "error"),
            ("HADOLINT_STRICT_LABELS", "Yes"),
            ("HADOLINT_DISABLE_IGNORE_PRAGMA", "0"),
            ("HADOLINT_FORMAT", "json"),
        ]);
        assert_eq!(problems, [""; 0]);
        assert_eq!(settings.trusted, ["docker.io", "ghcr.io"]);
        assert_eq!(settings.labels.into_iter().map(|(a, b)| a + &b).collect::<Vec<_>>(), ["aurl", "btext"]);
        assert_eq!(settings.fail_on, Some(FailOn::Level(Level::Error)));
        assert_eq!((settings.strict_labels, settings.disables_pragmas), (Some(true), Some(false)));
    }

    #[test]
    fn what_says_nothing_is_told() {
        let (_, problems) = settings(&[
            ("HADOLINT_IGNORE", "DL9999,latest"),
            ("HADOLINT_FAILURE_THRESHOLD", "never"),
            ("HADOLINT_REQUIRE_LABELS", "a:link"),
        ]);
        assert_eq!(
            problems,
            [
                "HADOLINT_IGNORE: hadolint has no rule `DL9999`",
                "HADOLINT_IGNORE: `LATEST` is not a hadolint or ShellCheck code",
                "HADOLINT_FAILURE_THRESHOLD: hadolint has no level `never`",
                "HADOLINT_REQUIRE_LABELS: unknown label type `link`",
            ]
        );
    }
}
