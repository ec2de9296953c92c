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

#[test]
fn files_may_be_added_one_by_one() {
    let (_, commands) = read([
        (
            "a/run.sh",
            "CMD=\"docker compose -f compose.yml\"\nif [ -n \"$x\" ]; then\n  CMD=\"${CMD} -f dev.yml\"\nfi\n$CMD up\n",
        ),
        (
            "b/run.sh",
            "F=\"-f compose.yml\"\nF=\"$F -f dev.yml\"\nF+=\" -f late.yml\"\ndocker compose $F up\n",
        ),
        ("a/compose.yml", ""),
        ("a/dev.yml", ""),
        ("b/compose.yml", ""),
        ("b/dev.yml", ""),
        ("b/late.yml", ""),
    ]);
    for path in ["a/dev.yml", "b/dev.yml", "b/late.yml"] {
        assert!(commands.is_laid_over(path), "{path}");
    }
    assert!(!commands.is_laid_over("a/compose.yml") && !commands.is_laid_over("b/compose.yml"));
}

#[test]
fn scripts_build_images() {
    let (_, commands) = read([
        ("api/build.sh", "IMAGE=acme/api\nsudo docker buildx build --load -t $IMAGE:$(date) .\n"),
        ("api/Dockerfile", "FROM alpine\n"),
        ("README.md", "```sh\nnerdctl build -t acme/jobs:1 -f jobs/Dockerfile jobs\n```\n"),
        ("jobs/Dockerfile", "FROM alpine\n"),
        (
            ".github/workflows/scan.yml",
            "jobs:\n  a:\n    steps:\n      - run: docker build -t acme/scan scan\n",
        ),
        ("scan/Dockerfile", "FROM alpine\n"),
        ("other.sh", "docker build -t $REGISTRY/acme/other .\ndocker run acme/run\n"),
    ]);
    for (image, expected) in [
        ("acme/api:2", true),
        ("acme/jobs", true),
        ("acme/scan", false),
        ("acme/other", false),
        ("acme/run", false),
    ] {
        assert_eq!(commands.build(image), expected, "{image}");
    }
}

#[test]
fn services_are_built_and_started_together() {
    let (_, commands) = read([
        (
            "Makefile",
            "ALL := web api # both\nbuild:\n\tdocker compose build --build-arg A=b base\n\n\
             up:\n\tdocker compose up -d --scale web=2 $(ALL)\n\none:\n\tdocker compose up web\n",
        ),
        ("run.sh", "docker compose up -d db\nsleep 1\ndocker compose up api # all of it\n"),
        ("compose.yaml", "services: {}"),
        ("alone/README.md", "Run `docker compose up`.\n"),
        ("alone/compose.yaml", "services: {}"),
    ]);
    let shown = |sets: Vec<BTreeSet<String>>| {
        sets.into_iter().map(|set| set.into_iter().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(shown(commands.built_together("compose.yaml")), ["api", "api web", "base", "db", "web"]);
    assert_eq!(shown(commands.started_together("compose.yaml")), ["api db", "api web", "web"]);
    assert_eq!(shown(commands.started_together("alone/compose.yaml")), [""]);
}

#[test]
fn parts_are_sought_where_the_script_runs() {
    let (_, commands) = read([("images/build.sh", "cat parts/*.part tail > Dockerfile\n")]);
    for (path, expected) in
        [("images/parts/a.part", true), ("parts/a.part", true), ("images/tail", true), ("a.part", false)]
    {
        assert_eq!(commands.join(path), expected, "{path}");
    }
}

#[test]
fn a_text_about_a_swarm_is_about_what_lies_below() {
    let (_, commands) = read([("stacks/README.md", "```sh\ndocker network create public -d overlay\n```\n")]);
    assert!(
        commands.speak_of_swarm("stacks/proxy/compose.yml") && commands.speak_of_swarm("stacks/compose.yml")
    );
    assert!(!commands.speak_of_swarm("compose.yml"));
}
