//! Formats, read by programs that are made to read them. What needs no such program is tested in plimsoll-report.

use std::path::Path;

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, Setback, sample};

pub(super) fn prove(shop: &Workshop) -> Proof {
    let folder = shop.fresh("outputs")?;
    let repository = folder.join("repository");
    std::fs::create_dir(&repository)?;
    sample::write(&repository)?;
    let write = |name: &str, rules: &str| {
        let outputs = ["sarif", "junit"].map(|format| format!("--output={format}=../{name}.{format}"));
        let check = Run::new(shop.program()?).args(["check", rules]).args(&outputs);
        Ok::<_, Setback>(check.folder(&repository))
    };
    write("findings", "--preset=all")?.exits(1)?;
    write("nothing", "--select=relative-workdir")?.works()?;

    // It fails when a test did.
    let verify = |name: &str| {
        let verify = Run::new(shop.tool("junitparser")?).args(["verify", &format!("{name}.junit")]);
        Ok::<_, Setback>(verify.folder(&folder))
    };
    verify("findings")?.exits(1)?;
    verify("nothing")?.works()?;

    let multitool = multitool(shop, &folder)?;
    for name in ["findings", "nothing"] {
        // GitHub's rules are among these. It works whatever it finds, and says it on a line with `error` or `warning`.
        let validate = Run::new(&multitool).args(["validate", &format!("{name}.sarif")]);
        let validate = validate.args(["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"]);
        let said = validate.folder(&folder).works()?;
        said.says("Analysis completed successfully")?.never_says(": error ")?.never_says(": warning ")?;
    }
    Ok(())
}

/// Microsoft's program for SARIF, from npm.
fn multitool(shop: &Workshop, folder: &Path) -> Result<std::path::PathBuf, Setback> {
    shop.needs("npm")?;
    if !cfg!(target_os = "linux") {
        return Err(Setback::Skipped("SARIF is read by a program for Linux".to_owned()));
    }
    sample::write_file(folder, "package.json", "{ \"private\": true }\n")?;
    let package = "@microsoft/sarif-multitool-linux";
    let install = Run::new("npm").args(["install", "--silent", &format!("{package}@5.7.0")]);
    install.folder(folder).works()?;
    let program = folder.join("node_modules").join(package).join("Sarif.Multitool");
    // The package forgets that it is a program.
    Run::new("chmod").args(["u+x"]).args([&program]).works()?;
    Ok(program)
}
