//! The package for Debian and Ubuntu: built by cargo-deb from the program of this build, unpacked, linted, run.

use super::command::Run;
use super::workshop::{Workshop, with_ending};
use super::{Proof, StepError, sample};

/// What the package must hold.
const HOLDS: [&str; 11] = [
    "./usr/bin/plimsoll",
    "./usr/share/doc/plimsoll/changelog.Debian.gz",
    "./usr/share/doc/plimsoll/changelog.gz",
    "./usr/share/doc/plimsoll/copyright",
    "./usr/share/doc/plimsoll/LICENSE-APACHE",
    "./usr/share/doc/plimsoll/LICENSE-MIT",
    "./usr/share/doc/plimsoll/README.md",
    "./usr/share/man/man1/plimsoll.1.gz",
    "./usr/share/man/man1/plimsoll-check.1.gz",
    "./usr/share/bash-completion/completions/plimsoll",
    "./usr/share/zsh/vendor-completions/_plimsoll",
];

/// What Debian's linter would not let into Debian, and stays: people reach us through the repository, not by mail.
const KNOWN: &str = "malformed-contact,bogus-mail-host-in-debian-changelog";

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("dpkg-deb")?;
    let (code, _) = Run::new("cargo").args(["deb", "--version"]).ends()?;
    if code != Some(0) {
        return Err(StepError::Skipped(
            "cargo-deb is not here: `cargo install --locked cargo-deb`".to_owned(),
        ));
    }
    let folder = shop.fresh("deb")?;
    // The program stands where the wheel was built from.
    shop.extras()?;
    shop.assemble("deb").args([&folder]).args(["--profile", shop.profile()]).works()?;
    let packages = with_ending(&folder, ".deb")?;
    let [package] = &packages[..] else {
        return Err(StepError::Failed(format!("cargo-deb built {packages:?}")));
    };
    if !package.to_string_lossy().contains(&format!("/plimsoll_{}-1_", shop.version())) {
        return Err(StepError::Failed(format!("{} is not the name in docs/install.md", package.display())));
    }

    let dpkg = |question: &str| Run::new("dpkg-deb").args([question]).args([package]).works();
    let about = dpkg("--field")?;
    about
        .says("Package: plimsoll\n")?
        .says(&format!("Version: {}-1\n", shop.version().replace('-', "~")))?
        .says("Maintainer: ")?;
    let contents = dpkg("--contents")?;
    for path in HOLDS {
        contents.says(&format!(" {path}\n"))?;
    }
    contents.says("./usr/libexec/docker/cli-plugins/docker-lint -> ")?;

    if shop.has("lintian") {
        // Builds for development keep their symbols.
        let stripped = if shop.profile() == "dev" { ",unstripped-binary-or-object" } else { "" };
        let known = format!("--suppress-tags={KNOWN}{stripped}");
        Run::new("lintian").args(["--allow-root", "--fail-on=error", &known]).args([package]).works()?;
    }

    let system = folder.join("system");
    Run::new("dpkg-deb").args(["--extract"]).args([package, &system]).works()?;
    let repository = folder.join("repository");
    std::fs::create_dir(&repository)?;
    sample::write(&repository)?;
    let plimsoll = || Run::new(system.join("usr/bin/plimsoll")).folder(&repository);
    plimsoll().args(["version"]).works()?.says(&format!("plimsoll {}", shop.version()))?;
    plimsoll().args(["check"]).exits(1)?.says("unknown-build-target")?;
    Ok(())
}
