//! A node as it is given to a rule: one value instead of one function for each kind.
//!
//! [`Rule`] has a method for each kind of node. A table of these methods for each of the rules would be a third of a
//! mebibyte in the program; as [`Check`], each rule has one function, with nothing in it but the methods that it has.

use plimsoll_compose as compose;
use plimsoll_dockerfile as dockerfile;
use plimsoll_project::{ComposeApp, Container, Daemon, DockerfileModel, Document, Line, Project, Stage};
use plimsoll_shell as shell;

use crate::{Context, ImageUse, Node, Rule, ShellFinding};

/// A node, of the kind that its variant names.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the variants are those of `Node`, which says what they are")]
pub enum NodeRef<'n, 's> {
    Add(&'n dockerfile::Add<'s>),
    Arg(&'n dockerfile::Arg<'s>),
    Cmd(&'n dockerfile::Cmd<'s>),
    Copy(&'n dockerfile::Copy<'s>),
    Entrypoint(&'n dockerfile::Entrypoint<'s>),
    Env(&'n dockerfile::Env<'s>),
    Expose(&'n dockerfile::Expose<'s>),
    From(&'n dockerfile::From<'s>),
    Healthcheck(&'n dockerfile::Healthcheck<'s>),
    Label(&'n dockerfile::Label<'s>),
    Maintainer(&'n dockerfile::Maintainer<'s>),
    Onbuild(&'n dockerfile::Onbuild<'s>),
    Run(&'n dockerfile::Run<'s>),
    Shell(&'n dockerfile::Shell<'s>),
    Stopsignal(&'n dockerfile::Stopsignal<'s>),
    User(&'n dockerfile::User<'s>),
    Volume(&'n dockerfile::Volume<'s>),
    Workdir(&'n dockerfile::Workdir<'s>),
    Instruction(&'n dockerfile::Instruction<'s>),
    Script(&'n shell::Script),
    Command(&'n shell::Command),
    Shellcheck(&'n ShellFinding),
    Image(&'n ImageUse<'s>),
    Stage(&'n Stage<'s>),
    Dockerfile(&'n DockerfileModel<'s>),
    Service(&'n compose::Service<'s>),
    App(&'n ComposeApp<'s>),
    Container(&'n Container<'s>),
    Build(&'n Container<'s>),
    CommandLine(&'n Line),
    HostCommand(&'n shell::Command),
    Document(&'n Document<'s>),
    Daemon(&'n Daemon<'s>),
    Project(&'n Project<'s>),
}

impl NodeRef<'_, '_> {
    /// Its kind.
    pub fn kind(self) -> Node {
        match self {
            NodeRef::Add(_) => Node::Add,
            NodeRef::Arg(_) => Node::Arg,
            NodeRef::Cmd(_) => Node::Cmd,
            NodeRef::Copy(_) => Node::Copy,
            NodeRef::Entrypoint(_) => Node::Entrypoint,
            NodeRef::Env(_) => Node::Env,
            NodeRef::Expose(_) => Node::Expose,
            NodeRef::From(_) => Node::From,
            NodeRef::Healthcheck(_) => Node::Healthcheck,
            NodeRef::Label(_) => Node::Label,
            NodeRef::Maintainer(_) => Node::Maintainer,
            NodeRef::Onbuild(_) => Node::Onbuild,
            NodeRef::Run(_) => Node::Run,
            NodeRef::Shell(_) => Node::Shell,
            NodeRef::Stopsignal(_) => Node::Stopsignal,
            NodeRef::User(_) => Node::User,
            NodeRef::Volume(_) => Node::Volume,
            NodeRef::Workdir(_) => Node::Workdir,
            NodeRef::Instruction(_) => Node::Instruction,
            NodeRef::Script(_) => Node::Script,
            NodeRef::Command(_) => Node::Command,
            NodeRef::Shellcheck(_) => Node::Shellcheck,
            NodeRef::Image(_) => Node::Image,
            NodeRef::Stage(_) => Node::Stage,
            NodeRef::Dockerfile(_) => Node::Dockerfile,
            NodeRef::Service(_) => Node::Service,
            NodeRef::App(_) => Node::App,
            NodeRef::Container(_) => Node::Container,
            NodeRef::Build(_) => Node::Build,
            NodeRef::CommandLine(_) => Node::CommandLine,
            NodeRef::HostCommand(_) => Node::HostCommand,
            NodeRef::Document(_) => Node::Document,
            NodeRef::Daemon(_) => Node::Daemon,
            NodeRef::Project(_) => Node::Project,
        }
    }
}

/// A rule as the linter calls it.
pub trait Check: Send + Sync {
    /// See [`Rule::context_files`].
    fn context_files(&self) -> &[String];

    /// Calls the method for this kind of node.
    fn check(&self, node: NodeRef<'_, '_>, cx: &mut Context);
}

impl<R: Rule> Check for R {
    fn context_files(&self) -> &[String] {
        Rule::context_files(self)
    }

    fn check(&self, node: NodeRef<'_, '_>, cx: &mut Context) {
        match node {
            NodeRef::Add(node) => self.check_add(node, cx),
            NodeRef::Arg(node) => self.check_arg(node, cx),
            NodeRef::Cmd(node) => self.check_cmd(node, cx),
            NodeRef::Copy(node) => self.check_copy(node, cx),
            NodeRef::Entrypoint(node) => self.check_entrypoint(node, cx),
            NodeRef::Env(node) => self.check_env(node, cx),
            NodeRef::Expose(node) => self.check_expose(node, cx),
            NodeRef::From(node) => self.check_from(node, cx),
            NodeRef::Healthcheck(node) => self.check_healthcheck(node, cx),
            NodeRef::Label(node) => self.check_label(node, cx),
            NodeRef::Maintainer(node) => self.check_maintainer(node, cx),
            NodeRef::Onbuild(node) => self.check_onbuild(node, cx),
            NodeRef::Run(node) => self.check_run(node, cx),
            NodeRef::Shell(node) => self.check_shell(node, cx),
            NodeRef::Stopsignal(node) => self.check_stopsignal(node, cx),
            NodeRef::User(node) => self.check_user(node, cx),
            NodeRef::Volume(node) => self.check_volume(node, cx),
            NodeRef::Workdir(node) => self.check_workdir(node, cx),
            NodeRef::Instruction(node) => self.check_instruction(node, cx),
            NodeRef::Script(node) => self.check_script(node, cx),
            NodeRef::Command(node) => self.check_command(node, cx),
            NodeRef::Shellcheck(node) => self.check_shellcheck(node, cx),
            NodeRef::Image(node) => self.check_image(node, cx),
            NodeRef::Stage(node) => self.check_stage(node, cx),
            NodeRef::Dockerfile(node) => self.check_dockerfile(node, cx),
            NodeRef::Service(node) => self.check_service(node, cx),
            NodeRef::App(node) => self.check_app(node, cx),
            NodeRef::Container(node) => self.check_container(node, cx),
            NodeRef::Build(node) => self.check_build(node, cx),
            NodeRef::CommandLine(node) => self.check_command_line(node, cx),
            NodeRef::HostCommand(node) => self.check_host_command(node, cx),
            NodeRef::Document(node) => self.check_document(node, cx),
            NodeRef::Daemon(node) => self.check_daemon(node, cx),
            NodeRef::Project(node) => self.check_project(node, cx),
        }
    }
}
