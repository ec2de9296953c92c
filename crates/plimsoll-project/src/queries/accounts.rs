//! The users of an image: those that come with it, and those that the steps of a stage create.

use plimsoll_compose::Grant;
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{Instruction, Kind, Word};
use plimsoll_facts::accounts::{self, Accounts};
use plimsoll_facts::programs::Role;
use plimsoll_shell::{Command, PackageVerb, Script};

use crate::{Base, Container, Stage};

/// A user that a step creates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// The number that it is given, if that is written there.
    pub uid: Option<u32>,
    /// Whether it certainly gets a home directory of its own name below `/home`.
    pub has_home: bool,
    /// The word that names it.
    pub span: Span,
}

/// Options of `useradd` whose value is the next word (useradd(8)).
const USERADD: &[&str] = &[
    "-b",
    "--base-dir",
    "-c",
    "--comment",
    "-d",
    "--home-dir",
    "-e",
    "--expiredate",
    "-f",
    "--inactive",
    "-g",
    "--gid",
    "-G",
    "--groups",
    "-k",
    "--skel",
    "-K",
    "--key",
    "-p",
    "--password",
    "-R",
    "--root",
    "-P",
    "--prefix",
    "-s",
    "--shell",
    "-u",
    "--uid",
    "-Z",
    "--selinux-user",
];

/// Options of both kinds of `adduser`, Debian's and `BusyBox`'s, whose value is the next word.
const ADDUSER: &[&str] = &[
    "--home",
    "--shell",
    "--uid",
    "--gid",
    "--ingroup",
    "--gecos",
    "--comment",
    "--conf",
    "--firstuid",
    "--lastuid",
    "-h",
    "-g",
    "-s",
    "-G",
    "-u",
    "-k",
];

/// How many instructions are looked through for a user: this is asked for each USER.
const MOST_BEFORE: usize = 200;

impl Container<'_> {
    /// Whether its image certainly has a user `name` that is not root: it comes with the base image, or a step creates it.
    pub fn has_user(&self, name: &str) -> bool {
        match self.accounts_of() {
            Some(Source::Stage(stage)) => stage.has_user(name),
            Some(Source::Image(known)) => known.users.contains(&name),
            None => {
                let known = self.known_image().filter(|_| !self.is_mounted_near("/etc/passwd"));
                known.is_some_and(|known| known.has_user(name))
            }
        }
    }

    /// The name of its image, when there is certainly no user `name` in it, and nothing is mounted over its users.
    pub fn lacks_user(&self, name: &str) -> Option<&'static str> {
        match self.accounts_of()? {
            Source::Stage(stage) => stage.lacks_user(name, stage.end()),
            Source::Image(known) => (!known.users.contains(&name)).then_some(known.image),
        }
    }

    /// The same of a group.
    pub fn lacks_group(&self, name: &str) -> Option<&'static str> {
        match self.accounts_of()? {
            Source::Stage(stage) => stage.lacks_group(name, stage.end()),
            Source::Image(known) => (!known.groups.contains(&name)).then_some(known.image),
        }
    }

    fn accounts_of(&self) -> Option<Source<'_>> {
        let service = self.service;
        let may_replace = |grant: &Grant<'_>| {
            grant
                .target
                .as_ref()
                .is_some_and(|target| target.value.starts_with("/etc") || target.value.contains('$'))
        };
        let is_changed = self.has_open_mounts()
            || service.extends.is_some()
            || ["/etc/passwd", "/etc/group"].into_iter().any(|path| self.is_mounted_near(path))
            || service.configs.iter().chain(&service.secrets).any(may_replace);
        match (is_changed, self.stage()) {
            (true, _) => None,
            (_, Some(stage)) => (!stage.is_windows()).then_some(Source::Stage(stage)),
            _ if self.is_built() => None,
            _ => self.image().get()?.accounts().map(Source::Image),
        }
    }
}

/// What decides which users a container has.
enum Source<'p> {
    Stage(Stage<'p>),
    Image(&'static Accounts),
}

impl<'p> Stage<'p> {
    /// The step before instruction `at` that creates a user with root's number: `user` is a name, or a name and a group.
    pub fn second_root(&self, user: &str, at: usize) -> Option<Account> {
        self.account(user.split(':').next()?, at).filter(|account| account.uid == Some(0))
    }

    /// The user `name` as a step before instruction `at` creates it, in this stage or in one it starts from.
    pub fn account(&self, name: &str, at: usize) -> Option<Account> {
        let own = self.indexed().rev().filter(move |(index, _)| *index < at);
        let own = own.map(|(at, instruction)| (*self, at, instruction));
        let above = self.parents().flat_map(|stage| stage.indexed().map(move |(at, it)| (stage, at, it)));
        own.chain(above).find_map(|(stage, at, instruction)| {
            let Kind::Run(run) = &instruction.kind else { return None };
            let script = run.command.script();
            script.commands.iter().find_map(|command| created(&stage, at, script, command, name))
        })
    }

    /// Whether there certainly is a user `name` at its end that is not root: it comes with the base image, or a step creates
    /// it.
    pub fn has_user(&self, name: &str) -> bool {
        match self.account(name, self.end()) {
            Some(account) => account.uid != Some(0),
            None => match self.root_base() {
                Base::Image(image) => {
                    let is_listed = image.accounts().is_some_and(|known| known.users.contains(&name));
                    is_listed || self.known_image().is_some_and(|known| known.has_user(name))
                }
                _ => false,
            },
        }
    }

    /// The users that its steps create under a name that is written there, and those of the stages it starts from; the
    /// last one first.
    pub fn created_users(&self) -> impl Iterator<Item = &'p plimsoll_shell::Word> + use<'p> {
        let stages = std::iter::once(*self).chain(self.parents());
        let runs =
            stages.flat_map(|stage| stage.instructions().iter().rev()).filter_map(|it| match &it.kind {
                Kind::Run(run) => Some(run),
                _ => None,
            });
        runs.flat_map(|run| run.command.commands().iter().rev()).filter_map(named_user)
    }

    /// The name of the image that it starts from, when there is certainly no user `name` before instruction `at`: the
    /// users of the image are known, and no step may bring about another.
    pub fn lacks_user(&self, name: &str, at: usize) -> Option<&'static str> {
        self.lacks_account(name, at, |known| &known.users, |_| false)
    }

    /// The same of a group.
    pub fn lacks_group(&self, name: &str, at: usize) -> Option<&'static str> {
        self.lacks_account(name, at, |known| &known.groups, |command| creates_user_alone(command, name))
    }

    fn lacks_account(
        &self,
        name: &str,
        at: usize,
        names: impl Fn(&Accounts) -> &Vec<&'static str>,
        is_harmless: impl Fn(&Command) -> bool,
    ) -> Option<&'static str> {
        let known = match self.root_base() {
            Base::Scratch => accounts::of_image("scratch", "latest")?,
            Base::Image(image) => image.accounts()?,
            _ => return None,
        };
        // An image without any file is the base of others, which bring the user.
        let brings_files = |it: &Instruction<'_>| matches!(it.kind, Kind::Copy(_) | Kind::Add(_));
        let is_empty = || !self.instructions_before(self.end()).take(MOST_BEFORE).any(brings_files);
        if matches!(self.root_base(), Base::Scratch) && is_empty() {
            return None;
        }
        let before: Vec<_> = self.instructions_before(at).take(MOST_BEFORE + 1).collect();
        let may_be_there = names(known).contains(&name)
            || before.len() > MOST_BEFORE
            || before.into_iter().any(|it| self.may_create(it, name, &is_harmless));
        (!may_be_there).then_some(known.image)
    }

    /// Whether an instruction may bring a user or group of this name about. A command that `is_harmless` does not.
    fn may_create(
        &self,
        instruction: &Instruction<'_>,
        name: &str,
        is_harmless: &dyn Fn(&Command) -> bool,
    ) -> bool {
        let brings_files = |sources: &[Word<'_>], destination: &Word<'_>| {
            let to = destination.value.trim_end_matches('/');
            let is_open = |source: &Word<'_>| source.value.contains(".tar") || source.value.contains('$');
            to.is_empty() || to.starts_with("/etc") || to.contains('$') || sources.iter().any(is_open)
        };
        match &instruction.kind {
            Kind::Run(run) => {
                let changes_others = |command: &Command| {
                    let is_update =
                        command.package_action().is_some_and(|it| it.verb == PackageVerb::UpdateIndex);
                    Role::CreatesNoUser.is_of(command.name()) || is_update || creates_named(command)
                };
                let names = |command: &Command| {
                    let is_sign =
                        |word: &str| [name, "passwd", "/etc/group"].iter().any(|it| word.contains(it));
                    command.words.iter().any(|word| is_sign(&word.raw))
                };
                let commands = run.command.commands();
                let may_create = |it: &Command| !changes_others(it) || names(it) || !it.redirects.is_empty();
                commands.iter().any(|it| !is_harmless(it) && may_create(it))
                    || !run.command.script().problems.is_empty()
            }
            // What cannot be read may be a misspelt `RUN`.
            Kind::Malformed(_) => true,
            _ => instruction.copy_paths().is_some_and(|(sources, to)| brings_files(sources, to)),
        }
    }
}

/// Whether a command creates or changes the users and groups that its words name, and no others.
fn creates_named(command: &Command) -> bool {
    let is_one =
        matches!(command.name(), "useradd" | "adduser" | "usermod" | "groupadd" | "addgroup" | "groupmod");
    is_one && command.words.iter().all(|word| word.literal().is_some())
}

/// Whether a command creates the user `name` and certainly no group of this name: the user is put into another one, or
/// into `nogroup`, as the `adduser` of Debian and of `BusyBox` do with system users.
fn creates_user_alone(command: &Command, name: &str) -> bool {
    let is_user = named_user(command).is_some_and(|user| user.is(name));
    let is_another = |short: char, long: &[&str]| {
        command.option_value(short, long).is_some_and(|group| !group.text.contains('$') && group.text != name)
    };
    let has_no_own = match command.name() {
        "useradd" => command.has_option('N', &["--no-user-group"]) || is_another('g', &["--gid"]),
        "adduser" => {
            let is_system = command.has_option('S', &["--system"]) && !command.has_option('\0', &["--group"]);
            let is_in = command.has_option('G', &["--ingroup"]);
            is_another('G', &["--ingroup"]) || is_system && !is_in
        }
        _ => false,
    };
    is_user && has_no_own && command.redirects.is_empty() && creates_named(command)
}

/// The user that a command creates, as a word.
fn named_user(command: &Command) -> Option<&plimsoll_shell::Word> {
    let mut operands = command.operands_but(options(command)?);
    let word = operands.next()?;
    (operands.next().is_none() && word.literal().is_some()).then_some(word)
}

/// The options of a command that creates a user whose value is the next word.
fn options(command: &Command) -> Option<&'static [&'static str]> {
    match command.name() {
        "useradd" => Some(USERADD),
        "adduser" => Some(ADDUSER),
        _ => None,
    }
}

fn created(stage: &Stage<'_>, at: usize, script: &Script, command: &Command, name: &str) -> Option<Account> {
    let mut operands = command.operands_but(options(command)?);
    let (word, group) = (operands.next()?, operands.next());
    let value = |text: &str| {
        let Some(variable) = text.strip_prefix('$') else { return Some(text.to_owned()) };
        let variable = variable.trim_start_matches('{').trim_end_matches('}');
        let own = script.variable_of(command, variable).map(str::to_owned);
        own.or_else(|| stage.variable_at(variable, at).get().map(str::to_owned))
    };
    // `adduser app staff` puts a user that is there into a group.
    if group.is_some() || value(word.unquoted())? != name {
        return None;
    }
    let uid = command.option_value('u', &["--uid"]).and_then(|uid| value(uid.text)?.parse().ok());
    let is_made = match command.name() {
        "useradd" => command.has_option('m', &["--create-home"]),
        _ => !command.has_option('H', &["--no-create-home", "--system"]) && !command.has_option('S', &[]),
    };
    let has_home =
        is_made && !command.has_option('d', &["--home", "--home-dir"]) && !command.has_option('h', &[]);
    Some(Account { uid, has_home, span: word.span })
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{SourceFile, Sources};

    use crate::Project;

    /// The number of `app` at the end of a Dockerfile; none when it is not created there.
    fn uids(run: &str) -> Vec<Option<u32>> {
        let sources = Sources::new();
        let text = format!("FROM debian AS base\nARG ID=10001\n{run}\nFROM base\nUSER app\n");
        let file = sources.add(SourceFile::new("Dockerfile", text));
        let project = Project::dockerfile(&sources, file);
        let account = project.stages().last().unwrap().account("app", 0);
        account.into_iter().map(|account| account.uid).collect()
    }

    #[test]
    fn who_is_created() {
        for (run, expected) in [
            ("RUN useradd -u 10001 app", vec![Some(10001)]),
            ("RUN groupadd -g 1 app && useradd -m -g app --uid=10001 app", vec![Some(10001)]),
            ("RUN useradd -u $ID app", vec![Some(10001)]),
            ("RUN adduser -D -u 10001 -G www app", vec![Some(10001)]),
            ("RUN adduser --disabled-password --gecos '' --uid 10001 app", vec![Some(10001)]),
            ("RUN useradd app", vec![None]),
            ("RUN useradd -u $OTHER app", vec![None]),
            ("RUN useradd -u 10001 other", vec![]),
            ("RUN adduser app staff", vec![]),
            ("RUN groupadd -g 10001 app", vec![]),
        ] {
            assert_eq!(uids(run), expected, "{run}");
        }
    }
}
