//! Commands that are told not to verify what they download: certificates, and signatures of packages.
//!
//! Sources: the manual pages of each.

use plimsoll_facts::programs::Role;

use crate::{Command, PackageManager, Script, Word};

/// What is not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// That the other side is who it says: the TLS certificate.
    Certificate,
    /// That the packages are the distributor's: their signatures or checksums.
    Signature,
}

use Verification::{Certificate, Signature};

/// An option that switches a verification off: its program, its letter (`\0` for none), its long names.
const OPTIONS: &[(&str, char, &[&str], Verification)] = &[
    ("apk", '\0', &["--allow-untrusted"], Signature),
    ("apt", '\0', &["--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories"], Signature),
    (
        "apt-get",
        '\0',
        &["--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories"],
        Signature,
    ),
    ("aptitude", '\0', &["--allow-untrusted"], Signature),
    ("curl", 'k', &["--insecure", "--proxy-insecure"], Certificate),
    ("dnf", '\0', &["--nogpgcheck", "--no-gpgchecks"], Signature),
    ("helm", '\0', &["--insecure-skip-tls-verify", "--kube-insecure-skip-tls-verify"], Certificate),
    ("kubectl", '\0', &["--insecure-skip-tls-verify"], Certificate),
    ("microdnf", '\0', &["--nogpgcheck", "--no-gpgchecks"], Signature),
    ("rpm", '\0', &["--nodigest", "--nosignature", "--noverify", "--nofiledigest"], Signature),
    ("tdnf", '\0', &["--nogpgcheck"], Signature),
    ("uv", '\0', &["--allow-insecure-host"], Certificate),
    ("wget", '\0', &["--no-check-certificate"], Certificate),
    ("yum", '\0', &["--nogpgcheck"], Signature),
    ("zypper", '\0', &["--no-gpg-checks", "--gpg-auto-import-keys"], Signature),
];

/// A setting that switches a verification off: the programs that write it, and its name.
const SETTINGS: &[(&[&str], &str, Verification)] = &[
    (&["npm", "pnpm", "yarn"], "strict-ssl", Certificate),
    (&["yarn"], "enableStrictSsl", Certificate),
    (&["apt", "apt-get"], "Verify-Peer", Certificate),
    (&["apt", "apt-get"], "Verify-Host", Certificate),
    (&["conda", "mamba", "micromamba"], "ssl_verify", Certificate),
    (&["buildah", "podman", "skopeo"], "tls-verify", Certificate),
    (&["git"], "sslVerify", Certificate),
    (&["bundle"], "ssl_verify_mode", Certificate),
    (&["poetry"], "cert", Certificate),
    (&["aria2c"], "check-certificate", Certificate),
    (&["http", "https"], "verify", Certificate),
    (&["yum-config-manager", "dnf", "yum"], "sslverify", Certificate),
    (&["yum-config-manager", "dnf", "yum"], "gpgcheck", Signature),
];

/// What reads or removes a setting, after `config`: pip, npm, Yarn, Bundler, git, conda.
const READERS: [&str; 19] = [
    "get",
    "list",
    "ls",
    "debug",
    "delete",
    "rm",
    "remove",
    "unset",
    "--get",
    "--get-all",
    "--get-regexp",
    "--list",
    "--delete",
    "--unset",
    "--unset-all",
    "--remove",
    "--remove-key",
    "--remove-section",
    "--show",
];

/// curl's letters that take the rest of their word, or the next word, as a value.
const CURL_VALUES: &str = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";

impl Script {
    /// Whether it compares a checksum or a signature of something.
    pub fn verifies(&self) -> bool {
        self.commands.iter().any(Command::verifies)
    }
}

/// Options of curl whose value is a text of any kind.
const CURL_TEXTS: &[&str] = &[
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "--data-urlencode",
    "--json",
    "-F",
    "--form",
    "-H",
    "--header",
    "-A",
    "--user-agent",
];

impl Command {
    /// Whether it compares a checksum or a signature.
    pub fn verifies(&self) -> bool {
        Role::Verifier.is_of(self.name())
    }

    /// What it is told not to verify, and the word that says so.
    pub fn skipped_verification(&self) -> Option<(Verification, &Word)> {
        let name = self.name();
        let by_option =
            OPTIONS.iter().filter(|(program, ..)| *program == name).find_map(|(_, short, long, what)| {
                let found = match name {
                    "curl" => self
                        .options_but(CURL_TEXTS)
                        .find(|word| long.contains(&word.unquoted()) || has_letter(word, *short)),
                    _ => self.option(*short, long),
                };
                Some((*what, found?))
            });
        if by_option.is_none() && self.changes_no_setting() {
            return None;
        }
        by_option
            .or_else(|| self.pip_trusted_host())
            .or_else(|| self.skipped_by_setting())
            .or_else(|| self.written_setting())
    }

    /// Whether it reads or removes a setting: `pip config unset`, `git config --unset-all`.
    fn changes_no_setting(&self) -> bool {
        let mut operands = self.operands();
        let is_config = operands.next().is_some_and(|word| word.is("config"));
        let is_reader = |word: &Word| word.literal().is_some_and(|text| READERS.contains(&text));
        is_config && (operands.next().is_some_and(is_reader) || self.options().any(is_reader))
    }

    fn pip_trusted_host(&self) -> Option<(Verification, &Word)> {
        let is_pip = self.name().starts_with("pip") || self.manager() == Some(PackageManager::Pip);
        let is_setting = |word: &&Word| word.unquoted().ends_with(".trusted-host");
        let setting =
            || self.arguments().iter().find(is_setting).filter(|_| self.verb(&["config"]).is_some());
        let found = is_pip.then(|| self.option('\0', &["--trusted-host"]).or_else(setting)).flatten();
        found.map(|word| (Certificate, word))
    }

    /// `echo insecure >> ~/.curlrc`, `echo "check_certificate = off" > /etc/wgetrc`.
    fn written_setting(&self) -> Option<(Verification, &Word)> {
        let target =
            self.redirects.iter().find(|it| it.operator.starts_with('>'))?.target.as_ref()?.unquoted();
        let is_off = |word: &&Word| {
            let text = word.unquoted().trim().trim_start_matches('-');
            let line = text.replace([' ', '\t'], "");
            let is_apt = target.contains("apt.conf") && text.contains("::Verify-");
            is_apt && (text.contains("\"false\"") || text.contains("\"0\""))
                || target.ends_with("curlrc") && (line == "insecure" || line == "k")
                || target.ends_with("wgetrc") && line.starts_with("check_certificate=off")
        };
        self.arguments().iter().find(is_off).map(|word| (Certificate, word))
    }

    /// `npm config set strict-ssl false`, `git -c http.sslVerify=false …`, `yum-config-manager --setopt=sslverify=0`.
    fn skipped_by_setting(&self) -> Option<(Verification, &Word)> {
        let name = self.name();
        let words = self.arguments();
        let mut settings = SETTINGS.iter().filter(|(programs, ..)| programs.contains(&name));
        settings.find_map(|(_, setting, what)| {
            let at = words.iter().position(|word| is_setting(word.unquoted(), setting))?;
            let word = words.get(at)?;
            let text = word.unquoted();
            if text.strip_prefix("--no-").is_some_and(|option| option == *setting) {
                return Some((*what, word));
            }
            let value = match text.rsplit_once('=').filter(|(before, _)| is_setting(before, setting)) {
                Some((_, value)) => value,
                None => words.get(at + 1)?.unquoted(),
            };
            is_off(value).then_some((*what, word))
        })
    }
}

/// Whether a word names a setting: `strict-ssl`, `strict-ssl=false`, `--setopt=repo.sslverify=0`.
fn is_setting(word: &str, setting: &str) -> bool {
    word.split('=').any(|part| {
        let ends = part.len().checked_sub(setting.len()).and_then(|at| part.split_at_checked(at));
        ends.is_some_and(|(before, end)| {
            let is_separated = before.is_empty() || before.ends_with(['.', '*', '-', ':']);
            end.eq_ignore_ascii_case(setting) && is_separated
        })
    })
}

/// The variable that names further certificates, for a setting of a program that brings its own: pip, Node.js, uv.
pub fn own_certificates(setting: &str) -> Option<&'static str> {
    let name = setting.to_ascii_lowercase().replace(['_', '-'], "");
    let variables = [
        ("trustedhost", "PIP_CERT"),
        ("strictssl", "NODE_EXTRA_CA_CERTS"),
        ("nodetls", "NODE_EXTRA_CA_CERTS"),
        ("insecurehost", "SSL_CERT_FILE"),
    ];
    variables.into_iter().find(|(sign, _)| name.contains(sign)).map(|(_, variable)| variable)
}

/// Whether a setting's value says no.
pub(crate) fn is_off(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "0" | "false" | "no" | "off" | "none")
}

/// Whether a bundle of curl's letters has this one, and not in the value of another.
fn has_letter(word: &Word, letter: char) -> bool {
    let text = word.unquoted();
    let letters = text.strip_prefix('-').filter(|letters| !letters.starts_with('-')).unwrap_or_default();
    letters.chars().take_while(|it| !CURL_VALUES.contains(*it)).any(|it| it == letter)
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use super::*;
    use crate::Script;

    fn skipped(text: &str) -> Option<Verification> {
        let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
        script.commands.first().unwrap().skipped_verification().map(|(what, _)| what)
    }

    #[test]
    fn options_and_settings() {
        for text in [
            "curl -k https://h",
            "curl -fsSLk https://h",
            "curl --insecure https://h",
            "wget --no-check-certificate https://h",
            "pip install --trusted-host h x",
            "npm config set strict-ssl false",
            "npm set strict-ssl=false",
            "npm install --strict-ssl=false",
            "npm install --no-strict-ssl",
            "pip config set global.trusted-host h",
            "apt-get -o Acquire::https::Verify-Peer=false update",
            "conda config --set ssl_verify false",
            "skopeo copy --src-tls-verify=false docker://h/a dir:b",
            "helm repo add x https://h --insecure-skip-tls-verify",
            "echo insecure >> ~/.curlrc",
            "git config --global http.sslVerify false",
            "git config --global http.https://h.sslVerify false",
            "bundle config set --global ssl_verify_mode 0",
            "aria2c --check-certificate=false https://h",
            "echo 'Acquire::https::Verify-Peer \"false\";' > /etc/apt/apt.conf.d/9",
            "git -c http.sslVerify=false clone x",
            "yum-config-manager --save --setopt=\\*.sslverify=0",
            "yum-config-manager --setopt=sslverify='False' --save",
        ] {
            assert_eq!(skipped(text), Some(Certificate), "{text}");
        }
        for text in [
            "apt-get install --allow-unauthenticated x",
            "yum --nogpgcheck install x",
            "dnf install --setopt=gpgcheck=0 x",
            "rpm -i --nodigest x.rpm",
            "apk add --allow-untrusted x.apk",
        ] {
            assert_eq!(skipped(text), Some(Signature), "{text}");
        }
        for text in [
            "curl -o k https://h",
            "curl -ok https://h",
            "npm config set strict-ssl true",
            "skopeo copy --src-tls-verify=true docker://h/a dir:b",
            "pip config set global.index-url https://h",
            "echo insecure >> notes",
            "yum-config-manager --disable sslverify",
            "yum-config-manager --setopt=sslverify=1",
            "yum-config-manager --setopt=notthedroids=0",
            "git config http.sslVerify true",
            "pip config unset global.trusted-host",
            "pip3 config --user get global.trusted-host",
            "npm config delete strict-ssl",
            "yarn config unset enableStrictSsl",
            "git config --global --unset http.sslVerify false",
            "conda config --remove-key ssl_verify",
            "grep -k x",
        ] {
            assert_eq!(skipped(text), None, "{text}");
        }
    }
}
