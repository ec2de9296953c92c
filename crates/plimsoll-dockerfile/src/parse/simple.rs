//! The instructions of one argument, and EXPOSE and VOLUME.

use super::{Head, Parser};
use crate::line_slice::Part;
use crate::signal::is_signal;
use crate::{Expose, Keyword, Kind, Maintainer, Stopsignal, User, Volume, Word, Workdir};

impl<'s> Parser<'s> {
    pub(super) fn single(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        if head.rest.is_empty() {
            let what = match head.keyword {
                Keyword::Maintainer => "a name",
                Keyword::Stopsignal => "a signal",
                Keyword::User => "a user",
                _ => "a path",
            };
            self.missing(head, what);
            return Self::malformed(head);
        }
        if head.keyword == Keyword::Maintainer {
            return Kind::Maintainer(Maintainer { name: head.rest.word(None) });
        }
        let word = self.word(head.rest);
        match head.keyword {
            Keyword::Stopsignal => {
                self.check_signal(&word);
                Kind::Stopsignal(Stopsignal { signal: word })
            }
            Keyword::User => Kind::User(User { user: word }),
            _ => Kind::Workdir(Workdir { path: word }),
        }
    }

    pub(super) fn volume(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        let is_json = head.array.is_some();
        let parts: Vec<Part<'_, 's>> =
            head.array.clone().unwrap_or_else(|| head.rest.split_blanks().collect());
        if parts.is_empty() {
            self.missing(head, "a path");
            return Self::malformed(head);
        }
        let escape = Some(self.escape);
        let mut paths = Vec::new();
        for part in parts {
            let path = if is_json { Self::json_word(part, escape) } else { part.word(escape) };
            self.check_expansion(&path);
            if path.value.trim().is_empty() {
                let here = "this path is empty";
                self.problems.validity(
                    path.text.span,
                    "a `VOLUME` path cannot be empty",
                    here,
                    "write a path, or remove this argument",
                );
            }
            paths.push(path);
        }
        Kind::Volume(Volume { paths, is_json })
    }

    pub(super) fn expose(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        let ports: Vec<Word<'s>> = head.rest.split_blanks().map(|part| self.word(part)).collect();
        if ports.is_empty() {
            self.missing(head, "a port");
            return Self::malformed(head);
        }
        for port in &ports {
            let Some(text) = port.literal() else { continue };
            let is_comment = text.starts_with('#');
            for spec in text.split_whitespace() {
                let Err(here) = check_port(spec) else { continue };
                let problem = self.problems.validity(
                    port.text.span,
                    format!("`{spec}` is not a valid port"),
                    here,
                    if is_comment {
                        "move the comment to a separate line"
                    } else {
                        "write a port or a range from 0 to 65535, optionally with `/tcp`, `/udp` or `/sctp`"
                    },
                );
                if here == NOT_A_PORT
                    && let Some(problem) = problem
                {
                    problem.answers_to([
                        "hadolint:DL3011",
                        "trivy:DS-0008",
                        "kics:71bf8cf8",
                        "semgrep:invalid-port",
                    ]);
                }
            }
            // The words of a comment have one cause.
            if is_comment {
                break;
            }
        }
        Kind::Expose(Expose { ports })
    }

    fn check_signal(&mut self, signal: &Word<'s>) {
        let Some(text) = signal.literal() else { return };
        if !is_signal(&text) {
            self.problems.validity(
                signal.text.span,
                format!("`{text}` is not a valid signal"),
                "Linux does not have this signal",
                "write a signal name, such as `SIGTERM`, or its number",
            );
        }
    }
}

const NOT_A_PORT: &str = "a port must be a number from 0 to 65535";

/// `[ip:][host:]container[-end][/protocol]`; the error says what is wrong with it.
///
/// Source: `ParsePortSpec` in docker/go-connections.
fn check_port(spec: &str) -> Result<(), &'static str> {
    let (ports, protocol) = spec.split_once('/').unwrap_or((spec, ""));
    if !["", "tcp", "udp", "sctp"].iter().any(|known| protocol.eq_ignore_ascii_case(known)) {
        return Err("unknown protocol");
    }
    let mut fields = ports.rsplitn(3, ':');
    let container = range(fields.next().unwrap_or_default())?;
    if let Some(host) = fields.next().filter(|host| !host.is_empty()) {
        let host = range(host)?;
        if container.0 != container.1 && container.1 - container.0 != host.1.saturating_sub(host.0) {
            return Err("the host range and the container range have different lengths");
        }
    }
    if let Some(address) = fields.next().filter(|address| !address.is_empty()) {
        let address = address.strip_prefix('[').and_then(|a| a.strip_suffix(']')).unwrap_or(address);
        if address.parse::<std::net::IpAddr>().is_err() {
            return Err("the text before the port is not an IP address");
        }
    }
    Ok(())
}

fn range(text: &str) -> Result<(u16, u16), &'static str> {
    let number = |text: &str| {
        if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse::<u16>().ok() } else { None }
    };
    let (start, end) = text.split_once('-').unwrap_or((text, text));
    let (Some(start), Some(end)) = (number(start), number(end)) else {
        return Err(NOT_A_PORT);
    };
    if end < start { Err("the range ends before it starts") } else { Ok((start, end)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports() {
        for right in ["80", "80/tcp", "8000-8010/UDP", "127.0.0.1:80:80", "[::1]:80:80", "80:90", "0", ":80"]
        {
            assert_eq!(check_port(right), Ok(()), "{right}");
        }
        for wrong in ["", "http", "80/ftp", "9-8", "65536", "x:80:80", "80:", "+80", "1-2-3"] {
            assert!(check_port(wrong).is_err(), "{wrong}");
        }
    }
}
