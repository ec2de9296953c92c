//! Options of log drivers (moby, `daemon/logger`: `ValidateLogOpts` of the factory and of each driver).

use plimsoll_facts::log_options;

use super::{Refusal, is_known, one_of};
use crate::model::Service;
use crate::schema::parse_size;

pub(super) fn check(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let Some(logging) = &service.logging else { return };
    let Some(driver) = &logging.driver else { return };
    let options = log_options::of_driver(&driver.value);
    if options.is_empty() {
        return;
    }
    let is_option = |name: &str| {
        options.iter().any(|option| match option.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => *option == name,
        })
    };
    for option in logging.options.iter().filter(|option| is_known(&option.name)) {
        let name = &*option.name.value;
        if !is_option(name) {
            let plain: Vec<&str> = options.iter().copied().filter(|option| !option.ends_with('*')).collect();
            let message = format!("the log driver `{}` has no option `{name}`", driver.value);
            let refusal = Refusal::new(option.name.span, message, one_of(name, &plain));
            found.push(refusal.because(driver.span, "the driver"));
            continue;
        }
        let Some(value) = option.value.as_ref().filter(|value| is_known(value)) else { continue };
        let (is_good, expected) = match name {
            "max-size" => (
                parse_size(&value.value).is_some_and(|size| size > 0.0) || value.value == "-1",
                "expected a size such as `10m`",
            ),
            "max-file" => {
                (value.value.parse::<u32>().is_ok_and(|count| count > 0), "expected a number from 1 on")
            }
            "mode" => (
                matches!(&*value.value, "" | "blocking" | "non-blocking"),
                "expected `blocking` or `non-blocking`",
            ),
            _ => continue,
        };
        if !is_good {
            let message = format!("`{}` is not a valid value for the log option `{name}`", value.value);
            found.push(Refusal::new(value.span, message, expected));
        }
    }
    let option = |name: &str| logging.options.iter().find(|option| option.name.value == name);
    let is_blocking = option("mode")
        .is_none_or(|mode| mode.value.as_ref().is_some_and(|mode| matches!(&*mode.value, "" | "blocking")));
    if let Some(size) = option("max-buffer-size").filter(|_| is_blocking) {
        let message = "a log buffer needs `mode: non-blocking`".to_owned();
        found.push(Refusal::new(size.name.span, message, "add `mode: non-blocking`, or remove it"));
    }
}
