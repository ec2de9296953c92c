//! What scripts, Makefiles and texts say of Compose files.

use super::*;
use crate::MemoryFiles;

fn read<const N: usize>(files: [(&str, &str); N]) -> (MemoryFiles, ComposeCommands) {
    let paths: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
    let files = MemoryFiles(files.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
    let roots = [".".to_owned()].into();
    let commands = ComposeCommands::read(&files, (roots, "/r"), paths.into_iter());
    (files, commands)
}

#[test]
fn files_that_are_named_later_are_laid_over_others() {
    let (_, commands) = read([
        (
            "web/Makefile",
            "up:\n\tdocker compose -f ../common/compose.yml \\\r\n\t\t-f ./alone/compose.yml up\n\
             down:\n\tdocker compose -f a/compose.yml -f b/compose.yml down\n\tdocker compose -f b/compose.yml ps\n",
        ),
        ("x.sh", "docker rm -f web; docker build -f Dockerfile . && docker compose -f x/compose.yml up"),
        ("common/compose.yml", ""),
        ("web/alone/compose.yml", ""),
        ("web/a/compose.yml", ""),
        ("web/b/compose.yml", ""),
        ("b/compose.yml", ""),
        ("x/compose.yml", ""),
    ]);
    for (path, expected) in [
        ("web/alone/compose.yml", true),
        ("common/compose.yml", false),
        ("web/a/compose.yml", false),
        ("web/b/compose.yml", false),
        ("b/compose.yml", false),
        ("x/compose.yml", false),
    ] {
        assert_eq!(commands.is_laid_over(path), expected, "{path}");
    }
}

#[test]
fn a_file_is_sought_beside_the_command_line_and_then_at_the_root() {
    let set = "docker compose -f networks.yml -f compose.yml config\n";
    let (_, commands) = read([
        ("swarm/README.md", set),
        ("swarm/networks.yml", ""),
        ("swarm/compose.yml", ""),
        ("alone/README.md", &format!("{set}docker compose --profile all watch\n")),
        ("alone/networks.yml", ""),
        ("alone/compose.yml", ""),
        ("scripts/run.sh", "docker compose -f compose.yml -f compose.dev.yml up"),
        ("scripts/deploy.sh", "cd deploy && docker compose -f compose.yml -f deploy.yml up"),
        ("compose.yml", ""),
        ("compose.dev.yml", ""),
        ("deploy/compose.yml", ""),
        ("deploy/deploy.yml", ""),
    ]);
    assert!(commands.is_laid_over("swarm/compose.yml") && !commands.is_laid_over("alone/compose.yml"));
    assert!(commands.is_laid_over("compose.dev.yml") && commands.is_laid_over("deploy/deploy.yml"));
    assert!(commands.is_followed("compose.yml") && !commands.is_followed("compose.dev.yml"));
    assert!(!commands.is_laid_over("compose.yml") && !commands.is_laid_over("deploy/compose.yml"));
}

#[test]
fn a_project_directory_moves_the_files_that_are_named_beside_it() {
    let (_, commands) = read([
        ("web/Makefile", "compose := docker compose --project-directory . -f .ci/compose.yml\n"),
        ("Makefile", "up:\n\tdocker compose --project-directory . -f compose.yml -f dev/compose.yml up\n"),
        ("run.sh", "docker compose -f compose.yml -f prod/compose.yml up"),
        ("web/.ci/compose.yml", ""),
        ("web/compose.yml", ""),
        ("compose.yml", ""),
        (".ci/compose.yml", ""),
        ("dev/compose.yml", ""),
        ("prod/compose.yml", ""),
    ]);
    for path in ["web/.ci/compose.yml", "dev/compose.yml", "prod/compose.yml"] {
        assert!(commands.is_moved(path), "{path}");
    }
    for path in ["web/compose.yml", "compose.yml", ".ci/compose.yml"] {
        assert!(!commands.is_moved(path), "{path}");
    }
}

#[test]
fn a_command_line_concerns_what_is_near_it_or_named() {
    let (_, commands) = read([
        ("docs/run.md", "docker compose \\\n  --env-file=a.env up\n"),
        ("scripts/run.sh", "docker compose -f x/compose.prod.yaml --env-file a.env up\n"),
        ("other/run.sh", "docker run --env-file a.env app; docker compose up\n"),
        ("docker/tools/run.py", "args = ['docker', 'compose']\nargs += ['--env-file', name]\n"),
        ("x/compose.prod.yaml", ""),
    ]);
    for (path, expected) in [
        ("docs/compose.yaml", true),
        ("docs/a/b/compose.yaml", true),
        ("compose.yaml", true),
        ("docker/compose.yaml", true),
        ("x/compose.prod.yaml", true),
        ("y/compose.prod.yaml", false),
        ("x/compose.yaml", false),
        ("other/compose.yaml", false),
    ] {
        assert_eq!(commands.is_given_env_file(path), expected, "{path}");
    }
}

#[test]
fn a_text_may_change() {
    let (_, mut commands) = read([("docs/run.md", "docker compose --env-file=a.env up\n")]);
    let text = "export TAG=1 OTHER=2\nNAME := 3\nZ == 4\ndocker compose up\n";
    let files = MemoryFiles([("docs/run.md".to_owned(), text.to_owned())].into());
    assert!(commands.change(&files, "docs/run.md") && !commands.change(&files, "docs/run.md"));
    assert!(!commands.is_given_env_file("docs/compose.yaml"));
    assert!(commands.is_set("TAG") && commands.is_set("OTHER"));
    assert!(!commands.is_set("Z") && !commands.is_set("UNSET"));
    let (_, commands) = read([("ci.yml", "env:\n  TAG: 1\n  a: B\nrun: docker compose up\n")]);
    assert!(commands.is_set("TAG") && !commands.is_set("B"));
}
