//! The package for Debian and Ubuntu: built by cargo-deb from the program of this build, unpacked, run.

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, Setback, sample};

/// What the package must hold.
const HOLDS: [&str; 9] = [
    "./usr/bin/plimsoll",
    "./usr/share/doc/plimsoll/copyright",
    "./usr/share/doc/plimsoll/LICENSE-APACHE",
    "./usr/share/doc/plimsoll/LICENSE-MIT",
    "./usr/share/doc/plimsoll/README.md",
    "./usr/share/man/man1/plimsoll.1.gz",
    "./usr/share/man/man1/plimsoll-check.1.gz",
    "./usr/share/bash-completion/completions/plimsoll",
    "./usr/share/zsh/vendor-completions/_plimsoll",
];

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("dpkg-deb")?;
    let (code, _) = Run::new("cargo").args(["deb", "--version"]).ends()?;
    if code != Some(0) {
        return Err(Setback::Skipped("cargo-deb is not here: `cargo install --locked cargo-deb`".to_owned()));
    }
    let folder = shop.fresh("deb")?;
    // The program stands where the wheel was built from.
    shop.extras()?;
    let build = Run::new("cargo").args(["deb", "--package", "plimsoll", "--no-build", "--no-strip"]);
    let build = build.args(["--profile", shop.profile(), "--output"]).args([&folder]).folder(&shop.root);
    build.works()?;
    let package = std::fs::read_dir(&folder)?.next();
    let package = package.ok_or_else(|| Setback::Failed("cargo-deb built nothing".to_owned()))??.path();

    let dpkg = |question: &str| Run::new("dpkg-deb").args([question]).args([&package]).works();
    let about = dpkg("--field")?;
    about
        .says("Package: plimsoll\n")?
        .says(&format!("Version: {}-1\n", shop.version()))?
        .says("Maintainer: ")?;
    let contents = dpkg("--contents")?;
    for path in HOLDS {
        contents.says(&format!(" {path}\n"))?;
    }
    contents.says("./usr/libexec/docker/cli-plugins/docker-lint -> ")?;

    let system = folder.join("system");
    Run::new("dpkg-deb").args(["--extract"]).args([&package, &system]).works()?;
    let repository = folder.join("repository");
    std::fs::create_dir(&repository)?;
    sample::write(&repository)?;
    let plimsoll = || Run::new(system.join("usr/bin/plimsoll")).folder(&repository);
    plimsoll().args(["version"]).works()?.says(&format!("plimsoll {}", shop.version()))?;
    plimsoll().args(["check"]).exits(1)?.says("unknown-build-target")?;
    Ok(())
}
