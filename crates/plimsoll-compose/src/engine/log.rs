//! Options of log drivers (moby, `daemon/logger`: `ValidateLogOpts` of the factory and of each driver).

use plimsoll_diagnostics::Span;
use plimsoll_facts::log_options;

use super::{Refusal, is_known, one_of};
use crate::model::Service;
use crate::schema::parse_size;
use crate::yaml::Scalar;

pub(super) fn check(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let Some(logging) = &service.logging else { return };
    let Some(driver) = &logging.driver else { return };
    let options = logging.options.iter().filter(|option| is_known(&option.name));
    let options: Vec<_> = options.map(|option| (&option.name, option.value.as_ref())).collect();
    check_options(&driver.value, Some(driver.span), &options, found);
}

/// What a driver refuses of its options, names and values. Of drivers that are plugins nothing is known.
pub(crate) fn check_options(
    driver: &str,
    driver_at: Option<Span>,
    given: &[(&Scalar<'_>, Option<&Scalar<'_>>)],
    found: &mut Vec<Refusal>,
) {
    let options = log_options::of_driver(driver);
    if options.is_empty() {
        return;
    }
    let is_option = |name: &str| {
        options.iter().any(|option| match option.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => *option == name,
        })
    };
    for (name, value) in given {
        if !is_option(&name.value) {
            let plain: Vec<&str> = options.iter().copied().filter(|option| !option.ends_with('*')).collect();
            let message = format!("the `{driver}` logging driver has no option `{}`", name.value);
            let refusal = Refusal::new(name.span, message, one_of(&name.value, &plain));
            found.push(match driver_at {
                Some(span) => refusal.because(span, "the driver"),
                None => refusal,
            });
            continue;
        }
        let Some(value) = value.filter(|value| is_known(value)) else { continue };
        if let Some(expected) = expected(&name.value, &value.value) {
            let message =
                format!("`{}` is not a valid value for the log option `{}`", value.value, name.value);
            found.push(Refusal::new(value.span, message, expected));
        }
    }
    let option = |name: &str| given.iter().find(|(option, _)| option.value == name);
    let is_blocking = option("mode")
        .is_none_or(|(_, mode)| mode.is_some_and(|mode| matches!(&*mode.value, "" | "blocking")));
    if let Some((size, _)) = option("max-buffer-size").filter(|_| is_blocking) {
        let message = "`max-buffer-size` requires `mode: non-blocking`".to_owned();
        found.push(Refusal::new(size.span, message, "add `mode: non-blocking`, or remove `max-buffer-size`"));
    }
}

/// What an option expects, where a value is nothing of the kind.
fn expected(name: &str, value: &str) -> Option<&'static str> {
    let (is_good, expected) = match name {
        "max-size" => {
            (value == "-1" || parse_size(value).is_some_and(|size| size > 0.0), "use a size such as `10m`")
        }
        "max-file" => (value.parse::<u32>().is_ok_and(|count| count > 0), "use a number of 1 or more"),
        "mode" => (matches!(value, "" | "blocking" | "non-blocking"), "use `blocking` or `non-blocking`"),
        "compress" | "fluentd-async" | "splunk-insecureskipverify" => (
            matches!(&*value.to_ascii_lowercase(), "true" | "false" | "t" | "f" | "1" | "0"),
            "use `true` or `false`",
        ),
        "gelf-address" => (
            ["udp://", "tcp://"].iter().any(|scheme| value.starts_with(scheme)),
            "use an address such as `udp://logs.example:12201`",
        ),
        "syslog-format" => (
            matches!(value, "" | "rfc3164" | "rfc5424" | "rfc5424micro"),
            "use `rfc3164`, `rfc5424` or `rfc5424micro`",
        ),
        _ => return None,
    };
    (!is_good).then_some(expected)
}
