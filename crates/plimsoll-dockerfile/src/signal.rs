//! Signals that the engine can send (moby, `ParseSignal` of `sys/signal`).

/// Whether the engine knows this signal, by its name or number: `SIGTERM`, `term`, `15`.
pub fn is_signal(text: &str) -> bool {
    let name = text.to_ascii_uppercase();
    let name = name.strip_prefix("SIG").unwrap_or(&name);
    match text.parse::<i64>() {
        Ok(number) => number != 0,
        Err(_) => SIGNALS.contains(&name) || is_realtime(name),
    }
}

/// The signals of Linux by name.
const SIGNALS: [&str; 35] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
    "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
    "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "EMT",
];

/// `RTMIN`, `RTMIN+1` …, `RTMAX-1`, `RTMAX`.
fn is_realtime(name: &str) -> bool {
    let offset = name.strip_prefix("RTMIN+").or_else(|| name.strip_prefix("RTMAX-"));
    matches!(name, "RTMIN" | "RTMAX")
        || offset.is_some_and(|offset| offset.parse::<u8>().is_ok_and(|n| (1..=15).contains(&n)))
}
