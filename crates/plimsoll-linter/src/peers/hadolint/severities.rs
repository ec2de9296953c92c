//! How bad hadolint finds what it reports.

use plimsoll_diagnostics::Level;

/// What hadolint says of a code of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Severity {
    Off,
    Level(Level),
}

/// What ShellCheck calls style. Of its other codes, the levels of the pages are those of ShellCheck.
///
/// Source: ShellCheck 0.11, run over scripts with such slips.
const SHELL_STYLE: [u16; 26] = [
    1135, 2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2116, 2126, 2129, 2143, 2160, 2161, 2175, 2181,
    2219, 2233, 2234, 2235, 2268, 2293, 2322, 2323, 2331,
];

/// How bad hadolint finds what answers to one of its codes, or to one of ShellCheck's if that is style.
///
/// Source: hadolint's table of rules; its `info` is a note.
pub(crate) fn severity(alias: &str) -> Option<Severity> {
    if let Some(code) = alias.strip_prefix("shellcheck:SC") {
        let is_style = code.parse().is_ok_and(|code| SHELL_STYLE.contains(&code));
        return is_style.then_some(Severity::Level(Level::Style));
    }
    let code = alias.strip_prefix("hadolint:DL")?.parse::<u16>().ok()?;
    Some(match code {
        1001 | 3057 => Severity::Off,
        1000 | 3000 | 3004 | 3011 | 3012 | 3020 | 3021 | 3023 | 3024 | 3026 | 3043 | 3044 | 3061 | 4000
        | 4004 => Severity::Level(Level::Error),
        3048 => Severity::Level(Level::Style),
        3001 | 3009 | 3010 | 3015 | 3019 | 3047 | 3049 | 3050 | 3059 | 3060 | 3066 => {
            Severity::Level(Level::Note)
        }
        _ => Severity::Level(Level::Warning),
    })
}
