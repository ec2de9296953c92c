//! A Dockerfile mounts a secret that the service does not give to the build, or the other way round.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingBuildSecret;

impl Rule for MissingBuildSecret {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        let (Some(stage), Some(build)) = (container.stage(), &container.service.build) else { return };
        let given: Vec<_> = build
            .secrets
            .iter()
            .filter_map(|grant| grant.target.as_ref().or(grant.source.as_ref()))
            .collect();
        if given.iter().any(|name| name.is_interpolated()) {
            return;
        }
        let mut used = Vec::new();
        let mounted: Vec<_> = stage.needed().into_iter().flat_map(|stage| mounts(&stage, cx)).collect();
        for (kind, id, span, is_asked_for) in mounted {
            let is_given = match kind {
                "secret" => given.iter().any(|name| name.value == id),
                _ => !build.ssh.is_empty(),
            };
            used.push((kind, id.clone()));
            if is_given || is_asked_for {
                continue;
            }
            let (what, key, flag) = if kind == "ssh" {
                ("an SSH agent".to_owned(), "ssh: [default]".to_owned(), "--ssh default".to_owned())
            } else {
                (format!("the secret `{id}`"), format!("secrets: [{id}]"), format!("--secret id={id}"))
            };
            // The options of an action are inputs.
            let is_action = container
                .line()
                .is_some_and(|line| cx.text(line.command.program).contains("build-push-action"));
            let input = if kind == "ssh" { "ssh: default".to_owned() } else { format!("secrets: {id}=…") };
            cx.report(
                build.span,
                format!("the build for {} does not provide {what}", container.built_name()),
            )
            .here("not listed in this build")
            .label(span, "mounted here in the Dockerfile")
            .help(match container.line() {
                Some(_) if is_action => format!("add `{input}` to `with`"),
                Some(_) => format!("add `{flag}`"),
                None => format!("add `{key}` to `build`"),
            });
        }
        for name in given.iter().filter(|name| !used.contains(&("secret", name.value.clone().into_owned()))) {
            cx.report(
                name.span,
                format!("the build for {} does not use the secret `{}`", container.built_name(), name.value),
            )
            .here(format!("there is no `RUN --mount=type=secret,id={}`", name.value))
            .label(
                stage.from_instruction().map_or(stage.span(), |from| from.keyword.text.span),
                "this stage is built",
            )
            .help("remove the secret, or mount it in the step that needs it");
        }
    }
}

/// The secrets and agents that a stage mounts, and whether its script looks first whether a secret is there.
fn mounts<'p>(stage: &Stage<'p>, cx: &Context) -> Vec<(&'p str, String, Span, bool)> {
    let runs = stage.instructions().iter().filter_map(|instruction| match &instruction.kind {
        Kind::Run(run) => Some((instruction.span, &run.mounts)),
        _ => None,
    });
    let mounts = runs.flat_map(|(span, mounts)| mounts.iter().map(move |mount| (span, mount)));
    let mounts = mounts.filter(|(_, mount)| matches!(mount.kind(), "secret" | "ssh"));
    let named = mounts.filter_map(|(run, mount)| {
        let target = mount.target().map(|target| target.raw.rsplit('/').next().unwrap_or_default());
        let id = mount
            .field(&["id"])
            .map(|id| id.raw)
            .or(target)
            .or((mount.kind() == "ssh").then_some("default"))?;
        let id = id.trim_matches('"');
        let path =
            mount.target().map_or_else(|| format!("/run/secrets/{id}"), |target| target.raw.to_owned());
        let script = cx.text(run);
        // The image may have a file there, which the secret replaces.
        let may_be_there = ["/usr/", "/etc/", "/opt/"].iter().any(|folder| path.starts_with(folder));
        let is_asked_for = match mount.kind() {
            "ssh" => mount.field(&["required"]).is_none() && !needs_agent(script),
            _ => may_be_there || looks_for(script, &path) || is_read_elsewhere(script, &path),
        };
        (!id.contains('$')).then(|| (mount.kind(), id.to_owned(), mount.word.text.span, is_asked_for))
    });
    named.collect()
}

/// Whether a step names what it asks the agent for. Most tools that read a list of packages need it only if the list has
/// private ones: `go mod download`.
fn needs_agent(script: &str) -> bool {
    let (_, commands) = script.split_once("type=ssh").unwrap_or_default();
    ["git@", "ssh", "git clone", "git fetch", "git pull", "git submodule", "scp ", "rsync "]
        .iter()
        .any(|sign| commands.contains(sign))
}

/// Whether a script goes on without a file: it asks whether it is there (`[ -f /run/secrets/token ]`), or hides that it
/// cannot be read (`cat /run/secrets/token || true`, `export TOKEN=$(cat /run/secrets/token)`).
fn looks_for(script: &str, path: &str) -> bool {
    script.match_indices(path).any(|(at, _)| {
        let (before, after) = script.split_at_checked(at).unwrap_or_default();
        let before = before.trim_end_matches('"').trim_end();
        let is_hidden = before.strip_suffix("=$(cat").or_else(|| before.strip_suffix("=\"$(cat"));
        let is_exported = is_hidden
            .and_then(|before| before.rsplit_once(char::is_whitespace))
            .is_some_and(|(before, _)| before.trim_end().ends_with("export"));
        let rest = after.get(path.len()..).unwrap_or_default().trim_start_matches(['"', '\'', ' ', ')']);
        let is_quiet = rest.starts_with("2>/dev/null") || rest.starts_with("2> /dev/null");
        let goes_on = rest.starts_with("||");
        is_exported
            || is_quiet
            || goes_on
            || ["-e", "-f", "-r", "-s"].iter().any(|test| before.ends_with(test))
    })
}

/// Whether a script of its own reads the secret, and may ask whether it is there: the step does not name the path.
fn is_read_elsewhere(script: &str, path: &str) -> bool {
    let calls_script = script.split_ascii_whitespace().any(|word| word.ends_with(".sh"));
    path.starts_with("/run/secrets/") && !script.contains(path) && calls_script
}
