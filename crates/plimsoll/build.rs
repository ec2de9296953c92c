//! Packs the schema of the configuration, which the program prints, and says how the program is linked.
#![expect(clippy::disallowed_methods, reason = "it reads a file of this repository, not a user's")]

use std::path::PathBuf;

/// Written by `cargo xtask rules`.
const SCHEMA: &str = "plimsoll.schema.json";

fn main() -> Result<(), String> {
    link_at_fixed_address();
    println!("cargo::rerun-if-changed={SCHEMA}");
    let text = std::fs::read_to_string(SCHEMA).map_err(|error| format!("{SCHEMA}: {error}"))?;
    let packed = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("schema");
    std::fs::write(&packed, plimsoll_packed::pack(&text))
        .map_err(|error| format!("{}: {error}", packed.display()))
}

/// Saves the 28,000 relocations of a position-independent program: docs/decisions/size.md.
fn link_at_fixed_address() {
    let target = |key| std::env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bin=plimsoll=-no-pie");
    }
}
