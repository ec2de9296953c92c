//! Whether a package is asked for in a version that stays the same.

use super::{Package, PackageManager, PackageSource};

impl Package<'_> {
    /// Whether another day may bring another version. Not where a variable may hold one.
    pub fn is_moving(&self, manager: PackageManager) -> bool {
        use PackageManager as M;
        let name = &*self.name;
        match (self.source, &self.version) {
            (PackageSource::Url, _) => is_moving_repository(name, manager),
            (PackageSource::Registry, None) => {
                // `@scope/name` of npm; elsewhere it is a group.
                !name.contains(['$', '`', '*']) && (!name.starts_with(['@', '!', '-']) || manager == M::Npm)
            }
            (PackageSource::Registry, Some(version)) => match manager {
                // A tagged repository, not a version.
                M::Apk => &*version.operator == "@" && !name.contains('$'),
                M::Npm | M::Yarn | M::Pnpm | M::Bun => is_tag(&version.text),
                M::Go => ["latest", "upgrade", "patch", "main", "master"].contains(&&*version.text),
                _ => false,
            },
            _ => false,
        }
    }
}

/// Whether npm takes it for any version, or for a tag that its owner moves: `*`, `latest`, `next`.
fn is_tag(version: &str) -> bool {
    let is_range = ["x", "X"].contains(&version) || version.starts_with(['v', 'V']);
    version == "*"
        || version.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_range && !version.contains(':')
}

/// Whether an address is that of a repository, and names no commit or tag of it.
fn is_moving_repository(address: &str, manager: PackageManager) -> bool {
    match manager {
        PackageManager::Npm => !address.starts_with("http") && !address.contains(['#', '$']),
        PackageManager::Pip => {
            let place = address.split('#').next().unwrap_or_default();
            let path = place.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
            address.starts_with("git+") && path.is_some_and(|(_, path)| !path.contains(['@', '$']))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::{Command, Script};

    #[test]
    fn what_moves() {
        for (text, expected) in [
            ("apt-get install curl", true),
            ("apt-get install curl=8.1", false),
            ("apt-get install $CURL", false),
            ("apk add curl@edge", true),
            ("npm install left-pad@latest", true),
            ("pnpm add -g pnpm@next", true),
            ("npm install 'left-pad@*'", true),
            ("npm install left-pad@1.x", false),
            ("npm install left-pad@v1", false),
            ("pecl install redis", true),
            ("pecl install redis-6.0.2", false),
            ("dotnet tool install -g dotnet-ef", true),
            ("dotnet tool install -g dotnet-ef --version 9.0.0", false),
            ("npm install user/repository", true),
            ("npm install user/repository#v1", false),
            ("pip install git+https://h/x", true),
            ("pip install git+https://h/x@v1", false),
            ("go install h/x@latest", true),
        ] {
            let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
            let action = script.commands.first().and_then(Command::package_action).unwrap();
            let moving: Vec<bool> = action.packages.iter().map(|it| it.is_moving(action.manager)).collect();
            assert_eq!(moving, [expected], "{text}");
        }
    }
}
