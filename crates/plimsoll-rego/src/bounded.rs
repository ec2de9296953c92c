//! Built-in functions that make much of little. The engine limits only the time between two steps, so what they make for
//! one rule and one document is limited here.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use regorus::unstable::{BUILTINS, Expr, Ref, Source, Span};
use regorus::{Engine, LimitError, Value};

/// How many bytes of text and lists these functions may make.
pub(crate) const MOST: usize = 128 << 20;

/// What a value takes besides its text.
const VALUE: usize = 16;

/// How many bytes the result for these arguments can have.
type Estimate = fn(&[Value]) -> usize;

const FUNCTIONS: [(&str, Estimate); 20] = [
    ("array.concat", |args| {
        args.iter().map(|list| list.as_array().map_or(0, |list| list.len() * VALUE)).sum()
    }),
    ("array.reverse", whole),
    ("concat", joined),
    ("json.marshal", whole),
    ("json.marshal_with_options", indented),
    ("lower", whole),
    ("object.union", whole),
    ("object.union_n", whole),
    ("regex.replace", matched),
    ("replace", replaced),
    ("split", pieces),
    ("sprintf", formatted),
    ("strings.replace_n", all_replaced),
    ("strings.reverse", whole),
    ("substring", whole),
    ("trim", whole),
    ("trim_space", whole),
    ("union", whole),
    ("upper", whole),
    ("walk", |args| whole(args).saturating_mul(4)),
];

/// What the functions of an engine have made for a rule.
#[derive(Default)]
pub(crate) struct Made {
    bytes: AtomicUsize,
    /// 1: what a function cannot do is an error. 0: it is undefined.
    strict: AtomicUsize,
}

impl Made {
    /// A rule is asked.
    pub(crate) fn begin(&self, is_strict: bool) {
        self.bytes.store(0, Ordering::Relaxed);
        self.strict.store(usize::from(is_strict), Ordering::Relaxed);
    }

    /// Whether they would have made more than they may.
    pub(crate) fn is_too_much(&self) -> bool {
        self.bytes.load(Ordering::Relaxed) > MOST
    }

    fn add(&self, bytes: usize) {
        let known = self.bytes.load(Ordering::Relaxed);
        self.bytes.store(known.saturating_add(bytes), Ordering::Relaxed);
    }

    fn is_strict(&self) -> bool {
        self.strict.load(Ordering::Relaxed) == 1
    }
}

/// Puts the functions before the built-in ones of the same names. Each engine counts for itself.
pub(crate) fn register(engine: &mut Engine) -> Arc<Made> {
    let made = Arc::new(Made::default());
    let Ok(source) = Source::from_contents("built-in".to_owned(), "\n".to_owned()) else { return made };
    let span = Span { source, line: 1, col: 1, start: 0, end: 0 };
    for (name, estimate) in FUNCTIONS {
        let Some((function, count)) = BUILTINS.get(name).copied() else { continue };
        let null = || Ref::new(Expr::Null { span: span.clone(), value: Value::Null, eidx: 0 });
        let params: Vec<Ref<Expr>> = (0..count).map(|_| null()).collect();
        let (made, span) = (made.clone(), span.clone());
        let call = move |args: Vec<Value>| {
            made.add(estimate(&args));
            if made.is_too_much() {
                return Err(std::io::Error::other("the result is too long").into());
            }
            match function(&span, &params, &args, made.is_strict()) {
                Err(why) if made.is_strict() || why.downcast_ref::<LimitError>().is_some() => {
                    // The engine says where the call is.
                    let why = why.to_string();
                    let said = why.rsplit("error: ").next().unwrap_or_default().to_owned();
                    Err(std::io::Error::other(said).into())
                }
                Err(_) => Ok(Value::Undefined),
                result => result,
            }
        };
        // One of the same name would be ours, and bounded.
        let _ = engine.add_extension(name.to_owned(), count, Box::new(call));
    }
    made
}

/// How many bytes a value has, or more than [`MOST`]. A list may hold another many times.
pub(crate) fn size(value: &Value) -> usize {
    let (mut open, mut bytes) = (vec![value], 0);
    while let Some(value) = open.pop() {
        bytes += VALUE;
        match value {
            Value::String(text) => bytes += text.len(),
            Value::Array(list) => open.extend(list.iter()),
            Value::Set(set) => open.extend(set.iter()),
            Value::Object(object) => open.extend(object.iter().flat_map(|(key, value)| [key, value])),
            _ => {}
        }
        if bytes > MOST {
            break;
        }
    }
    bytes
}

fn whole(args: &[Value]) -> usize {
    args.iter().map(size).fold(0, usize::saturating_add)
}

fn text(args: &[Value], at: usize) -> &str {
    args.get(at).and_then(|value| value.as_string().ok()).map_or("", |text| text)
}

/// `concat(delimiter, texts)`
fn joined(args: &[Value]) -> usize {
    let count = match args.get(1) {
        Some(Value::Array(list)) => list.len(),
        Some(Value::Set(set)) => set.len(),
        _ => 0,
    };
    whole(args).saturating_add(count.saturating_mul(text(args, 0).len()))
}

/// `replace(text, old, new)`
fn replaced(args: &[Value]) -> usize {
    grown(text(args, 0), text(args, 1), text(args, 2))
}

fn grown(text: &str, old: &str, new: &str) -> usize {
    let count = if old.is_empty() { text.len() + 1 } else { text.matches(old).count() };
    text.len().saturating_add(count.saturating_mul(new.len()))
}

/// `regex.replace(text, pattern, new)`: it may match at each byte, and `$0` is what matches.
fn matched(args: &[Value]) -> usize {
    (text(args, 0).len() + 1).saturating_mul(text(args, 2).len() + 1)
}

/// `json.marshal_with_options(value, options)`: a prefix and an indentation stand before each line.
fn indented(args: &[Value]) -> usize {
    let Some(Value::Object(options)) = args.get(1) else { return 0 };
    let longest =
        options.iter().map(|(_, value)| value.as_string().map_or(0, |text| text.len())).sum::<usize>();
    args.first().map_or(0, size).saturating_mul(longest + 1)
}

/// `strings.replace_n(patterns, text)`: the engine replaces one pattern after the other.
fn all_replaced(args: &[Value]) -> usize {
    let Some(Value::Object(patterns)) = args.first() else { return 0 };
    let (mut text, mut bytes) = (text(args, 1).to_owned(), 0_usize);
    for (old, new) in patterns.iter_sorted() {
        let (Ok(old), Ok(new)) = (old.as_string(), new.as_string()) else { break };
        bytes = bytes.saturating_add(grown(&text, old, new));
        if bytes > MOST {
            break;
        }
        text = text.replace(&**old, new);
    }
    bytes
}

/// `split(text, delimiter)`
fn pieces(args: &[Value]) -> usize {
    let (text, delimiter) = (text(args, 0), text(args, 1));
    let count = if delimiter.is_empty() { text.len() } else { text.matches(delimiter).count() };
    text.len().saturating_add(count.saturating_mul(2 * VALUE))
}

/// `sprintf(format, values)`: a number in the format may be a width.
fn formatted(args: &[Value]) -> usize {
    let numbers = text(args, 0).split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let widths = numbers.map(|number| number.parse().unwrap_or(usize::MAX));
    widths.fold(whole(args), usize::saturating_add)
}
