//! Functions that Rego does not have, or that would take what they like: Trivy's, and bounded forms of OPA's.

use plimsoll_diagnostics::{FileId, Joined, Text};
use plimsoll_shell::Script;
use regorus::{Engine, Value};

/// The most elements that a range may have.
const LONGEST_RANGE: i64 = 100_000;

type Function = fn(&[Value]) -> Result<Value, String>;

/// The functions, with how many arguments each takes. They stand before built-in ones of the same name.
const FUNCTIONS: [(&str, u8, Function); 6] = [
    ("result.new", 2, new_result),
    ("sh.parse_commands", 1, parse_commands),
    ("numbers.range", 2, |args| range(args, &Value::from(1_i64))),
    ("numbers.range_step", 3, |args| range(args, args.get(2).unwrap_or(&Value::Null))),
    ("bits.lsh", 2, shift),
    // The engine's own panics where the second list is empty.
    ("object.subset", 2, |args| match args {
        [whole, part] => Ok(Value::from(has_part(whole, part))),
        _ => Err("two arguments are needed".to_owned()),
    }),
];

/// Whether there is such a function.
pub(crate) fn has(name: &str) -> bool {
    FUNCTIONS.iter().any(|(own, ..)| *own == name)
}

/// Makes an engine know them.
pub(crate) fn register(engine: &mut Engine) -> Result<(), String> {
    for (name, arguments, function) in FUNCTIONS {
        let call = move |args: Vec<Value>| function(&args).map_err(std::io::Error::other).map_err(Into::into);
        engine.add_extension(name.to_owned(), arguments, Box::new(call)).map_err(|why| why.to_string())?;
    }
    Ok(())
}

/// `result.new(message, cause)`: the cause, with the message in it.
fn new_result(args: &[Value]) -> Result<Value, String> {
    let [message, cause] = args else { return Err("two arguments are needed".to_owned()) };
    let mut result = Value::new_object();
    if let (Ok(fields), Ok(known)) = (result.as_object_mut(), cause.as_object()) {
        fields.extend(known.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    if let Ok(fields) = result.as_object_mut() {
        fields.insert("msg".into(), message.clone());
    }
    Ok(result)
}

/// `sh.parse_commands(text)`: the words of each command of a script.
fn parse_commands(args: &[Value]) -> Result<Value, String> {
    let text = args.first().and_then(|text| text.as_string().ok()).ok_or("a string is needed")?;
    let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
    let words = |command: &plimsoll_shell::Command| {
        let wrappers = command.wrappers.iter().flat_map(|wrapper| &wrapper.words);
        let words = wrappers.chain(&command.words).map(|word| Value::from(&*word.raw));
        Value::from(words.collect::<Vec<_>>())
    };
    let own = script.commands.iter().filter(|command| !command.position.nested);
    Ok(Value::from(own.map(words).collect::<Vec<_>>()))
}

/// `numbers.range(a, b)`, both ends included, up or down.
fn range(args: &[Value], step: &Value) -> Result<Value, String> {
    let number = |value: Option<&Value>| {
        value.and_then(|value| value.as_i64().ok()).ok_or_else(|| "a whole number is needed".to_owned())
    };
    let (from, to, step) = (number(args.first())?, number(args.get(1))?, number(Some(step))?);
    if step < 1 {
        return Err("the step must be positive".to_owned());
    }
    let distance = i128::from(to) - i128::from(from);
    if distance.abs() / i128::from(step) >= i128::from(LONGEST_RANGE) {
        return Err(format!("a range can have at most {LONGEST_RANGE} numbers"));
    }
    let step = if distance < 0 { -step } else { step };
    let count = (distance / i128::from(step)) as i64;
    Ok(Value::from((0..=count).map(|at| Value::from(from + at * step)).collect::<Vec<_>>()))
}

/// `object.subset(whole, part)`: keys with values of an object, members of a set or a list, or a list inside a list.
fn has_part(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part.iter().all(|(key, value)| {
            whole.get(key).is_some_and(|known| match (known, value) {
                (Value::Object(_), Value::Object(_))
                | (Value::Array(_), Value::Array(_))
                | (Value::Set(_), Value::Set(_)) => has_part(known, value),
                _ => known == value,
            })
        }),
        (Value::Set(whole), Value::Set(part)) => part.iter().all(|member| whole.contains(member)),
        (Value::Array(whole), Value::Set(part)) => part.iter().all(|member| whole.contains(member)),
        (Value::Array(whole), Value::Array(part)) => {
            let (whole, part) = (whole.to_vec(), part.to_vec());
            part.is_empty() || whole.windows(part.len()).any(|window| window == part)
        }
        _ => false,
    }
}

/// `bits.lsh(number, by)`, within 64 bits.
fn shift(args: &[Value]) -> Result<Value, String> {
    let (number, by) = (args.first().map(Value::as_i64), args.get(1).map(Value::as_u32));
    let (Some(Ok(number)), Some(Ok(by))) = (number, by) else {
        return Err("whole numbers are needed".to_owned());
    };
    let shifted = i128::from(number).checked_shl(by).filter(|_| by < 64);
    shifted.and_then(|wide| i64::try_from(wide).ok()).map(Value::from).ok_or("too large".to_owned())
}
