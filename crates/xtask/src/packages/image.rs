//! The image, as far as that goes without Docker: what its ignore file lets through is enough for its command, which is
//! run here as it stands there, and each step takes what the step before it left. Its last stage is built and run by buildah,
//! and packed as for the registry. A test of the program holds it against our own rules.

use std::path::Path;

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError};

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
        return Err(StepError::Failed(format!("RUN does not build, then copy: {command}")));
    };
    let (["cargo", args @ ..], ["cp", product, taken]) = (build.as_slice(), copy.as_slice()) else {
        return Err(StepError::Failed(format!("RUN does not build, then copy: {command}")));
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
    let product = target.join(product);
    Run::new(&product).args(["version"]).works()?.says(&format!("plimsoll {}", shop.version()))?;
    prove_last_stage(shop, &context, &product)
}

/// What users run, built from what the first stage left. The program of the release is static; this one brings the libraries of
/// this machine.
fn prove_last_stage(shop: &Workshop, context: &Path, program: &Path) -> Proof {
    if !shop.has("buildah") || !shop.has("skopeo") {
        return Ok(());
    }
    if Run::new("id").args(["-u"]).works()?.text().trim() != "0" {
        println!("             buildah: skip, only root can run what it builds everywhere");
        return Ok(());
    }
    let folder = shop.fresh("image-last")?;
    let left = folder.join("left");
    std::fs::create_dir(&left)?;
    std::fs::copy(program, left.join("plimsoll"))?;
    let dockerfile = std::fs::read_to_string(shop.root.join("packaging/Dockerfile"))?;
    let last = dockerfile.rfind("\nFROM ").and_then(|at| dockerfile.get(at..)).unwrap_or_default();
    std::fs::write(folder.join("Dockerfile"), last)?;
    // Nothing of it is kept where buildah keeps the images of the user.
    let buildah = || {
        let store = Run::new("buildah").args(["--storage-driver=vfs", "--root"]).args([folder.join("store")]);
        store.args(["--runroot"]).args([folder.join("run")]).folder(&folder)
    };
    let build = |tag: &str| {
        let build =
            buildah().args(["build", "--isolation=chroot", "--build-context=build=left", "--tag", tag]);
        build.args(["--file=Dockerfile"]).args([context]).works()
    };
    build("oci-archive:one.tar")?;
    let join = Run::new("python3").args([shop.root.join("packaging/image.py")]).folder(&folder);
    join.args(["image.tar", "one.tar"]).works()?;
    // As a client asks that runs on this processor.
    let inspect = Run::new("skopeo").args(["inspect", "--config", "oci-archive:image.tar"]).folder(&folder);
    inspect.works()?.says("\"/plimsoll\"")?.says("\"/repository\"")?.says("\"65532:65532\"")?;
    let raw = Run::new("skopeo").args(["inspect", "--raw", "oci-archive:image.tar"]).folder(&folder);
    raw.works()?.says("\"platform\": {\"architecture\": \"")?;

    build("plimsoll")?;
    buildah().args(["from", "--name=used", "--pull-never", "localhost/plimsoll"]).works()?;
    let run = |args: &[&str]| {
        let run = buildah().args(["run", "--isolation=chroot", "--volume=/lib:/lib:ro"]);
        let run = if Path::new("/lib64").exists() { run.args(["--volume=/lib64:/lib64:ro"]) } else { run };
        let repository = format!("--volume={}:/repository:ro", shop.root.join("packaging").display());
        run.args([&repository, "used", "/plimsoll"]).args(args)
    };
    run(&["--version"]).works()?.says(&format!("plimsoll {}", shop.version()))?;
    run(&["check", "--preset", "strict"]).works()?.says("No problems")?;
    Ok(())
}

/// The oldest Rust that builds the program: the image must have no older one, and needs no newer.
fn rust_version(shop: &Workshop) -> Result<String, StepError> {
    let manifest = std::fs::read_to_string(shop.root.join("Cargo.toml"))?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = \""));
    let version = version.and_then(|rest| rest.split('"').next()).map(str::to_owned);
    version.ok_or_else(|| StepError::Failed("Cargo.toml has no `rust-version`".to_owned()))
}
