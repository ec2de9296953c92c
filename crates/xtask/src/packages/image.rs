//! The image, as far as that goes without Docker: what its ignore file lets through is enough for its command, which is
//! run here as it stands there, and each step takes what the step before it left. A test of the program holds it against
//! our own rules.

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, Setback};

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("cp")?;
    let dockerfile = shop.root.join("packaging/Dockerfile");
    let tree = Run::new(shop.program()?).args(["parse"]).args([&dockerfile]).works()?;
    tree.says(&format!("tag \"{}-", rust_version(shop)?))?;
    // `cargo build …`, then `cp FROM TO`.
    let command = tree.text().lines().find_map(|line| line.trim_start().strip_prefix("shell \""));
    let command = command.and_then(|line| line.split('"').next()).unwrap_or_default();
    let parts: Vec<Vec<&str>> = command.split("&&").map(|part| part.split_whitespace().collect()).collect();
    let [build, copy] = parts.as_slice() else {
        return Err(Setback::Failed(format!("RUN does not build, then copy: {command}")));
    };
    let (["cargo", args @ ..], ["cp", product, taken]) = (build.as_slice(), copy.as_slice()) else {
        return Err(Setback::Failed(format!("RUN does not build, then copy: {command}")));
    };
    tree.says(&format!("source \"{taken}\""))?.says("user \"65532:65532\"")?;

    let context = shop.fresh("image")?;
    let ignored = std::fs::read_to_string(shop.root.join("packaging/Dockerfile.dockerignore"))?;
    for path in ignored.lines().filter_map(|line| line.strip_prefix('!')) {
        Run::new("cp").args(["-R"]).args([shop.root.join(path), context.join(path)]).works()?;
    }
    let is_dev = shop.profile() == "dev";
    let args = args.iter().map(|arg| if is_dev && *arg == "--release" { "--profile=dev" } else { arg });
    // With the packages that the hook was built with. Not in `target` itself: Cargo would take these crates for the ones
    // there.
    let target = shop.root.join("target/packages/cargo");
    Run::new("cargo").args(args).folder(&context).env("CARGO_TARGET_DIR", &target).works()?;
    let product = product.trim_start_matches("target/");
    let product = if is_dev { product.replace("release", "debug") } else { product.to_owned() };
    Run::new(target.join(product))
        .args(["version"])
        .works()?
        .says(&format!("plimsoll {}", shop.version()))?;
    Ok(())
}

/// The oldest Rust that builds the program: the image must have no older one, and needs no newer.
fn rust_version(shop: &Workshop) -> Result<String, Setback> {
    let manifest = std::fs::read_to_string(shop.root.join("Cargo.toml"))?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = \""));
    let version = version.and_then(|rest| rest.split('"').next()).map(str::to_owned);
    version.ok_or_else(|| Setback::Failed("Cargo.toml has no `rust-version`".to_owned()))
}
