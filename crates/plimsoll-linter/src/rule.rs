//! What a rule is.

use plimsoll_compose as compose;
use plimsoll_diagnostics::{Category, Level};
use plimsoll_dockerfile as dockerfile;
use plimsoll_packed::PackedText;
use plimsoll_project::{ComposeApp, Container, Daemon, DockerfileModel, Document, Line, Project, Stage};
use plimsoll_shell as shell;

use crate::{Context, ImageUse, ShellFinding};

/// A rule: a struct whose fields are its options, with one method for each kind of node that its page lists.
///
/// The linter walks each project once and passes each node only to the rules that check its kind.
#[expect(unused_variables, reason = "a rule overrides the methods that it needs, and only those")]
#[expect(missing_docs, reason = "one method for each variant of `Node`, which says what it is")]
pub trait Rule: Send + Sync {
    /// The files at the roots of build contexts that the rule asks about: [`DockerfileModel::context_file`].
    fn context_files(&self) -> &[String] {
        &[]
    }
    fn check_add(&self, add: &dockerfile::Add, cx: &mut Context) {}
    fn check_arg(&self, arg: &dockerfile::Arg, cx: &mut Context) {}
    fn check_cmd(&self, cmd: &dockerfile::Cmd, cx: &mut Context) {}
    fn check_copy(&self, copy: &dockerfile::Copy, cx: &mut Context) {}
    fn check_entrypoint(&self, entrypoint: &dockerfile::Entrypoint, cx: &mut Context) {}
    fn check_env(&self, env: &dockerfile::Env, cx: &mut Context) {}
    fn check_expose(&self, expose: &dockerfile::Expose, cx: &mut Context) {}
    fn check_from(&self, from: &dockerfile::From, cx: &mut Context) {}
    fn check_healthcheck(&self, healthcheck: &dockerfile::Healthcheck, cx: &mut Context) {}
    fn check_label(&self, label: &dockerfile::Label, cx: &mut Context) {}
    fn check_maintainer(&self, maintainer: &dockerfile::Maintainer, cx: &mut Context) {}
    fn check_onbuild(&self, onbuild: &dockerfile::Onbuild, cx: &mut Context) {}
    fn check_run(&self, run: &dockerfile::Run, cx: &mut Context) {}
    fn check_shell(&self, shell: &dockerfile::Shell, cx: &mut Context) {}
    fn check_stopsignal(&self, stopsignal: &dockerfile::Stopsignal, cx: &mut Context) {}
    fn check_user(&self, user: &dockerfile::User, cx: &mut Context) {}
    fn check_volume(&self, volume: &dockerfile::Volume, cx: &mut Context) {}
    fn check_workdir(&self, workdir: &dockerfile::Workdir, cx: &mut Context) {}
    fn check_instruction(&self, instruction: &dockerfile::Instruction, cx: &mut Context) {}
    fn check_script(&self, script: &shell::Script, cx: &mut Context) {}
    fn check_command(&self, command: &shell::Command, cx: &mut Context) {}
    fn check_shellcheck(&self, finding: &ShellFinding, cx: &mut Context) {
        // Its page speaks of many.
        let code = finding.alias.trim_start_matches("shellcheck:");
        finding.report(cx).here(format!("{code}: {}", finding.label));
    }
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {}
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {}
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {}
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {}
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {}
    fn check_container(&self, container: &Container, cx: &mut Context) {}
    fn check_build(&self, container: &Container, cx: &mut Context) {}
    fn check_command_line(&self, line: &Line, cx: &mut Context) {}
    fn check_host_command(&self, command: &shell::Command, cx: &mut Context) {}
    fn check_document(&self, document: &Document, cx: &mut Context) {}
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {}
    fn check_project(&self, project: &Project, cx: &mut Context) {}
}

/// A kind of node. Each kind has a method in [`Rule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An ADD instruction. As for every instruction, this includes those in ONBUILD.
    Add,
    /// An ARG instruction.
    Arg,
    /// A CMD instruction.
    Cmd,
    /// A COPY instruction.
    Copy,
    /// An ENTRYPOINT instruction.
    Entrypoint,
    /// An ENV instruction.
    Env,
    /// An EXPOSE instruction.
    Expose,
    /// A FROM instruction.
    From,
    /// A HEALTHCHECK instruction.
    Healthcheck,
    /// A LABEL instruction.
    Label,
    /// A MAINTAINER instruction.
    Maintainer,
    /// An ONBUILD instruction. Its trigger is also passed separately.
    Onbuild,
    /// A RUN instruction.
    Run,
    /// A SHELL instruction.
    Shell,
    /// A STOPSIGNAL instruction.
    Stopsignal,
    /// A USER instruction.
    User,
    /// A VOLUME instruction.
    Volume,
    /// A WORKDIR instruction.
    Workdir,
    /// Any instruction.
    Instruction,
    /// A script that a POSIX-like shell runs, in RUN, CMD, ENTRYPOINT or HEALTHCHECK.
    Script,
    /// One simple command of such a script.
    Command,
    /// A ShellCheck finding about a script, for the rules with its code among their aliases. Without a check, it is
    /// reported unchanged.
    Shellcheck,
    /// A use of an image in FROM, COPY --from, RUN --mount or a service.
    Image,
    /// A build stage.
    Stage,
    /// A whole Dockerfile.
    Dockerfile,
    /// A Compose service as written in its file.
    Service,
    /// A whole Compose project.
    App,
    /// A container: a service together with the stage that it builds. The final stage of a Dockerfile without a service
    /// is passed only as a stage.
    Container,
    /// A build: a service with `build`, a `docker build` command line, or an equivalent.
    Build,
    /// A command line of a container client in a script.
    CommandLine,
    /// Any other command in a script on the host that concerns a container engine.
    HostCommand,
    /// A data file other than a Compose file, with its `kind`.
    Document,
    /// The settings of dockerd, `daemon.json`.
    Daemon,
    /// The whole project.
    Project,
}

impl Node {
    /// The number of kinds.
    pub const COUNT: usize = Node::Project as usize + 1;
}

/// The lowest preset that includes a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// Certain problems that are worth fixing immediately.
    Recommended,
    /// Every hardening measure.
    Security,
    /// Further checks for careful teams.
    Strict,
    /// All rules, including matters of taste.
    All,
}

/// The stability of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Can change or be removed without notice. Only `all` includes it.
    Preview,
    /// Keeps its name and its findings.
    Stable,
    /// Will be removed. Only `all` includes it.
    Deprecated,
}

impl Status {
    /// Its name on pages and in lists.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Preview => "preview",
            Status::Stable => "stable",
            Status::Deprecated => "deprecated",
        }
    }
}

/// How editors show the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Faded: the reported code can be removed.
    Unnecessary,
    /// Struck through: the reported code has a replacement.
    Deprecated,
}

/// A rule's metadata, generated from the front matter of its page.
#[derive(Clone, Copy, Debug)]
pub struct RuleMeta {
    /// `latest-tag`.
    pub name: &'static str,
    /// Its directory in `rules/`, such as `dockerfile`.
    pub family: &'static str,
    /// A summary of one line.
    pub summary: &'static str,
    /// Its category.
    pub category: Category,
    /// The default severity level of its findings.
    pub level: Level,
    /// The lowest preset that includes it.
    pub preset: Preset,
    /// The lowest preset that includes its minor findings: those that it marks as such, and those in files for tests,
    /// development and examples.
    pub minor: Preset,
    /// The kinds of node that it checks; empty for problems that the linter itself reports.
    pub on: &'static [Node],
    /// The corresponding codes of other linters, such as `hadolint:DL3007`.
    pub aliases: &'static [&'static str],
    /// The aliases whose linter cannot detect these findings. A severity set for such a code does not lower them.
    pub exceeds: &'static [&'static str],
    /// The release that added it, such as `0.1.0`.
    pub since: &'static str,
    /// How far it can be relied on.
    pub status: Status,
    /// Its former names, oldest first. They still select, suppress and configure it.
    pub replaces: &'static [&'static str],
    /// How editors show its findings.
    pub tag: Option<Tag>,
    /// Whether `--select` hides its findings, although the linter itself reports them: the file can be parsed.
    pub selectable: bool,
    /// Whether only its own name turns it off. Its aliases mostly stand for files that other linters cannot parse, and
    /// ignoring those does not make a build succeed.
    pub named_only: bool,
    /// Whether other rules' fixes must not edit the instruction that it reports, because its end is not certain.
    pub blocks_fixes: bool,
    /// Whether its page shows a safe fix.
    pub fixable: bool,
    /// Whether its page shows a fix that is applied with `--unsafe-fixes` only.
    pub fixable_unsafely: bool,
    /// Whether it reports nothing until its options are set, or is only on when somebody asks for it.
    pub needs_options: bool,
    /// The page without its front matter.
    pub page: PackedText,
}

impl Preset {
    /// All presets, lowest first.
    pub const ALL: [Preset; 4] = [Preset::Recommended, Preset::Security, Preset::Strict, Preset::All];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Recommended => "recommended",
            Preset::Security => "security",
            Preset::Strict => "strict",
            Preset::All => "all",
        }
    }

    /// The preset with this name.
    pub fn from_name(name: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.name() == name)
    }
}

impl RuleMeta {
    /// The URL of the page.
    pub fn url(&self) -> String {
        let (repository, file) = (env!("CARGO_PKG_REPOSITORY"), self.name.replace('-', "_"));
        format!("{repository}/blob/main/rules/{}/{file}.md", self.family)
    }

    /// The page without its front matter.
    pub fn body(&self) -> &'static str {
        self.page.get()
    }
}
