//! EXPOSE of a wide range.

use plimsoll_linter::prelude::*;

/// From how many ports on a range tells nothing.
const WIDE: u32 = 256;

#[derive(Default)]
pub(crate) struct WideExposedRange;

impl Rule for WideExposedRange {
    fn check_expose(&self, expose: &dockerfile::Expose, cx: &mut Context) {
        for port in &expose.ports {
            let Some(text) = cx.expand(port) else { continue };
            let range = text.split('/').next().unwrap_or_default();
            let Some((first, last)) = range.split_once('-') else { continue };
            let count = last
                .parse::<u32>()
                .ok()
                .zip(first.parse().ok())
                .and_then(|(last, first)| last.checked_sub(first));
            let Some(count) = count.filter(|count| *count >= WIDE) else { continue };
            cx.report(port.text.span, format!("`EXPOSE` lists {} ports", count + 1))
                .here("`docker run -P` publishes all of these ports")
                .help("list only the ports that the program listens on");
        }
    }
}
