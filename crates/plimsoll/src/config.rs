//! `plimsoll config`: the settings of `plimsoll.toml`.

use std::io::Write;
use std::process::ExitCode;

use plimsoll_linter::one_of;
use serde_json::Value;

use crate::args::{ConfigArgs, ListFormat};
use crate::failure::Failure;
use crate::schema::{self, Schema};

/// Prints all settings, or one.
pub(crate) fn config(args: &ConfigArgs) -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout().lock();
    if args.format == ListFormat::Json {
        out.write_all(schema::text().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let schema = Schema::read();
    let all: Vec<(&str, &Value)> = schema.settings().collect();
    let settings = match &args.setting {
        Some(name) => {
            vec![one_of("setting", name, all.into_iter().map(|one| (one.0, one))).map_err(Failure::Usage)?]
        }
        None => all,
    };
    for (at, (name, setting)) in settings.into_iter().enumerate() {
        let start = if at == 0 { "" } else { "\n" };
        writeln!(out, "{start}{}", written(name, setting))?;
        for line in setting.get("description").and_then(Value::as_str).unwrap_or_default().lines() {
            writeln!(out, "    {line}")?;
        }
        if let Some(values) = setting.get("enum").and_then(Value::as_array) {
            let values: Vec<String> = values.iter().map(Value::to_string).collect();
            writeln!(out, "    One of {}", values.join(", "))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A setting as `plimsoll.toml` has it: with its default, or as a table.
fn written(name: &str, setting: &Value) -> String {
    let is_table = |value: &Value| value.get("type").is_some_and(|kind| kind == "object");
    match setting.get("default") {
        // Its scalars and lists are written alike in JSON and TOML.
        Some(default) => format!("{name} = {default}"),
        None if is_table(setting) => format!("[{name}]"),
        None if setting.get("items").is_some_and(is_table) => format!("[[{name}]]"),
        None => format!("{name} = […]"),
    }
}
