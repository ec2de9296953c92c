//! A service without a variable that its image does not start without.

use std::collections::HashSet;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingRequiredVariable;

impl Rule for MissingRequiredVariable {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() || app.has_overlay() {
            return;
        }
        let volumes = app.compose.volumes.iter().filter(|volume| volume.external.is_some());
        // Data that are there already need no password.
        let filled: HashSet<&str> = volumes.map(|volume| &*volume.key.value).collect();
        for container in cx.project().containers().filter(runs_image) {
            let data = container.known_image().and_then(|known| known.data);
            let is_filled = |mount: &compose::Mount, source: &str| {
                let is_data = mount.target.as_ref().is_some_and(|target| Some(&*target.value) == data);
                filled.contains(source) || is_data && source.starts_with('/')
            };
            let mut mounts = container.mounted();
            let may_hold_data =
                mounts.any(|(mount, _)| mount.source.as_ref().is_some_and(|it| is_filled(mount, &it.value)));
            if !may_hold_data && !container.has_open_mounts() {
                check(&container, cx);
            }
        }
    }

    fn check_container(&self, container: &Container, cx: &mut Context) {
        let is_kept = container.line().is_some() && !container.is_passing();
        // A volume with a name may hold data already.
        let mut sources = container.mounted().filter_map(|(mount, _)| mount.source.as_ref());
        if is_kept && sources.next().is_none() && !container.has_open_mounts() && runs_image(container) {
            check(container, cx);
        }
    }
}

fn check(container: &Container, cx: &mut Context) {
    let (Some(image), Some(known)) = (container.image().get(), container.known_image()) else { return };
    // A name alone is taken from the caller, and so may be what a variable hides. To be empty is no help.
    let may_have = |name: &str| match container.given_env(name) {
        // `${NAME:-}` asks the caller, and is empty where nobody answers.
        Value::Known { value, .. } => !value.is_empty() || asks_caller(container, name),
        // `NAME = value` in a list is a variable whose name ends with a space, which Compose rejects.
        Value::Unset => container.service.environment.iter().any(|pair| pair.name.value.trim() == name),
        Value::Unknown { .. } => true,
    };
    check_pairs(container, image, known, cx);
    // Options that only ask need no password.
    let asks = |word: &compose::yaml::Scalar| matches!(&*word.value, "--version" | "--help" | "-V" | "-?");
    if container.service.command.iter().flat_map(|command| &command.words).any(asks) {
        return;
    }
    for group in known.required_variables().filter(|group| !group.iter().any(|name| may_have(name))) {
        let Some(&first) = group.first() else { continue };
        let mut pairs = container.service.environment.iter().rev();
        let empty = pairs.find(|pair| group.iter().any(|name| *name == pair.name.value));
        // Who copies an example fills it in.
        if empty.is_some() && container.app.is_for_tests() && !container.app.is_for_development() {
            continue;
        }
        // `MYSQL_ROOT_PASSWORD` means the same as `MARIADB_ROOT_PASSWORD`.
        let what = |name: &str| name.split_once('_').map(|(_, what)| what.to_owned());
        let is_same =
            |name: &&&str| what(name) == what(first) && empty.is_some_and(|pair| pair.name.value == ***name);
        let first = group.iter().find(is_same).map_or(first, |name| *name);
        let of_file = group.iter().find(|name| name.strip_suffix("_FILE") == Some(first));
        let of_file = of_file.map(|name| format!(", or `{name}` to read it from a secret"));
        let finding =
            cx.report(image.span, format!("{} does not start without `{first}`", container.title()));
        finding.here(format!("`{}` exits if this variable is not set", image.repository.text));
        if let Some(pair) = empty {
            finding.label(pair.span, "this value is empty");
        }
        finding.help(match container.line() {
            // A container of a workflow has no command line.
            Some(line) if line.image.is_some() => format!("set `{first}` under `env`"),
            Some(_) => {
                format!("add `-e {first}=…`, or `-e {first}` to pass the value from the environment")
            }
            None => format!("set `{first}` in `environment`{}", of_file.unwrap_or_default()),
        });
    }
}

/// Whether the value that a service gives a variable comes from a variable of the caller.
fn asks_caller(container: &Container, name: &str) -> bool {
    let mut pairs = container.service.environment.iter().rev();
    let pair = pairs.find(|pair| pair.name.value == name);
    pair.and_then(|pair| pair.value.as_ref()).is_some_and(compose::yaml::Scalar::is_interpolated)
}

/// Variables that the entrypoints of `MySQL` and `MongoDB` refuse together, or alone.
fn check_pairs(container: &Container, image: &ImageName, known: project::KnownImage, cx: &mut Context) {
    let value = |name: &str| container.given_env(name);
    let title = container.title();
    let is_sql = ["mysql", "mariadb"].contains(&known.repository);
    for user in ["MYSQL_USER", "MARIADB_USER"].into_iter().filter(|_| is_sql) {
        if value(user).is_known_and(|user| user == "root") {
            cx.report(image.span, format!("{title} does not start with `{user}: root`"))
                .here("the entrypoint exits, because `root` is not a regular user")
                .help(format!("remove `{user}` and set only the root password"));
        }
    }
    let (user, password) = ("MONGO_INITDB_ROOT_USERNAME", "MONGO_INITDB_ROOT_PASSWORD");
    let is_given = |name: &str| {
        let file = value(&format!("{name}_FILE"));
        if file.is_unknown() || value(name).is_unknown() {
            return None;
        }
        Some(file.is_known() || value(name).is_known_and(|value| !value.is_empty()))
    };
    let (Some(has_user), Some(has_password)) = (is_given(user), is_given(password)) else { return };
    if known.repository == "mongo" && has_user != has_password {
        let (there, missing) = if has_user { (user, password) } else { (password, user) };
        cx.report(image.span, format!("{title} does not start with only `{there}`"))
            .here(format!("the entrypoint exits unless `{missing}` is also set"))
            .help("set both variables, or neither of them");
    }
}

/// Whether a service runs an image as it is, and all that it says is known.
fn runs_image(container: &Container) -> bool {
    let service = container.service;
    let program = service.command.as_ref().and_then(|command| command.words.first());
    // What is neither a list nor a mapping is refused as such.
    let is_readable =
        |yaml: &compose::yaml::Yaml| yaml.as_scalar().is_none_or(compose::yaml::Scalar::is_null);
    let is_own = service.get("environment").is_none_or(is_readable)
        && program.is_none_or(|word| {
            word.value.starts_with('-') || ["postgres", "mysqld", "mariadbd"].contains(&&*word.value)
        });
    is_own && !container.is_built() && service.entrypoint.is_none() && container.app.has_all_of(service)
}
