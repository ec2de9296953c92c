//! What a rule is.

use plimsoll_compose as compose;
use plimsoll_diagnostics::{Category, Level};
use plimsoll_dockerfile as dockerfile;
use plimsoll_packed::PackedText;
use plimsoll_project::{ComposeApp, Container, Daemon, DockerfileModel, Document, Line, Project, Stage};
use plimsoll_shell as shell;
use serde::de::DeserializeOwned;

use crate::{Context, ImageUse, ShellFinding};

/// A rule is a struct whose fields are its options, with one method for each kind of node that its page says it
/// looks at.
///
/// The linter walks each project once and offers every node to the rules that look at its kind, and to no other.
#[expect(unused_variables, reason = "a rule overrides the methods that it needs, and only those")]
#[expect(missing_docs, reason = "one method for each variant of `Node`, which says what it is")]
pub trait Rule: Send + Sync {
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

/// A kind of node; each has its method in [`Rule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An ADD instruction; those of ONBUILD included, as for every instruction.
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
    /// An ONBUILD instruction; its trigger is offered by itself too.
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
    /// What a POSIX-like shell runs: the script of a RUN, CMD, ENTRYPOINT or HEALTHCHECK.
    Script,
    /// One simple command of such a script.
    Command,
    /// What ShellCheck would say of a script, to the rules whose aliases hold its code. A page may do without a check:
    /// what is found is reported as it is then.
    Shellcheck,
    /// The use of an image by FROM, COPY --from, RUN --mount or a service.
    Image,
    /// A build stage.
    Stage,
    /// A whole Dockerfile.
    Dockerfile,
    /// A Compose service as it is written.
    Service,
    /// A whole Compose project.
    App,
    /// What will run: a service, and the stage it builds. (A lone Dockerfile's last stage is offered as a stage only.)
    Container,
    /// What will be built: a service with `build`, a line with `docker build`, or what stands for one.
    Build,
    /// A command line of a container client in a script.
    CommandLine,
    /// Any other command of a script of the host that speaks of an engine.
    HostCommand,
    /// A file of data that is no Compose file; its `kind` says what it is.
    Document,
    /// The settings of dockerd, `daemon.json`.
    Daemon,
    /// Everything together.
    Project,
}

impl Node {
    /// How many kinds there are.
    pub const COUNT: usize = Node::Project as usize + 1;
}

/// From which preset on a rule is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// Certain, and worth stopping for.
    Recommended,
    /// Every hardening measure.
    Security,
    /// What a careful team wants besides.
    Strict,
    /// Everything there is; matters of taste too.
    All,
}

/// How far a rule can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// May change or go without notice; only `all` turns it on.
    Preview,
    /// Keeps its name, and what it reports.
    Stable,
    /// Will be removed; only `all` turns it on.
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

/// How editors draw the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Faded: what is found can be removed.
    Unnecessary,
    /// Struck through: what is found has a successor.
    Deprecated,
}

/// What a rule's page says about it. Generated from the page's front matter.
#[derive(Clone, Copy, Debug)]
pub struct RuleMeta {
    /// `latest-tag`.
    pub name: &'static str,
    /// The folder of `rules/` that it lies in: `dockerfile`.
    pub family: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    /// What it is about.
    pub category: Category,
    /// How bad its findings are, unless the configuration says otherwise.
    pub level: Level,
    /// The mildest preset that turns it on.
    pub preset: Preset,
    /// The kinds of node it looks at; empty for what the linter itself reports.
    pub on: &'static [Node],
    /// The codes of other linters that it answers to: `hadolint:DL3007`.
    pub aliases: &'static [&'static str],
    /// Those of its aliases whose linter cannot make these findings, so that a severity set for one lowers none.
    pub exceeds: &'static [&'static str],
    /// The release that it came with: `0.1.0`.
    pub since: &'static str,
    /// How far it can be relied on.
    pub status: Status,
    /// The names that it had before, the first one first. They still select, suppress and configure it.
    pub replaces: &'static [&'static str],
    /// How editors draw its findings.
    pub tag: Option<Tag>,
    /// Whether `--select` leaves out what the linter itself says of a file: that could be read.
    pub selectable: bool,
    /// Whether only its own name turns it off: most of the codes that it answers to stand for what other linters cannot
    /// read, and ignoring these keeps no build from failing.
    pub named_only: bool,
    /// Whether its page shows a safe fix.
    pub fixable: bool,
    /// Whether its page shows a fix that is applied with `--unsafe-fixes` only.
    pub fixable_unsafely: bool,
    /// The page without its front matter.
    pub page: PackedText,
}

/// Makes a rule from its options.
pub type MakeRule = fn(toml::Table) -> Result<Box<dyn Rule>, toml::de::Error>;

/// An entry of the registry: a rule's page, and how to make the rule from its options.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    /// What the page says.
    pub meta: RuleMeta,
    /// Makes the rule; `None` for what the linter itself reports.
    pub make: Option<MakeRule>,
}

impl Registered {
    /// A rule without options.
    pub const fn new<R: Rule + Default + 'static>(meta: RuleMeta) -> Registered {
        Registered { meta, make: Some(make_plain::<R>) }
    }

    /// A rule whose fields are its options.
    pub const fn with_options<R: Rule + DeserializeOwned + 'static>(meta: RuleMeta) -> Registered {
        Registered { meta, make: Some(make_from_options::<R>) }
    }

    /// What the shell linter finds, as it is: a page without a check.
    pub const fn shellcheck(meta: RuleMeta) -> Registered {
        Registered::new::<AsFound>(meta)
    }

    /// Something that the linter itself reports: a page without a check.
    pub const fn page(meta: RuleMeta) -> Registered {
        Registered { meta, make: None }
    }
}

/// Reports what the shell linter finds.
#[derive(Default)]
struct AsFound;

impl Rule for AsFound {}

#[expect(clippy::needless_pass_by_value, reason = "the type is that of `MakeRule`")]
fn make_plain<R: Rule + Default + 'static>(options: toml::Table) -> Result<Box<dyn Rule>, toml::de::Error> {
    match options.keys().next() {
        None => Ok(Box::new(R::default())),
        Some(option) => Err(serde::de::Error::custom(format_args!("this rule has no option `{option}`"))),
    }
}

fn make_from_options<R: Rule + DeserializeOwned + 'static>(
    options: toml::Table,
) -> Result<Box<dyn Rule>, toml::de::Error> {
    options.try_into::<R>().map(|rule| Box::new(rule) as Box<dyn Rule>)
}

impl Preset {
    /// Every preset, mildest first.
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
    /// Where the page can be read.
    pub fn url(&self) -> String {
        let (repository, file) = (env!("CARGO_PKG_REPOSITORY"), self.name.replace('-', "_"));
        format!("{repository}/blob/main/rules/{}/{file}.md", self.family)
    }

    /// The page without its front matter.
    pub fn body(&self) -> &'static str {
        self.page.get()
    }
}
