//! A `plimsoll.toml` that says what the configuration files of other linters say.

mod draft;

use std::fmt::Write as _;

use plimsoll_diagnostics::{Diagnostic, Level, Text};

use super::switches::Switch;
use super::{FailOn, Names};
use crate::Registered;
use crate::peers::{Code, Hadolint, IMPLIED_ROOT, ParsedConfig, PeerConfig, ROOT_USER};
use draft::Draft;

/// A configuration file of another linter.
pub struct PeerFile<'s> {
    /// Its path, as the user knows it.
    pub path: &'s str,
    /// Whose it is; `None`: hadolint's.
    pub peer: Option<&'static PeerConfig>,
    /// Whether it lies above the directory, so that its patterns are seen from elsewhere.
    pub is_inherited: bool,
    /// Its text.
    pub source: Text<'s>,
}

/// What became of some files.
pub struct Migrated {
    /// The text of the `plimsoll.toml`.
    pub text: String,
    /// What was taken from each file, and what was not.
    pub said: Vec<String>,
    /// What is wrong with them; it stands in the text as comments.
    pub problems: Vec<Diagnostic>,
}

/// Writes down what files say that hold for one directory. Of hadolint's, there is one at most.
/// What has expired by `today` is a comment.
pub fn migrate(files: &[PeerFile<'_>], registry: &'static [Registered], today: &str) -> Migrated {
    let names = Names::new(registry);
    let paths: Vec<&str> = files.iter().map(|file| file.path).collect();
    let mut draft = Draft::new(&paths, &names);
    let (mut said, mut problems) = (Vec::new(), Vec::new());
    let is_alone = files.len() == 1;
    for file in files {
        let line = match file.peer {
            None => {
                let mut settings = Hadolint::default();
                let found = settings.read(file.source, &names);
                let line = draft.hadolint(file.path, &settings, &found, file.source);
                problems.extend(found.into_iter().filter(|_| !file.is_inherited));
                line
            }
            Some(peer) => {
                let mut settings = peer.read(file.source);
                problems.extend(settings.broken.take().filter(|_| !file.is_inherited));
                for code in settings.codes.iter().filter(|code| !code.holds_on(today)) {
                    let until = code.until.as_deref().unwrap_or_default();
                    draft.remark("rules", &format!("{}: {} was off until {until}", file.path, code.name));
                }
                settings.codes.retain(|code| code.holds_on(today));
                if file.is_inherited {
                    settings.exclude.clear();
                    settings.codes.retain(|code| code.files.is_empty());
                }
                draft.peer(file.path, peer, &settings, is_alone)
            }
        };
        said.extend((!file.is_inherited).then_some(line));
    }
    Migrated { text: draft.text(), said, problems }
}

impl Draft<'_> {
    /// Takes in what hadolint was told; gives what to say about it.
    fn hadolint(
        &mut self,
        path: &str,
        settings: &Hadolint,
        problems: &[Diagnostic],
        source: Text<'_>,
    ) -> String {
        // Without it, what hadolint checks and `recommended` does not would be off.
        self.extends.push("hadolint");
        match settings.fail_on() {
            Some(fail_on) => self.fail_on = Some(fail_on),
            None => self.remark(
                "fail-on",
                "without `failure-threshold`, hadolint fails at `info` and above; here, the default is `warning`\n\
                 fail-on = \"note\"",
            ),
        }
        self.trusted.clone_from(&settings.trusted);
        self.strict_labels = settings.strict_labels;
        self.labels.clone_from(&settings.labels);
        if settings.disables_pragmas == Some(true) {
            self.remark(
                "rules",
                "`disable-ignore-pragma` has no equivalent: hadolint comments take effect again, except with `--no-ignores`",
            );
        }
        self.heading(path);
        let mut count = 0;
        for (key, switch) in settings.switches.in_order() {
            self.rule(key, switch, "");
            count += 1;
        }
        // It says nothing of an image that starts as root by itself.
        let ignores_root = settings.switches.in_order().contains(&(ROOT_USER, Switch::Off));
        let root = if ignores_root { Switch::Off } else { Switch::On(Some(Level::Note)) };
        self.rule(
            IMPLIED_ROOT,
            root,
            "an image that runs as root by default, which hadolint does not detect",
        );
        for code in &settings.unanswered {
            self.remark("rules", &format!("{code}: no equivalent rule"));
        }
        for code in &settings.retired {
            self.remark("rules", &format!("{code}: hadolint no longer has this rule"));
        }
        for problem in problems {
            let start = problem.primary.span.start.saturating_sub(source.span.start) as usize;
            let line = source.raw.get(..start).unwrap_or_default().matches('\n').count() + 1;
            let help = problem.help.as_ref().map(|help| format!(": {help}")).unwrap_or_default();
            self.remark("rules", &format!("{path}:{line}: {}{help}", problem.message));
        }
        let mut said = format!("{path}: {}", counted(count, "rule"));
        if !settings.retired.is_empty() {
            let _ = write!(said, "; hadolint no longer has {}", settings.retired.join(", "));
        }
        if !problems.is_empty() {
            let _ = write!(said, "; not understood: {}", counted(problems.len(), "setting"));
        }
        said + &no_longer_needed("hadolint")
    }

    /// Takes in what another peer was told.
    fn peer(&mut self, path: &str, peer: &PeerConfig, settings: &ParsedConfig, is_alone: bool) -> String {
        self.heading(path);
        let (mut count, mut unknown) = (0, 0);
        for code in &settings.codes {
            if self.code(code) { count += 1 } else { unknown += 1 }
        }
        for pattern in &settings.exclude {
            let pattern = pattern.trim_start_matches("./");
            // Whatever else is checked in these files was no matter of this peer.
            if is_alone && is_plain(pattern) {
                self.exclude.push(pattern.to_owned());
            } else {
                self.remark("exclude", &format!("{path} excludes `{pattern}`"));
            }
        }
        match settings.fail_on {
            Some(fail_on) if is_alone => self.fail_on = Some(fail_on),
            Some(fail_on) => {
                self.remark("fail-on", &format!("{path} sets this\nfail-on = \"{}\"", fail_on.name()));
            }
            None => {}
        }
        for lost in &settings.lost {
            self.remark("rules", &format!("{path}: {lost}"));
        }
        let mut said = format!("{path}: {}", counted(count, "rule"));
        if unknown > 0 {
            let _ = write!(said, "; {} from {} without an equivalent", counted(unknown, "rule"), peer.name);
        }
        if !settings.lost.is_empty() {
            let _ = write!(said, "; {} as comments", counted(settings.lost.len(), "setting"));
        }
        let program = peer.name.trim_end_matches("'s settings");
        if settings.foreign > 0 {
            let ids = counted(settings.foreign, "id");
            let _ = write!(
                said,
                "; {ids} not related to Dockerfiles or Compose files, so keep this file for {program}"
            );
            return said;
        }
        said + &no_longer_needed(program)
    }

    /// Whether a rule answers to a code.
    fn code(&mut self, code: &Code) -> bool {
        let found = self.names.matching_code(&code.name);
        if found.is_empty() {
            self.remark("rules", &format!("{}: no equivalent rule", code.name));
        }
        let switch = code.level.map_or(Switch::Off, |level| Switch::On(Some(level)));
        let until = code.until.as_ref().map(|day| format!("until {day}")).unwrap_or_default();
        let mut keys: Vec<&'static str> = found.iter().map(|named| named.key).collect();
        keys.dedup();
        for key in keys {
            if code.files.is_empty() {
                self.rule(key, switch, &until);
            } else {
                self.in_files(&code.files, key, switch);
            }
        }
        !found.is_empty()
    }
}

/// What to do with a file whose settings are in `plimsoll.toml` now.
fn no_longer_needed(program: &str) -> String {
    format!("; if nothing else runs {program}, delete this file")
}

/// Whether a pattern reads the same here: some peers take regular expressions.
fn is_plain(pattern: &str) -> bool {
    !pattern.is_empty()
        && !pattern.contains(['\\', '^', '$', '(', ')', '+', '|', '{', '"'])
        && !pattern.contains(".*")
}

fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

/// The level from which on a run fails, as a setting.
fn fail_on_line(fail_on: FailOn) -> String {
    format!("fail-on = \"{}\"\n", fail_on.name())
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::super::{Config, Overrides, ParseContext, PeerSettings, RULES};
    use super::*;

    #[test]
    fn what_hadolint_was_told_is_said_again() {
        let yaml = "ignored: [DL3007, SC9999]\noverride:\n  error: [DL3000]\ntrustedRegistries: ['*.a.com']\n\
                    label-schema:\n  org.a: url\nno-fail: true\n";
        let file = PeerFile {
            path: ".hadolint.yaml",
            peer: None,
            is_inherited: false,
            source: Text::new(yaml, FileId::FIRST, 0),
        };
        let Migrated { text: toml, problems, .. } = migrate(&[file], RULES, "");
        assert_eq!(problems.len(), 0, "{problems:?}");
        let expected = "\
# Converted by `plimsoll migrate` from .hadolint.yaml.

extends = [\"recommended\", \"hadolint\"]
fail-on = \"never\"
trusted-registries = [\"*.a.com\"]

[labels]
\"org.a\" = \"url\"

[rules]
DL3000 = \"error\" # relative-workdir
DL3007 = \"off\" # latest-tag
CKV_DOCKER_3 = \"note\" # , an image that runs as root by default, which hadolint does not detect
# SC9999: no equivalent rule
";
        assert_eq!(toml, expected);
        let settings = PeerSettings::default();
        let around = ParseContext { here: "", load: &|_| Err(String::new()), hadolint: &settings.hadolint };
        let (_, problems) = Config::parse(
            Text::new(&toml, FileId::FIRST, 0),
            "plimsoll.toml",
            &Overrides::default(),
            &settings,
            &Names::new(RULES),
            &around,
        );
        assert_eq!(problems.len(), 0, "{problems:?}");
    }
}
