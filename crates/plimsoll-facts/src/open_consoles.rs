//! Images of web pages that ask for no login unless they are told to.

use std::sync::LazyLock;

use crate::aliases::name;
use crate::table::{ByRepository, Fields, Row};

const TEXT: &str = include_str!("../facts/open-consoles.tsv");

static TABLE: LazyLock<ByRepository<OpenConsole>> = LazyLock::new(|| ByRepository::new(TEXT));

/// A web page that asks for no login by default.
#[derive(Clone, Copy, Debug)]
pub struct OpenConsole {
    /// The port that the page is on.
    pub port: u16,
    /// What everybody can do then.
    pub effect: &'static str,
    /// What sets up a login, as a message says it: none where the program cannot have one.
    pub login: Option<&'static str>,
    variables: &'static str,
    options: &'static str,
}

impl OpenConsole {
    /// Whether a variable sets up a login.
    pub fn has_login_variable(&self, variable: &str) -> bool {
        self.variables.split(' ').any(|own| match own.strip_suffix('*') {
            Some(start) => variable.starts_with(start),
            None => own == variable,
        })
    }

    /// Whether an option of the command line does.
    pub fn has_login_option(&self, option: &str) -> bool {
        self.options.split(' ').any(|own| own == option)
    }
}

impl Row for OpenConsole {
    const COLUMNS: &'static [&'static str] =
        &["repository", "port", "variables", "options", "login", "effect", "source"];

    fn read(fields: &mut Fields) -> Option<OpenConsole> {
        fields.text();
        let port = fields.text().parse().ok()?;
        let (variables, options, login) = (fields.text(), fields.text(), fields.text());
        let login = (!login.is_empty()).then_some(login);
        Some(OpenConsole { port, variables, options, login, effect: fields.text() })
    }
}

/// What is known of the page of an image.
pub fn find(full: &str) -> Option<OpenConsole> {
    TABLE.about(&name(full)).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<OpenConsole>(TEXT);
    }

    #[test]
    fn logins_are_set_up_by_variables_and_options() {
        let console = find("docker.io/rediscommander/redis-commander");
        assert!(console.is_some_and(|it| it.has_login_variable("HTTP_PASSWORD_HASH")));
        assert!(console.is_some_and(|it| it.has_login_option("--http-p") && !it.has_login_option("--port")));
        assert!(find("obsidiandynamics/kafdrop").is_some_and(|it| it.login.is_none()));
    }
}
