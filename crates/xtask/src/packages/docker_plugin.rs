//! `docker lint`: Docker's own client lists the plugin and runs it. No engine is needed.

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, sample};

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("docker")?;
    let folder = shop.fresh("docker-plugin")?;
    let repository = folder.join("repository");
    std::fs::create_dir(&repository)?;
    sample::write(&repository)?;
    let config = folder.join("config");
    let program = shop.program()?;
    let run = |program: &std::path::Path| Run::new(program).env("DOCKER_CONFIG", &config).folder(&repository);
    let docker = || run("docker".as_ref());
    let plugin = |action: &str| run(&program).args(["docker-plugin", action]);

    plugin("install").works()?.says("`docker lint` runs")?;
    docker().args(["--help"]).works()?.says("Lint Dockerfiles and Compose files")?;
    docker().args(["lint"]).exits(1)?.says("unknown-build-target")?;
    docker().args(["lint", "--help"]).works()?.says("--unsafe-fixes")?;
    docker().args(["lint", "--no-such-option"]).exits(2)?;
    plugin("status").works()?.says("installed: ")?;
    plugin("remove").works()?;
    docker().args(["--help"]).works()?.never_says("Lint Dockerfiles and Compose files")?;

    sample::write_file(&config, "cli-plugins/docker-lint", "#!/bin/sh\n")?;
    plugin("install").exits(2)?.says("belongs to another program")?;
    Ok(())
}
