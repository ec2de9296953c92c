//! The users of an image: those that come with it, and those that the steps of a stage create.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{Instruction, Kind, Word};
use plimsoll_facts::accounts;
use plimsoll_facts::programs::Role;
use plimsoll_shell::{Command, PackageVerb, Script};

use crate::{Base, Stage};

/// A user that a step creates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// The number that it is given, if that is written there.
    pub uid: Option<u32>,
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

impl<'p> Stage<'p> {
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

    /// The name of the image that it starts from, when there is certainly no user `name` before instruction `at`: the
    /// users of the image are known, and no step may bring about another.
    pub fn lacks_user(&self, name: &str, at: usize) -> Option<&'static str> {
        let base = match self.root_base() {
            Base::Scratch => "scratch",
            Base::Image(image) => image.official()?,
            _ => return None,
        };
        let known = accounts::of_image(base)?;
        let before: Vec<_> = self.instructions_before(at).take(MOST_BEFORE + 1).collect();
        let may_be_there = known.users.contains(&name)
            || before.len() > MOST_BEFORE
            || before.into_iter().any(|it| self.may_create(it, name));
        (!may_be_there).then_some(known.image)
    }

    /// Whether an instruction may bring the user about.
    fn may_create(&self, instruction: &Instruction<'_>, name: &str) -> bool {
        let brings_files = |sources: &[Word<'_>], destination: &Word<'_>| {
            let to = destination.value.trim_end_matches('/');
            let is_open = |source: &Word<'_>| source.value.contains(".tar") || source.value.contains('$');
            to.is_empty() || to.starts_with("/etc") || to.contains('$') || sources.iter().any(is_open)
        };
        match &instruction.kind {
            Kind::Run(run) => {
                let is_harmless = |command: &Command| {
                    let is_update =
                        command.package_action().is_some_and(|it| it.verb == PackageVerb::UpdateIndex);
                    Role::CreatesNoUser.is_of(command.name()) || is_update
                };
                let names = |command: &Command| {
                    command.words.iter().any(|word| word.raw.contains(name) || word.raw.contains("passwd"))
                };
                let commands = run.command.commands();
                commands.iter().any(|it| !is_harmless(it) || names(it) || !it.redirects.is_empty())
                    || !run.command.script().problems.is_empty()
            }
            // What cannot be read may be a misspelt `RUN`.
            Kind::Malformed(_) => true,
            _ => instruction.copy_paths().is_some_and(|(sources, to)| brings_files(sources, to)),
        }
    }
}

fn created(stage: &Stage<'_>, at: usize, script: &Script, command: &Command, name: &str) -> Option<Account> {
    let takes_value = match command.name() {
        "useradd" => USERADD,
        "adduser" => ADDUSER,
        _ => return None,
    };
    let mut operands = command.operands_but(takes_value);
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
    Some(Account { uid, span: word.span })
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
