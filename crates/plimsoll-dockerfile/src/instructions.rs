//! The instructions, one type for each.

use plimsoll_diagnostics::{Span, Text};

use crate::{CommandLine, Flag, ImageRef, Instruction, Word};

/// What an instruction is.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is the instruction of its name")]
pub enum Kind<'s> {
    Add(Add<'s>),
    Arg(Arg<'s>),
    Cmd(Cmd<'s>),
    Copy(Copy<'s>),
    Entrypoint(Entrypoint<'s>),
    Env(Env<'s>),
    Expose(Expose<'s>),
    From(From<'s>),
    Healthcheck(Healthcheck<'s>),
    Label(Label<'s>),
    Maintainer(Maintainer<'s>),
    Onbuild(Onbuild<'s>),
    Run(Run<'s>),
    Shell(Shell<'s>),
    Stopsignal(Stopsignal<'s>),
    User(User<'s>),
    Volume(Volume<'s>),
    Workdir(Workdir<'s>),
    /// BuildKit refuses it, and so much is missing or wrong that nothing of its meaning is sure. A problem says
    /// why. Its arguments are kept as words.
    Malformed(Vec<Word<'s>>),
}

impl<'s> Kind<'s> {
    /// What the instruction does, or, for ONBUILD, what it will do.
    pub fn triggered(&self) -> &Kind<'s> {
        match self {
            Kind::Onbuild(onbuild) => &onbuild.instruction.kind,
            other => other,
        }
    }
}

/// `FROM [--platform=…] image [AS name]`.
#[derive(Debug)]
pub struct From<'s> {
    /// The image as it is written: variables are still in it.
    pub image: Word<'s>,
    /// `--platform=`.
    pub platform: Option<Word<'s>>,
    /// `AS`, as it is written.
    pub as_keyword: Option<Text<'s>>,
    /// The name of the stage, as it is written; names are compared without regard to letter case.
    pub name: Option<Word<'s>>,
}

/// `RUN`.
#[derive(Debug)]
pub struct Run<'s> {
    /// What it runs.
    pub command: CommandLine<'s>,
    /// `--mount=`, in order.
    pub mounts: Vec<Mount<'s>>,
}

/// `--mount=type=cache,target=/root/.cache`.
#[derive(Clone, Debug)]
pub struct Mount<'s> {
    /// The flag's value.
    pub word: Word<'s>,
    /// `key=value` or `key`, in order; keys as written.
    pub fields: Vec<(Text<'s>, Option<Text<'s>>)>,
}

/// `CMD`.
#[derive(Debug)]
pub struct Cmd<'s> {
    /// What it runs by default.
    pub command: CommandLine<'s>,
}

/// `ENTRYPOINT`.
#[derive(Debug)]
pub struct Entrypoint<'s> {
    /// What it runs.
    pub command: CommandLine<'s>,
}

/// `SHELL ["bash", "-c"]`.
#[derive(Debug)]
pub struct Shell<'s> {
    /// The shell and its arguments.
    pub words: Vec<Word<'s>>,
}

/// `COPY [--from=…] source… destination`.
#[derive(Debug)]
pub struct Copy<'s> {
    /// What is copied; the words that are here-documents (`<<EOF`) included.
    pub sources: Vec<Word<'s>>,
    /// Where to.
    pub destination: Word<'s>,
    /// `--from=`.
    pub from: Option<Word<'s>>,
    /// Whether it is written as a JSON array.
    pub is_json: bool,
}

/// `ADD source… destination`.
#[derive(Debug)]
pub struct Add<'s> {
    /// What is added; the words that are here-documents (`<<EOF`) included.
    pub sources: Vec<Word<'s>>,
    /// Where to.
    pub destination: Word<'s>,
    /// Whether it is written as a JSON array.
    pub is_json: bool,
}

/// `NAME=value` of ENV, LABEL and ARG.
#[derive(Clone, Debug)]
pub struct Pair<'s> {
    /// From the name to the end of the value.
    pub span: Span,
    /// The name; quotes are still in it.
    pub name: Word<'s>,
    /// The value; quotes are still in it. `None` for an ARG without a default.
    pub value: Option<Word<'s>>,
}

/// `ENV NAME=value…`.
#[derive(Debug)]
pub struct Env<'s> {
    /// What it sets.
    pub pairs: Vec<Pair<'s>>,
    /// Whether it is written in the old form, `ENV NAME value`.
    pub is_legacy: bool,
}

/// `LABEL name=value…`.
#[derive(Debug)]
pub struct Label<'s> {
    /// What it sets.
    pub pairs: Vec<Pair<'s>>,
    /// Whether it is written in the old form, `LABEL name value`.
    pub is_legacy: bool,
}

/// `ARG NAME[=default]…`.
#[derive(Debug)]
pub struct Arg<'s> {
    /// What it declares.
    pub pairs: Vec<Pair<'s>>,
}

/// `EXPOSE port…`.
#[derive(Debug)]
pub struct Expose<'s> {
    /// `8080/tcp`.
    pub ports: Vec<Word<'s>>,
}

/// `USER user[:group]`.
#[derive(Debug)]
pub struct User<'s> {
    /// The user, and group if any.
    pub user: Word<'s>,
}

/// `WORKDIR path`.
#[derive(Debug)]
pub struct Workdir<'s> {
    /// The path; blanks belong to it.
    pub path: Word<'s>,
}

/// `VOLUME path…`.
#[derive(Debug)]
pub struct Volume<'s> {
    /// The paths.
    pub paths: Vec<Word<'s>>,
    /// Whether it is written as a JSON array.
    pub is_json: bool,
}

/// `STOPSIGNAL signal`.
#[derive(Debug)]
pub struct Stopsignal<'s> {
    /// The signal.
    pub signal: Word<'s>,
}

/// `HEALTHCHECK`.
#[derive(Debug)]
pub struct Healthcheck<'s> {
    /// What it does.
    pub test: HealthcheckTest<'s>,
}

/// What a health check does.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a file has one or two of them, nearly always with a command")]
pub enum HealthcheckTest<'s> {
    /// `NONE`: the base's check is switched off.
    None(Text<'s>),
    /// `CMD …`: the keyword, and the command.
    Cmd(Text<'s>, CommandLine<'s>),
}

/// `MAINTAINER name`.
#[derive(Debug)]
pub struct Maintainer<'s> {
    /// Who.
    pub name: Word<'s>,
}

/// `ONBUILD instruction`.
#[derive(Debug)]
pub struct Onbuild<'s> {
    /// What a child image will run.
    pub instruction: Box<Instruction<'s>>,
}

impl<'s> Instruction<'s> {
    /// The value of the last flag with this name.
    pub fn flag(&self, name: &str) -> Option<&Flag<'s>> {
        self.flags.iter().rev().find(|flag| flag.key() == name)
    }

    /// The same, if it has this value.
    pub fn flag_with(&self, name: &str, value: &str) -> Option<&Flag<'s>> {
        self.flag(name).filter(|flag| flag.value.as_ref().is_some_and(|word| word.value == value))
    }

    /// What COPY and ADD take, here-documents included, and where to.
    pub fn copy_paths(&self) -> Option<(&[Word<'s>], &Word<'s>)> {
        match &self.kind {
            Kind::Copy(copy) => Some((&copy.sources, &copy.destination)),
            Kind::Add(add) => Some((&add.sources, &add.destination)),
            _ => None,
        }
    }

    /// The names and values of ARG, ENV or LABEL.
    pub fn pairs(&self) -> &[Pair<'s>] {
        match &self.kind {
            Kind::Arg(arg) => &arg.pairs,
            Kind::Env(env) => &env.pairs,
            Kind::Label(label) => &label.pairs,
            _ => &[],
        }
    }

    /// The words in which `BuildKit` puts values for variables.
    pub fn expanded_words(&self) -> Vec<&Word<'s>> {
        let flags = self.flags.iter().filter(|flag| ["chown", "chmod", "checksum"].contains(&flag.key()));
        let flags = flags.filter_map(|flag| flag.value.as_ref());
        match &self.kind {
            Kind::Run(run) => run.mounts.iter().map(|mount| &mount.word).collect(),
            Kind::User(user) => vec![&user.user],
            Kind::Workdir(workdir) => vec![&workdir.path],
            Kind::Volume(volume) => volume.paths.iter().collect(),
            Kind::Stopsignal(signal) => vec![&signal.signal],
            _ => {
                let paths = self.copy_paths().map(|(sources, to)| sources.iter().chain([to]).chain(flags));
                let pairs =
                    self.pairs().iter().flat_map(|pair| std::iter::once(&pair.name).chain(&pair.value));
                paths.into_iter().flatten().chain(pairs).collect()
            }
        }
    }

    /// What COPY takes from the build context, and ADD from there or elsewhere. Here-documents are not among it.
    pub fn context_sources(&self) -> impl Iterator<Item = &Word<'s>> {
        let is_elsewhere = matches!(&self.kind, Kind::Copy(copy) if copy.from.is_some());
        let (sources, _) = self.copy_paths().filter(|_| !is_elsewhere).unzip();
        sources.unwrap_or_default().iter().filter(|source| !source.value.starts_with("<<"))
    }
}

impl<'s> Pair<'s> {
    /// The pair among these, which are in order, that contains a word.
    pub fn around<'p>(pairs: &'p [Pair<'s>], word: &Word<'_>) -> Option<&'p Pair<'s>> {
        let at = pairs.partition_point(|pair| pair.span.end < word.text.span.end);
        pairs.get(at).filter(|pair| pair.span.contains(word.text.span))
    }
}

impl<'s> Mount<'s> {
    /// The value of a field, under any of its names (`source`, `src`).
    pub fn field(&self, names: &[&str]) -> Option<Text<'s>> {
        let is_asked = |key: &Text<'_>| names.iter().any(|name| key.raw.eq_ignore_ascii_case(name));
        self.fields.iter().rev().find(|(key, _)| is_asked(key)).and_then(|(_, value)| *value)
    }

    /// Its type: `bind` unless it says otherwise.
    pub fn kind(&self) -> &'s str {
        self.field(&["type"]).map_or("bind", |kind| kind.raw)
    }

    /// `target=`: where it appears.
    pub fn target(&self) -> Option<Text<'s>> {
        self.field(&["target", "dst", "destination"])
    }

    /// Whether what is written to `folder` goes to a cache or to memory, and not into the image. A folder of a home
    /// directory is written `~/.cache`: any home will do.
    pub fn keeps_out(&self, folder: &str) -> bool {
        if !["cache", "tmpfs"].contains(&self.kind()) {
            return false;
        }
        let target = self.target().map_or("", |target| target.raw.trim_matches(['"', '\'']));
        let target = target.trim_end_matches('/');
        let is_unknown = target.is_empty() || target.contains('$');
        let Some(mut above) = folder.strip_prefix('~') else {
            let rest = folder.strip_prefix(target);
            return is_unknown || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        };
        while !above.is_empty() && !target.ends_with(above) {
            above = above.rsplit_once('/').map_or("", |(above, _)| above);
        }
        is_unknown || !above.is_empty() || target == "/root" || target.starts_with("/home/")
    }

    /// `from=`: a stage, an image, or a named context.
    pub fn from(&self) -> Option<Text<'s>> {
        self.field(&["from"])
    }
}

impl<'s> From<'s> {
    /// The image, split into its parts.
    pub fn image_ref(&self) -> ImageRef<'s> {
        ImageRef::parse(self.image.text)
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Text};

    use crate::{Dockerfile, Kind};

    /// Whether the mount of a RUN keeps a folder out of the image.
    fn keeps_out(mount: &str, folder: &str) -> bool {
        let text = format!("FROM a\nRUN --mount={mount} x\n");
        let file = Dockerfile::parse(Text::new(&text, FileId::FIRST, 0));
        let Some(Kind::Run(run)) = file.instructions.last().map(|instruction| &instruction.kind) else {
            panic!()
        };
        run.mounts.iter().any(|mount| mount.keeps_out(folder))
    }

    #[test]
    fn what_mounts_keep_out() {
        for (mount, folder) in [
            ("type=cache,target=/var/cache/apt", "/var/cache/apt/archives"),
            ("type=tmpfs,dst=/var/lib/apt/", "/var/lib/apt/lists"),
            ("type=cache,destination=/root/.cache", "~/.cache/pip"),
            ("type=cache,target=/home/app/.cache/pip", "~/.cache/pip"),
            ("type=cache,target=/root", "~/.cache/pip"),
            ("type=cache,target=$CACHE", "~/.cache/pip"),
        ] {
            assert!(keeps_out(mount, folder), "{mount} {folder}");
        }
        for (mount, folder) in [
            ("type=bind,target=/var/cache/apt", "/var/cache/apt"),
            ("type=cache,target=/var/cache/ap", "/var/cache/apt"),
            ("type=cache,target=/var/cache/apt/archives/partial", "/var/cache/apt/archives"),
            ("type=cache,target=/root/.npm", "~/.cache/pip"),
        ] {
            assert!(!keeps_out(mount, folder), "{mount} {folder}");
        }
    }
}
