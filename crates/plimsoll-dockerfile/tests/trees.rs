//! Every case in `testdata/dockerfile`: a Dockerfile, and beside it the tree that it gives. `UPDATE=1` rewrites
//! the trees.
#![expect(clippy::disallowed_methods, reason = "the cases are on the disk")]
#![expect(clippy::unwrap_used, reason = "a test that cannot read its cases fails")]

use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_diagnostics::{SourceFile, Sources};
use plimsoll_dockerfile::Dockerfile;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/dockerfile");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|case| case.is_dir());
    cases.sort();
    let trials = cases.into_iter().map(|case| {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        Trial::test(name, move || check(&case))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn check(case: &Path) -> Result<(), Failed> {
    let sources = Sources::new();
    let id = sources.add(SourceFile::new("Dockerfile", fs::read_to_string(case.join("Dockerfile"))?));
    let said = Dockerfile::parse(sources.text(id)).tree(sources.file(id));
    let file = case.join("tree.txt");
    if std::env::var_os("UPDATE").is_some() {
        return Ok(fs::write(file, said)?);
    }
    let expected = fs::read_to_string(&file)?;
    if said == expected {
        return Ok(());
    }
    Err(format!("{} holds\n{expected}\nbut the tree is\n{said}", file.display()).into())
}
