//! What each instruction and flag is for, in a line or two: for editors.

use super::Keyword;

impl Keyword {
    /// What it is for, in a sentence or two.
    pub fn summary(self) -> &'static str {
        match self {
            Keyword::Add => {
                "Copies files into the image like COPY. It also downloads URLs, clones Git repositories and \
                 extracts local archives."
            }
            Keyword::Arg => {
                "Declares a build argument. `--build-arg` overrides its value. Containers do not see it. \
                 Before the first FROM, it only applies to FROM lines."
            }
            Keyword::Cmd => {
                "Sets the default command of a container, or the default arguments of its ENTRYPOINT. \
                 Only the last CMD takes effect."
            }
            Keyword::Copy => {
                "Copies files from the build context into the image. With `--from`, it copies from a stage or an image."
            }
            Keyword::Entrypoint => {
                "Sets the program that a container runs. Arguments from `docker run`, or otherwise from CMD, are appended. Only the \
                 last ENTRYPOINT takes effect."
            }
            Keyword::Env => "Sets an environment variable for later instructions and for containers.",
            Keyword::Expose => "Documents the ports that a container listens on. It does not publish them.",
            Keyword::From => {
                "Starts a build stage based on an image, an earlier stage, or an empty image (`scratch`)."
            }
            Keyword::Healthcheck => {
                "Sets a command that checks whether a container is healthy. `NONE` disables the base image's health check."
            }
            Keyword::Label => "Adds metadata to the image.",
            Keyword::Maintainer => {
                "Sets the author. Deprecated: use the `org.opencontainers.image.authors` label."
            }
            Keyword::Onbuild => {
                "Adds an instruction that runs when another build uses this image as its base."
            }
            Keyword::Run => "Runs a command and stores its changes in a layer.",
            Keyword::Shell => "Sets the shell for the shell form of RUN, CMD and ENTRYPOINT.",
            Keyword::Stopsignal => "Sets the signal that stops a container. The default is SIGTERM.",
            Keyword::User => {
                "Sets the user, and optionally the group, for later instructions and for containers."
            }
            Keyword::Volume => {
                "Declares paths that are stored in a volume. Each container gets a new volume unless one is mounted. The legacy \
                 builder discards later changes to these paths, but BuildKit keeps them."
            }
            Keyword::Workdir => {
                "Sets the working directory for later instructions and for containers. The directory is created if it does not exist."
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
                "A mount that is available while the command runs: `type=cache,target=PATH`, `type=secret,id=NAME`, \
                 `type=bind,from=STAGE,…`, `type=ssh`, `type=tmpfs`."
            }
            "network" => "The command's network: `default`, `none` or `host`.",
            "security" => "`insecure` runs the command without a sandbox, if the builder allows it.",
            "device" => "A device that the command can use.",
            "from" => "The stage, image or named context that files are copied from.",
            "chown" => "The user and group that own the files. The default is root.",
            "chmod" => "The permissions of the files: `0644`, `u=rwx`.",
            "link" => {
                "Creates a layer that does not depend on earlier layers, so it stays cached when they change."
            }
            "parents" => "Keeps the parent directories of each file.",
            "exclude" => "A pattern of files to exclude.",
            "keep-git-dir" => "Keeps the `.git` directory of a cloned repository.",
            "checksum" => "The expected checksum of a download: `sha256:…`, or a commit.",
            "unpack" => "Whether to extract archives.",
            "interval" => "The time between two checks. The default is 30s.",
            "timeout" => "The maximum duration of a check. The default is 30s.",
            "start-period" => "The time after the start during which failures do not count.",
            "start-interval" => "The time between two checks while the container starts. The default is 5s.",
            "retries" => {
                "The number of consecutive failures that make the container unhealthy. The default is 3."
            }
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
