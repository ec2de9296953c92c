//! The instructions by name, and the flags each of them takes: one table.

mod summary;

/// An instruction's keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the instruction of its name")]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
}

/// A flag that an instruction takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagSpec {
    /// `from` of `--from`.
    pub name: &'static str,
    /// What it takes.
    pub takes: FlagValue,
    /// The releases of the frontend that have it, where not every one has.
    pub since: Option<Since>,
}

/// The first releases of the frontend `docker/dockerfile` that have a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The first `1.x` of the stable channel; none: no stable release has it.
    pub stable: Option<u32>,
    /// The first `1.x-labs`.
    pub labs: u32,
}

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagValue {
    /// `=text`, which may be empty.
    Text,
    /// `=text`, and it may be given more than once.
    Repeated,
    /// Nothing, `=true` or `=false`.
    Bool,
}

const fn text(name: &'static str) -> FlagSpec {
    FlagSpec { name, takes: FlagValue::Text, since: None }
}

const fn repeated(name: &'static str) -> FlagSpec {
    FlagSpec { name, takes: FlagValue::Repeated, since: None }
}

const fn bool(name: &'static str) -> FlagSpec {
    FlagSpec { name, takes: FlagValue::Bool, since: None }
}

impl FlagSpec {
    const fn since(self, stable: u32, labs: u32) -> FlagSpec {
        FlagSpec { since: Some(Since { stable: Some(stable), labs }), ..self }
    }

    const fn since_labs(self, labs: u32) -> FlagSpec {
        FlagSpec { since: Some(Since { stable: None, labs }), ..self }
    }
}

impl Keyword {
    /// Every keyword, in alphabetical order.
    pub const ALL: [Keyword; 18] = [
        Keyword::Add,
        Keyword::Arg,
        Keyword::Cmd,
        Keyword::Copy,
        Keyword::Entrypoint,
        Keyword::Env,
        Keyword::Expose,
        Keyword::From,
        Keyword::Healthcheck,
        Keyword::Label,
        Keyword::Maintainer,
        Keyword::Onbuild,
        Keyword::Run,
        Keyword::Shell,
        Keyword::Stopsignal,
        Keyword::User,
        Keyword::Volume,
        Keyword::Workdir,
    ];

    /// Its name in capitals.
    pub fn name(self) -> &'static str {
        match self {
            Keyword::Add => "ADD",
            Keyword::Arg => "ARG",
            Keyword::Cmd => "CMD",
            Keyword::Copy => "COPY",
            Keyword::Entrypoint => "ENTRYPOINT",
            Keyword::Env => "ENV",
            Keyword::Expose => "EXPOSE",
            Keyword::From => "FROM",
            Keyword::Healthcheck => "HEALTHCHECK",
            Keyword::Label => "LABEL",
            Keyword::Maintainer => "MAINTAINER",
            Keyword::Onbuild => "ONBUILD",
            Keyword::Run => "RUN",
            Keyword::Shell => "SHELL",
            Keyword::Stopsignal => "STOPSIGNAL",
            Keyword::User => "USER",
            Keyword::Volume => "VOLUME",
            Keyword::Workdir => "WORKDIR",
        }
    }

    /// The keyword with this name, in any letter case.
    pub fn from_name(name: &str) -> Option<Keyword> {
        Keyword::ALL.into_iter().find(|keyword| keyword.name().eq_ignore_ascii_case(name))
    }

    /// The flags it takes.
    ///
    /// Sources: BuildKit, `frontend/dockerfile/instructions`; the releases that brought them,
    /// docs.docker.com/build/dockerfile/release-notes.
    pub fn flags(self) -> &'static [FlagSpec] {
        match self {
            Keyword::From => const { &[text("platform")] },
            Keyword::Run => {
                const {
                    &[
                        repeated("mount").since(2, 2),
                        text("network").since(3, 3),
                        text("security"),
                        repeated("device").since_labs(14),
                    ]
                }
            }
            Keyword::Copy => {
                const {
                    &[
                        text("from"),
                        text("chown"),
                        text("chmod").since(2, 2),
                        bool("link").since(4, 4),
                        bool("parents").since(20, 7),
                        repeated("exclude").since(19, 7),
                    ]
                }
            }
            Keyword::Add => {
                const {
                    &[
                        text("chown"),
                        text("chmod").since(2, 2),
                        bool("link").since(4, 4),
                        bool("keep-git-dir").since(6, 5),
                        text("checksum").since(6, 6),
                        bool("unpack").since(17, 17),
                        repeated("exclude").since(19, 7),
                    ]
                }
            }
            Keyword::Healthcheck => {
                const {
                    &[
                        text("interval"),
                        text("timeout"),
                        text("start-period"),
                        text("start-interval").since(6, 6),
                        text("retries"),
                    ]
                }
            }
            _ => &[],
        }
    }

    /// Whether BuildKit looks at its flags at all: those of ARG and STOPSIGNAL are dropped unseen.
    pub(crate) fn checks_flags(self) -> bool {
        !matches!(self, Keyword::Arg | Keyword::Stopsignal)
    }

    /// Whether a here-document may follow it.
    pub(crate) fn takes_heredocs(self) -> bool {
        matches!(self, Keyword::Add | Keyword::Copy | Keyword::Run)
    }
}
