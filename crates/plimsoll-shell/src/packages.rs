//! What a package manager's command does: which verb, which packages, in which versions.

mod caches;
mod grammar;
mod hidden;
mod languages;
mod managers;
mod next_command;
mod pacman;
mod pins;
mod system;
mod words;

pub use caches::PackageCache;
use grammar::Grammar;
use managers::managers;
use next_command::next_command;

use crate::options::{operands, takes_next_word};
use crate::{Command, Word};

/// A package manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the program of that name")]
pub enum PackageManager {
    Apk,
    Apt,
    AptGet,
    Aptitude,
    Bun,
    Bundle,
    Cargo,
    Composer,
    Conda,
    Dnf,
    Dotnet,
    Gem,
    Go,
    Mamba,
    Microdnf,
    Npm,
    Pecl,
    Pip,
    Pipx,
    Pnpm,
    Uv,
    Yarn,
    Yum,
    Zypper,
}

/// What a package manager is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageVerb {
    /// Fetch the list of packages: `apt-get update`.
    UpdateIndex,
    /// Install the packages named, or, when none is, what the project's own files ask for. `go run` too: it fetches
    /// what it runs.
    Install,
    /// Bring installed packages up to date.
    Upgrade,
    /// Remove packages.
    Remove,
    /// Delete caches.
    Clean,
}

/// What a command asks of a package manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageAction<'c> {
    /// The package manager.
    pub manager: PackageManager,
    /// What it shall do.
    pub verb: PackageVerb,
    /// The word that says so; the program's name where nothing has to be said (`yarn`).
    pub verb_word: &'c Word,
    /// The word before the verb that says what it is about: `module`, `group`, `global`, `cache`.
    pub group: Option<&'c Word>,
    /// The packages named, in order.
    pub packages: Vec<Package<'c>>,
}

/// A package that a command names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package<'c> {
    /// The word that names it.
    pub word: &'c Word,
    /// The package, path or address, without version and quotes; variables are left as they are written.
    pub name: Box<str>,
    /// The version asked for.
    pub version: Option<Version>,
    /// Where it comes from.
    pub source: PackageSource,
}

/// The version that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What stands before it, `=`, `==`, `~=`, `@` …; the option's name when one gives it.
    pub operator: Box<str>,
    /// The version, as it is written.
    pub text: Box<str>,
}

/// Where a package comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageSource {
    /// The manager's registry, by name.
    Registry,
    /// A file or folder.
    Path,
    /// An address, also of a repository.
    Url,
    /// A file that lists packages: `-r requirements.txt`.
    List,
    /// A variable or substitution, which may stand for any number of packages.
    Unknown,
}

impl PackageManager {
    /// The name of its program.
    pub fn name(self) -> &'static str {
        managers().find(|grammar| grammar.manager == self).map_or("", |grammar| grammar.name)
    }

    /// Whether it installs what APT's sources offer.
    pub fn is_apt(self) -> bool {
        matches!(self, PackageManager::Apt | PackageManager::AptGet | PackageManager::Aptitude)
    }

    /// The options that take the next word as a value.
    pub fn takes_value(self) -> &'static [&'static str] {
        managers().find(|grammar| grammar.manager == self).map_or(&[], |grammar| grammar.takes_value)
    }
}

/// Whether a word asks a program what it is, and not to do anything.
fn asks_about_itself(word: &Word) -> bool {
    ["--version", "-v", "--help", "-h"].iter().any(|option| word.is(option))
}

impl Command {
    /// What it asks of a package manager, when it is one's command and says anything known.
    pub fn package_action(&self) -> Option<PackageAction<'_>> {
        let (grammar, arguments) = self.package_manager()?;
        // What stands behind `--` is not for gem, but for the compiler.
        let is_end = |word: &Word| word.is("--") && grammar.manager == PackageManager::Gem;
        let arguments = arguments.split(is_end).next().unwrap_or_default();
        // After a forgotten `&&`, the rest is a command of its own, and names no package.
        let arguments = arguments.get(..next_command(arguments, grammar)).unwrap_or_default();
        let mut all = operands(arguments, grammar.takes_value);
        let mut verb_word = all.next();
        let mut group = None;
        while verb_word.is_some_and(|word| word.literal().is_some_and(|text| grammar.groups.contains(&text)))
        {
            group = verb_word;
            verb_word = all.next();
        }
        let verb = match verb_word {
            Some(word) => {
                let text = word.literal()?;
                grammar.verbs.iter().find(|(name, _)| *name == text).map(|(_, verb)| *verb)?
            }
            None if arguments.iter().any(asks_about_itself) => return None,
            None => grammar.without_verb?,
        };
        let mut named: Vec<Package<'_>> = match verb {
            PackageVerb::Install | PackageVerb::Upgrade | PackageVerb::Remove => {
                // What stands behind the package are the arguments of the program.
                let is_run =
                    grammar.manager == PackageManager::Go && verb_word.is_some_and(|word| word.is("run"));
                let most = if is_run { 1 } else { usize::MAX };
                all.take(most).map(|word| package(word, word.unquoted(), grammar)).collect()
            }
            PackageVerb::UpdateIndex | PackageVerb::Clean => Vec::new(),
        };
        if verb == PackageVerb::Install {
            self.packages_in_options(grammar, arguments, &mut named);
        }
        let verb_word = verb_word.or(self.name_word())?;
        Some(PackageAction { manager: grammar.manager, verb, verb_word, group, packages: named })
    }

    /// Whether it is a package manager's command or removes files, or a variable says what it is: where it matters what
    /// its variables hold.
    pub fn is_about_packages(&self) -> bool {
        matches!(self.name(), "" | "rm" | "find") || self.package_manager().is_some()
    }

    /// The package manager that it runs.
    pub(crate) fn manager(&self) -> Option<PackageManager> {
        self.package_manager().map(|(grammar, _)| grammar.manager)
    }

    /// The package manager, and the words behind its name: `pip`, `pip3.12`, `python3 -m pip`.
    fn package_manager(&self) -> Option<(&'static Grammar, &[Word])> {
        let program = |name: &str| {
            let unversioned = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            managers().find(|grammar| grammar.name == unversioned)
        };
        let name = self.name();
        if name.starts_with("python") || name == "py" {
            let at = self.words.iter().position(|word| word.is("-m"))?;
            let module = self.words.get(at + 1)?.literal()?;
            // Only Python's own managers are modules of it.
            let grammar = program(module).filter(|grammar| grammar.is_python_module)?;
            return Some((grammar, self.words.get(at + 2..)?));
        }
        Some((program(name)?, self.arguments()))
    }

    /// Packages, lists of packages and versions that stand in options.
    fn packages_in_options<'c>(
        &self,
        grammar: &Grammar,
        arguments: &'c [Word],
        named: &mut Vec<Package<'c>>,
    ) {
        let mut version = None;
        let mut words = arguments.iter().take_while(|word| !word.is("--"));
        while let Some(word) = words.next() {
            let text = word.unquoted();
            if !text.starts_with('-') {
                continue;
            }
            let (option, value) = match text.split_once('=') {
                Some((option, value)) => (option, Some((word, value))),
                None if takes_next_word(text, grammar.takes_value) => {
                    (text, words.next().map(|word| (word, word.unquoted())))
                }
                // `-rrequirements.txt`: the letter, and its value in the same word.
                None => match (text.get(..2), text.get(2..)) {
                    (Some(option), Some(value)) if !value.is_empty() && !text.starts_with("--") => {
                        (option, Some((word, value)))
                    }
                    _ => continue,
                },
            };
            let Some((word, value)) = value else { continue };
            if grammar.lists.contains(&option) {
                let name = value.into();
                named.push(Package { word, name, version: None, source: PackageSource::List });
            } else if grammar.places.contains(&option) {
                named.push(package(word, value, grammar));
            } else if grammar.versions.contains(&option) {
                version = Some(Version { operator: option.into(), text: value.into() });
            }
        }
        for package in named.iter_mut().filter(|package| package.source == PackageSource::Registry) {
            package.version = package.version.take().or_else(|| version.clone());
        }
        named.sort_by_cached_key(|package| package.word.span);
    }
}

fn package<'c>(word: &'c Word, text: &str, grammar: &Grammar) -> Package<'c> {
    let (name, version, source) = (grammar.read)(text);
    Package { word, name: name.into(), version, source }
}
