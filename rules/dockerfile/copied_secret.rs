//! COPY or ADD of a file that holds secrets.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;

/// A file's name, `*` at either end standing for anything; and what it holds.
const SECRET: [(&str, &str); 23] = [
    (".env", "an environment with its passwords"),
    (".env.local", "an environment with its passwords"),
    (".env.production", "an environment with its passwords"),
    (".git-credentials", "passwords of Git"),
    (".netrc", "passwords of servers"),
    (".pgpass", "passwords of databases"),
    (".pypirc", "passwords of the package index"),
    (".htpasswd", "hashes of passwords"),
    (".vault-token", "a token of Vault"),
    ("id_rsa", "a private key"),
    ("id_dsa", "a private key"),
    ("id_ecdsa", "a private key"),
    ("id_ed25519", "a private key"),
    ("*.key", "a private key"),
    ("*.p12", "a private key"),
    ("*.pfx", "a private key"),
    ("*.ppk", "a private key"),
    ("*.jks", "private keys"),
    ("*.keystore", "private keys"),
    ("*.kdbx", "passwords"),
    (".ssh", "private keys"),
    (".aws", "keys of AWS"),
    (".kube", "keys of a cluster"),
];

#[derive(Default)]
pub(crate) struct CopiedSecret;

impl Rule for CopiedSecret {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let sources = match &instruction.kind {
            Kind::Copy(copy) if copy.from.is_none() => &copy.sources,
            Kind::Add(add) => &add.sources,
            _ => return,
        };
        for source in sources.iter().filter(|source| !source.value.starts_with("<<")) {
            let Some(path) = cx.expand(source).filter(|path| !path.contains("://")) else { continue };
            let Some(holds) = held_by(&path) else { continue };
            cx.report(source.text.span, format!("`{path}` becomes part of the image"))
                .here(format!("by its name, holds {holds}"))
                .help("mount it where a step needs it: `RUN --mount=type=secret,id=…`");
        }
    }
}

/// What a path holds by its name: that of the file, or of a folder that it is in.
fn held_by(path: &str) -> Option<&'static str> {
    let is_public =
        |name: &str| ["example", "sample", "dist", "public"].iter().any(|word| name.contains(word));
    let mut parts = path.trim_end_matches('/').rsplit('/');
    let name = parts.next()?;
    if is_public(name) || name.ends_with(".pub") {
        return None;
    }
    let (_, holds) = SECRET.iter().find(|(pattern, _)| match pattern.strip_prefix('*') {
        Some(ending) => name.len() > ending.len() && name.ends_with(ending),
        None => name == *pattern,
    })?;
    Some(holds)
}
