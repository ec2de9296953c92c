//! Whether APT has anything to ask before it installs: it asks where it must change more than the packages that are named.

use plimsoll_dockerfile::Kind;
use plimsoll_facts::packages::Role;
use plimsoll_shell::{Command, Package, PackageSource, PackageVerb};

use crate::Stage;

/// How many earlier commands are looked at: this is asked for each one that installs.
const MOST_COMMANDS: usize = 500;

/// What `build-essential` depends on.
const BUILD_ESSENTIAL: [&str; 5] = ["dpkg-dev", "g++", "gcc", "libc6-dev", "make"];

impl Stage<'_> {
    /// Whether each of these packages is in the image already, or needs no other package there, so that APT installs them from
    /// instruction `at` without a question.
    pub fn installs_unasked(&self, packages: &[Package<'_>], at: usize) -> bool {
        let known = self.known_image();
        let is_there = |name: &str| {
            Role::Preinstalled.is_of(name)
                || Role::SelfContained.is_of(name)
                || known.is_some_and(|image| image.has_tool(name) == Some(true))
        };
        let mut rest = packages.iter().filter(|it| !is_there(&it.name)).peekable();
        if packages.iter().any(|it| it.source != PackageSource::Registry || it.name.contains(['$', '*'])) {
            return false;
        }
        if rest.peek().is_none() {
            return !packages.is_empty();
        }
        let before = self.indexed().take_while(|(index, _)| *index < at);
        let scripts = before.filter_map(|(_, instruction)| match instruction.kind.triggered() {
            Kind::Run(run) => Some(run.command.script()),
            _ => None,
        });
        let installed: Vec<String> = scripts
            .flat_map(|script| &script.commands)
            .take(MOST_COMMANDS)
            .filter(|command| command.has_option('y', &["--yes", "--assume-yes"]))
            .filter_map(Command::package_action)
            .filter(|action| action.manager.is_apt() && action.verb == PackageVerb::Install)
            .flat_map(|action| action.packages.into_iter().map(|it| it.name.into_string()))
            .collect();
        let is_in = |name: &str| installed.iter().any(|it| it == name);
        let has_tools = is_in("build-essential");
        rest.all(|it| is_in(&it.name) || has_tools && BUILD_ESSENTIAL.contains(&&*it.name))
    }
}
