//! Options of the two log drivers that write files (moby, `daemon/logger`: `ValidateLogOpts` of the factory, of
//! `jsonfilelog` and of `local`). Other drivers may be plugins, of which nothing is known.

use super::{Refusal, is_known, one_of};
use crate::model::Service;
use crate::schema::parse_size;

const OPTIONS: [&str; 9] =
    ["max-size", "max-file", "compress", "labels", "labels-regex", "env", "env-regex", "tag", "mode"];

pub(super) fn check(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let Some(logging) = &service.logging else { return };
    let Some(driver) =
        logging.driver.as_ref().filter(|driver| matches!(&*driver.value, "json-file" | "local"))
    else {
        return;
    };
    for option in logging.options.iter().filter(|option| is_known(&option.name)) {
        let name = &*option.name.value;
        if !OPTIONS.contains(&name) && name != "max-buffer-size" && !name.starts_with("cache-") {
            let message = format!("the log driver `{}` has no option `{name}`", driver.value);
            let refusal = Refusal::new(option.name.span, message, one_of(name, &OPTIONS));
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
            let message = format!("`{}` is no value of the log option `{name}`", value.value);
            found.push(Refusal::new(value.span, message, expected));
        }
    }
    let option = |name: &str| logging.options.iter().find(|option| option.name.value == name);
    let is_blocking = option("mode")
        .is_none_or(|mode| mode.value.as_ref().is_some_and(|mode| matches!(&*mode.value, "" | "blocking")));
    if let Some(size) = option("max-buffer-size").filter(|_| is_blocking) {
        let message = "there is no buffer of logs without `mode: non-blocking`".to_owned();
        found.push(Refusal::new(size.name.span, message, "add `mode: non-blocking`, or remove it"));
    }
}
