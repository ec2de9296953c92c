//! Which crate may know which: the picture in `crates/README.md`, checked against `cargo metadata`.

use std::path::Path;

use serde::Deserialize;

use crate::Problems;

/// Each crate of the workspace, with the crates of the workspace that it may depend on. Adding an arrow here
/// is a decision about the design; crates that only tests use are not counted.
const ARROWS: [(&str, &[&str]); 18] = [
    ("plimsoll-diagnostics", &[]),
    ("plimsoll-packed", &[]),
    ("plimsoll-facts", &["plimsoll-packed"]),
    ("plimsoll-shell", &["plimsoll-diagnostics", "plimsoll-facts"]),
    ("plimsoll-commands", &["plimsoll-diagnostics", "plimsoll-facts", "plimsoll-shell"]),
    ("plimsoll-shellcheck", &["plimsoll-diagnostics", "plimsoll-shell"]),
    ("plimsoll-dockerfile", &["plimsoll-diagnostics", "plimsoll-facts", "plimsoll-shell"]),
    ("plimsoll-compose", &["plimsoll-diagnostics", "plimsoll-facts"]),
    (
        "plimsoll-project",
        &[
            "plimsoll-diagnostics",
            "plimsoll-facts",
            "plimsoll-shell",
            "plimsoll-commands",
            "plimsoll-dockerfile",
            "plimsoll-compose",
        ],
    ),
    (
        "plimsoll-linter",
        &[
            "plimsoll-diagnostics",
            "plimsoll-facts",
            "plimsoll-shell",
            "plimsoll-commands",
            "plimsoll-shellcheck",
            "plimsoll-dockerfile",
            "plimsoll-compose",
            "plimsoll-project",
            "plimsoll-packed",
        ],
    ),
    (
        "plimsoll-lsp",
        &[
            "plimsoll-diagnostics",
            "plimsoll-dockerfile",
            "plimsoll-compose",
            "plimsoll-project",
            "plimsoll-linter",
        ],
    ),
    ("plimsoll-pages", &[]),
    ("plimsoll-rules", &["plimsoll-linter", "plimsoll-packed", "plimsoll-pages"]),
    ("plimsoll-policy", &["plimsoll-linter", "plimsoll-pages"]),
    ("plimsoll-report", &["plimsoll-diagnostics", "plimsoll-facts", "plimsoll-packed", "plimsoll-project"]),
    (
        "plimsoll-rego",
        &[
            "plimsoll-diagnostics",
            "plimsoll-shell",
            "plimsoll-dockerfile",
            "plimsoll-compose",
            "plimsoll-project",
            "plimsoll-linter",
        ],
    ),
    (
        "plimsoll",
        &[
            "plimsoll-diagnostics",
            "plimsoll-facts",
            "plimsoll-shell",
            "plimsoll-shellcheck",
            "plimsoll-dockerfile",
            "plimsoll-compose",
            "plimsoll-project",
            "plimsoll-linter",
            "plimsoll-lsp",
            "plimsoll-report",
            "plimsoll-packed",
            "plimsoll-policy",
            "plimsoll-rego",
            "plimsoll-rules",
        ],
    ),
    ("xtask", &["plimsoll-facts", "plimsoll-pages"]),
];

/// As much of `cargo metadata` as is needed.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `dev`, `build`, or nothing for a normal one.
    kind: Option<String>,
    /// Set for the crates of the workspace, which are the only ones that come from a folder.
    path: Option<String>,
}

/// The arrows of the workspace that are not in the table.
pub(crate) fn check(root: &Path) -> Problems {
    let output = crate::cargo::cargo()
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root)
        .stderr(std::process::Stdio::inherit())
        .output();
    let metadata = output.map_err(|error| error.to_string()).and_then(|output| {
        serde_json::from_slice::<Metadata>(&output.stdout).map_err(|error| error.to_string())
    });
    match metadata {
        Ok(metadata) => metadata.packages.iter().flat_map(unexpected).collect(),
        Err(error) => vec![format!("cargo metadata: {error}")],
    }
}

fn unexpected(package: &Package) -> Problems {
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package.name) else {
        return vec![format!("crate {} has no place in crates/xtask/src/arrows.rs", package.name)];
    };
    let dependencies = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.path.is_some() && dependency.kind.as_deref() != Some("dev"));
    dependencies
        .filter(|dependency| !allowed.contains(&dependency.name.as_str()))
        .map(|dependency| format!("{} must not know {}", package.name, dependency.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependency: &str, kind: Option<&str>, path: Option<&str>) -> Package {
        let dependency = Dependency {
            name: dependency.to_owned(),
            kind: kind.map(str::to_owned),
            path: path.map(str::to_owned),
        };
        Package { name: name.to_owned(), dependencies: vec![dependency] }
    }

    #[test]
    fn arrows_point_down_only() {
        let found = |dependency, kind, path| unexpected(&package("plimsoll-project", dependency, kind, path));
        assert_eq!(found("plimsoll-compose", None, Some("x")), Problems::new());
        assert_eq!(found("plimsoll-linter", Some("dev"), Some("x")), Problems::new());
        assert_eq!(found("serde", None, None), Problems::new());
        assert_eq!(
            found("plimsoll-linter", None, Some("x")),
            ["plimsoll-project must not know plimsoll-linter"]
        );
        assert_eq!(unexpected(&package("other", "serde", None, None)).len(), 1);
    }

    #[test]
    fn the_table_has_no_circle() {
        for (index, (name, allowed)) in ARROWS.iter().enumerate() {
            let above = ARROWS.iter().skip(index).map(|(name, _)| *name);
            let back: Vec<_> = above.filter(|name| allowed.contains(name)).collect();
            assert!(back.is_empty(), "{name} points back to {back:?}");
        }
    }
}
