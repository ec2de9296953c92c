//! Tokens in the settings of package managers that a build copies: `.npmrc`, `.yarnrc.yml`.

use crate::DockerfileModel;
use crate::queries::secrets::{Certainty, judge};

/// Keys that hold a token or a password (npm, `npmrc`; Yarn, `yarnrc`).
const KEYS: [&str; 5] = ["_authToken", "_password", "_auth", "npmAuthToken", "npmAuthIdent"];

impl DockerfileModel<'_> {
    /// Whether the file in the build context that COPY names with `path` certainly holds a token.
    pub fn copies_token(&self, path: &str) -> bool {
        self.package_settings(path).is_some_and(|text| text.raw.lines().any(has_token))
    }
}

/// Whether a line sets such a key to something that is written there: `//registry.example.com/:_authToken=…`.
fn has_token(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with(['#', ';']) {
        return false;
    }
    KEYS.iter().any(|key| {
        let Some((_, value)) = line.split_once(key) else { return false };
        let Some(value) = value.trim_start().strip_prefix(['=', ':']) else { return false };
        let value = value.trim().trim_matches(['"', '\'']);
        let secret = judge("token", value).filter(|_| !value.contains(['$', '<', '{']));
        secret.is_some_and(|secret| secret.certainty != Certainty::Guessable)
    })
}

#[cfg(test)]
mod tests {
    use super::has_token;

    #[test]
    fn written_tokens() {
        for line in [
            "//registry.npmjs.org/:_authToken=npm_q7Zr2LmX94vKdTf81sWcYb6HnPj3Ea5GuQ0o",
            "npmAuthToken: \"q7Zr2LmX94vKdTf81sWcYb6HnPj3\"",
        ] {
            assert!(has_token(line), "{line}");
        }
        for line in [
            "//registry.npmjs.org/:_authToken=${NPM_TOKEN}",
            "npmAuthToken: ${NPM_TOKEN:-}",
            "registry=https://registry.example.com/",
            "# //registry.npmjs.org/:_authToken=npm_q7Zr2LmX94vKdTf81sWcYb6HnPj3Ea5GuQ0o",
            "always-auth=true",
        ] {
            assert!(!has_token(line), "{line}");
        }
    }
}
