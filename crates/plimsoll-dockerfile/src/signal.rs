//! Signals that the engine can send (moby, `ParseSignal` of `sys/signal`).

/// Whether the engine knows this signal, by its name or number: `SIGTERM`, `term`, `15`.
pub fn is_signal(text: &str) -> bool {
    let name = text.to_ascii_uppercase();
    let name = name.strip_prefix("SIG").unwrap_or(&name);
    match text.parse::<i64>() {
        Ok(number) => number != 0,
        Err(_) => plimsoll_facts::signals::is_known(name) || is_realtime(name),
    }
}

/// `RTMIN`, `RTMIN+1` …, `RTMAX-1`, `RTMAX`.
fn is_realtime(name: &str) -> bool {
    let offset = name.strip_prefix("RTMIN+").or_else(|| name.strip_prefix("RTMAX-"));
    matches!(name, "RTMIN" | "RTMAX")
        || offset.is_some_and(|offset| offset.parse::<u8>().is_ok_and(|n| (1..=15).contains(&n)))
}
