//! Packs the tables, for those that are long or that few runs ask for.
#![expect(clippy::disallowed_methods, reason = "it reads this crate's tables, not a user's files")]

use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=facts");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    for table in std::fs::read_dir("facts")? {
        let table = table?;
        let text = std::fs::read_to_string(table.path())?;
        std::fs::write(out.join(table.file_name()), plimsoll_packed::pack(&text))?;
    }
    Ok(())
}
