//! The tree as text, for people: every node with its lines and columns.

use std::fmt::Write as _;

use plimsoll_diagnostics::{SourceFile, Span, Text};

use crate::{
    CommandLine, Dockerfile, Form, Healthcheck, HealthcheckTest, Instruction, Kind, Mount, Pair, Word,
};

impl Dockerfile<'_> {
    /// The tree as indented text. `source` is the file that was parsed.
    pub fn tree(&self, source: &SourceFile) -> String {
        let mut printer = Printer { source, out: String::new(), depth: 0 };
        printer.dockerfile(self);
        printer.out
    }
}

struct Printer<'p> {
    source: &'p SourceFile,
    out: String,
    depth: usize,
}

impl Printer<'_> {
    /// `label "text" 1:1-1:5`.
    fn line(&mut self, label: &str, text: Option<&str>, span: Span) {
        let lines = self.source.lines();
        let from = lines.characters(span.start, &self.source.text);
        let to = lines.characters(span.end, &self.source.text);
        let _ = write!(self.out, "{:1$}{label}", "", self.depth * 2);
        if let Some(text) = text {
            let _ = write!(self.out, " {text:?}");
        }
        let (from_column, to_column) = (from.column + 1, to.column + 1);
        let _ = writeln!(self.out, " {}:{from_column}-{}:{to_column}", from.line + 1, to.line + 1);
    }

    fn inside(&mut self, content: impl FnOnce(&mut Self)) {
        self.depth += 1;
        content(self);
        self.depth -= 1;
    }

    fn word(&mut self, label: &str, word: &Word<'_>) {
        self.line(label, Some(&word.value), word.text.span);
        self.inside(|printer| {
            for variable in word.variables() {
                let name = format!("variable {}{}{}", variable.name, variable.modifier, variable.operand);
                printer.line(&name, None, variable.span);
            }
        });
    }

    fn words(&mut self, label: &str, words: &[Word<'_>]) {
        for word in words {
            self.word(label, word);
        }
    }

    fn text(&mut self, label: &str, text: Option<Text<'_>>) {
        if let Some(text) = text {
            self.line(label, Some(text.raw), text.span);
        }
    }

    fn dockerfile(&mut self, file: &Dockerfile<'_>) {
        for directive in &file.directives {
            self.line(
                &format!("directive {}", directive.name.raw),
                Some(directive.value.raw),
                directive.span,
            );
        }
        for instruction in &file.instructions {
            self.instruction(instruction);
        }
        for comment in &file.comments {
            let label = if comment.inside { "comment inside" } else { "comment" };
            self.line(label, Some(comment.text.raw), comment.text.span);
        }
        for problem in &file.problems {
            self.line(&format!("problem {}: {}", problem.rule, problem.message), None, problem.primary.span);
            self.inside(|printer| {
                for label in &problem.related {
                    printer.line(&format!("label {}", label.text), None, label.span);
                }
                for fix in &problem.fixes {
                    for edit in &fix.edits {
                        let title = format!("{} fix: {}", fix.applicability.name(), fix.title);
                        printer.line(&title, Some(&edit.text), edit.span);
                    }
                }
            });
        }
    }

    fn instruction(&mut self, instruction: &Instruction<'_>) {
        let malformed = if matches!(instruction.kind, Kind::Malformed(_)) { " malformed" } else { "" };
        self.line(&format!("{}{malformed}", instruction.keyword.value), None, instruction.span);
        self.inside(|printer| {
            for flag in &instruction.flags {
                printer.line("flag", Some(&flag.word.value), flag.word.text.span);
            }
            printer.kind(&instruction.kind);
            for heredoc in &instruction.heredocs {
                let name = format!(
                    "heredoc {} fd={} expand={} chomp={}",
                    heredoc.name, heredoc.descriptor, heredoc.expand, heredoc.chomp
                );
                printer.line(&name, None, heredoc.marker.span);
                printer.inside(|printer| {
                    printer.line("body", Some(heredoc.body.raw), heredoc.body.span);
                    printer.text("end", heredoc.end);
                });
            }
            for span in &instruction.blank_lines {
                printer.line("blank line", None, *span);
            }
        });
    }

    fn kind(&mut self, kind: &Kind<'_>) {
        match kind {
            Kind::Add(add) => {
                self.words("source", &add.sources);
                self.word("destination", &add.destination);
            }
            Kind::Copy(copy) => {
                self.words("source", &copy.sources);
                self.word("destination", &copy.destination);
            }
            Kind::Arg(arg) => self.pairs(&arg.pairs),
            Kind::Cmd(cmd) => self.command(&cmd.command),
            Kind::Entrypoint(entrypoint) => self.command(&entrypoint.command),
            Kind::Run(run) => {
                run.mounts.iter().for_each(|mount| self.mount(mount));
                self.command(&run.command);
            }
            Kind::Env(env) => self.pairs(&env.pairs),
            Kind::Label(label) => self.pairs(&label.pairs),
            Kind::Expose(expose) => self.words("port", &expose.ports),
            Kind::From(from) => self.from(from),
            Kind::Healthcheck(Healthcheck { test: HealthcheckTest::None(keyword) }) => {
                self.text("test", Some(*keyword));
            }
            Kind::Healthcheck(Healthcheck { test: HealthcheckTest::Cmd(keyword, command) }) => {
                self.text("test", Some(*keyword));
                self.command(command);
            }
            Kind::Maintainer(maintainer) => self.word("name", &maintainer.name),
            Kind::Onbuild(onbuild) => self.instruction(&onbuild.instruction),
            Kind::Shell(shell) => self.words("element", &shell.words),
            Kind::Stopsignal(stopsignal) => self.word("signal", &stopsignal.signal),
            Kind::User(user) => self.word("user", &user.user),
            Kind::Volume(volume) => self.words("path", &volume.paths),
            Kind::Workdir(workdir) => self.word("path", &workdir.path),
            Kind::Malformed(words) => self.words("word", words),
        }
    }

    fn from(&mut self, from: &crate::From<'_>) {
        if let Some(platform) = &from.platform {
            self.word("platform", platform);
        }
        self.word("image", &from.image);
        let image = from.image_ref();
        self.inside(|printer| {
            printer.text("registry", image.registry);
            printer.text("repository", Some(image.repository));
            printer.text("tag", image.tag);
            printer.text("digest", image.digest);
        });
        self.text("as", from.as_keyword);
        if let Some(name) = &from.name {
            self.word("name", name);
        }
    }

    fn pairs(&mut self, pairs: &[Pair<'_>]) {
        for pair in pairs {
            self.line("pair", None, pair.span);
            self.inside(|printer| {
                printer.word("name", &pair.name);
                if let Some(value) = &pair.value {
                    printer.word("value", value);
                }
            });
        }
    }

    fn mount(&mut self, mount: &Mount<'_>) {
        self.line("mount", None, mount.word.text.span);
        self.inside(|printer| {
            for (key, value) in &mount.fields {
                let span = value.map_or(key.span, |value| key.span.to(value.span));
                printer.line(key.raw, value.map(|value| value.raw), span);
            }
        });
    }

    fn command(&mut self, command: &CommandLine<'_>) {
        match &command.form {
            Form::Shell(script) => {
                self.line("shell", Some(&script.text), command.span);
                self.inside(|printer| printer.text("interpreter", command.interpreter()));
            }
            Form::Exec(elements) => {
                self.line("exec", None, command.span);
                self.inside(|printer| printer.words("element", elements));
            }
        }
    }
}
