//! What each instruction and flag is for, in a line or two: for editors.

use super::Keyword;

impl Keyword {
    /// What it is for, in a sentence or two.
    pub fn summary(self) -> &'static str {
        match self {
            Keyword::Add => {
                "Copies files into the image, as COPY does; besides, it downloads URLs, clones Git repositories and \
                 unpacks local archives."
            }
            Keyword::Arg => {
                "Declares a variable for the build. `--build-arg` gives it another value; containers do not see it. \
                 Before the first FROM, it holds for FROM lines only."
            }
            Keyword::Cmd => {
                "What a container runs by default; with an ENTRYPOINT, its default arguments. \
                 Only the last one counts."
            }
            Keyword::Copy => {
                "Copies files from the context, or with `--from` from a stage or an image, into the image."
            }
            Keyword::Entrypoint => {
                "The program that a container runs. Arguments of `docker run`, else CMD, follow it. Only the \
                 last one counts."
            }
            Keyword::Env => "Sets a variable for the instructions below and for containers.",
            Keyword::Expose => "Says on which ports a container listens. It does not publish them.",
            Keyword::From => "Starts a stage from an image, an earlier stage, or nothing (`scratch`).",
            Keyword::Healthcheck => {
                "How the engine finds out whether a container works; `NONE` disables the check of the base image."
            }
            Keyword::Label => "Adds metadata to the image.",
            Keyword::Maintainer => {
                "Names the author. Deprecated: use the label `org.opencontainers.image.authors`."
            }
            Keyword::Onbuild => "An instruction that runs when another build starts from this image.",
            Keyword::Run => "Runs a command, and keeps what it changes as a layer.",
            Keyword::Shell => "The shell for the shell form of RUN, CMD and ENTRYPOINT.",
            Keyword::Stopsignal => "The signal that stops a container; SIGTERM by default.",
            Keyword::User => {
                "The user, and perhaps the group, for the instructions below and for containers."
            }
            Keyword::Volume => {
                "Marks paths whose content lives outside the container. Later changes to them are lost."
            }
            Keyword::Workdir => {
                "The working directory for the instructions below and for containers. It is made if need be."
            }
        }
    }

    /// How it is written.
    pub fn usage(self) -> &'static str {
        match self {
            Keyword::Add => "ADD [--chown=USER] SOURCE... DESTINATION",
            Keyword::Arg => "ARG NAME[=DEFAULT]",
            Keyword::Cmd => "CMD [\"PROGRAM\", \"ARGUMENT\"]",
            Keyword::Copy => "COPY [--from=STAGE] [--chown=USER] SOURCE... DESTINATION",
            Keyword::Entrypoint => "ENTRYPOINT [\"PROGRAM\", \"ARGUMENT\"]",
            Keyword::Env => "ENV NAME=VALUE ...",
            Keyword::Expose => "EXPOSE PORT[/PROTOCOL] ...",
            Keyword::From => "FROM [--platform=PLATFORM] IMAGE[:TAG|@DIGEST] [AS NAME]",
            Keyword::Healthcheck => "HEALTHCHECK [--interval=30s] CMD COMMAND",
            Keyword::Label => "LABEL KEY=VALUE ...",
            Keyword::Maintainer => "MAINTAINER NAME",
            Keyword::Onbuild => "ONBUILD INSTRUCTION",
            Keyword::Run => "RUN [--mount=...] COMMAND",
            Keyword::Shell => "SHELL [\"SHELL\", \"OPTION\"]",
            Keyword::Stopsignal => "STOPSIGNAL SIGNAL",
            Keyword::User => "USER USER[:GROUP]",
            Keyword::Volume => "VOLUME PATH ...",
            Keyword::Workdir => "WORKDIR PATH",
        }
    }

    /// What a flag of it is for.
    pub fn flag_summary(self, flag: &str) -> Option<&'static str> {
        if !self.flags().iter().any(|spec| spec.name == flag) {
            return None;
        }
        Some(match flag {
            "platform" => "The platform of the image: `linux/amd64`, `$BUILDPLATFORM`.",
            "mount" => {
                "Something that the command sees while it runs: `type=cache,target=PATH`, `type=secret,id=NAME`, \
                 `type=bind,from=STAGE,…`, `type=ssh`, `type=tmpfs`."
            }
            "network" => "The network of the command: `default`, `none` or `host`.",
            "security" => "`insecure` runs the command without a sandbox, if the builder allows it.",
            "device" => "A device that the command gets.",
            "from" => "The stage, image or named context that files are copied from.",
            "chown" => "The user and group that the files belong to; root by default.",
            "chmod" => "The permissions of the files: `0644`, `u=rwx`.",
            "link" => {
                "Makes a layer that does not depend on the ones below, so that it stays valid when they change."
            }
            "parents" => "Keeps the folders in front of each file.",
            "exclude" => "Files that are left out, as a pattern.",
            "keep-git-dir" => "Keeps the `.git` directory of a cloned repository.",
            "checksum" => "What a download must have: `sha256:…`, or a commit.",
            "unpack" => "Whether archives are unpacked.",
            "interval" => "The time between two checks; 30s by default.",
            "timeout" => "How long a check may take; 30s by default.",
            "start-period" => "How long failures do not count after the start.",
            "start-interval" => "The time between two checks while the container starts; 5s by default.",
            "retries" => "After how many failures it is unhealthy; 3 by default.",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_has_a_summary() {
        for keyword in Keyword::ALL {
            assert!(keyword.usage().starts_with(keyword.name()));
            for flag in keyword.flags() {
                assert!(keyword.flag_summary(flag.name).is_some(), "{} --{}", keyword.name(), flag.name);
            }
        }
    }
}
