//! Functions that make much of little. The engine limits only the time between two steps, so what built-in functions make
//! for one rule and one document is limited here, and what [the guards of a module](crate::guard) see.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use regorus::unstable::{BUILTINS, Expr, Ref, Source, Span};
use regorus::{Engine, LimitError, Value};

use crate::guard;

/// How many bytes of text and lists these functions may make.
pub(crate) const MOST: usize = 128 << 20;

/// How many bytes a value may have, if what it contains twice counts twice. The engine compares, sorts and prints one in a
/// single step, in some milliseconds if it is not larger.
const LARGEST: usize = 32 << 20;

/// What a value takes besides its text.
const VALUE: usize = 16;

/// Returns a value, or why it is refused.
type Guard = fn(&Made, Value) -> Result<Value, &'static str>;

/// How many bytes the result for these arguments can have.
type Estimate = fn(&[Value]) -> usize;

const FUNCTIONS: [(&str, Estimate); 21] = [
    ("array.concat", |args| {
        args.iter().map(|list| list.as_array().map_or(0, |list| list.len() * VALUE)).sum()
    }),
    ("array.reverse", whole),
    ("concat", joined),
    ("graph.reachable_paths", paths),
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
    /// 1: a value was too large.
    oversized: AtomicUsize,
    /// 1: what a function cannot do is an error. 0: it is undefined.
    strict: AtomicUsize,
}

impl Made {
    /// A rule is asked.
    pub(crate) fn begin(&self, is_strict: bool) {
        self.bytes.store(0, Ordering::Relaxed);
        self.oversized.store(0, Ordering::Relaxed);
        self.strict.store(usize::from(is_strict), Ordering::Relaxed);
    }

    /// Whether they would have made more than they may.
    pub(crate) fn is_too_much(&self) -> bool {
        self.bytes.load(Ordering::Relaxed) > MOST
    }

    /// Whether a value was too large.
    pub(crate) fn is_oversized(&self) -> bool {
        self.oversized.load(Ordering::Relaxed) == 1
    }

    fn admit(&self, value: &Value) -> Result<usize, &'static str> {
        let bytes = size(value);
        if bytes > LARGEST {
            self.oversized.store(1, Ordering::Relaxed);
            return Err("the value is too large");
        }
        Ok(bytes)
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
    register_guards(engine, &made);
    made
}

/// The functions that [guards](crate::guard) call.
fn register_guards(engine: &mut Engine, made: &Arc<Made>) {
    let guards: [(&str, Guard); 3] = [
        (guard::VALUE, |made, value| made.admit(&value).map(|_| value)),
        (guard::ADDED, |made, value| {
            made.add(made.admit(&value)?);
            if made.is_too_much() { Err("the result is too long") } else { Ok(value) }
        }),
        (guard::BOUND, |made, value| made.admit(&value).map(|_| Value::Bool(true))),
    ];
    for (name, guard) in guards {
        let made = made.clone();
        let call = move |args: Vec<Value>| {
            let value = args.into_iter().next().unwrap_or(Value::Undefined);
            guard(&made, value).map_err(|why| std::io::Error::other(why).into())
        };
        let _ = engine.add_extension(name.to_owned(), 1, Box::new(call));
    }
}

/// How many bytes a value has, or more than [`MOST`]. A list may hold another many times.
pub(crate) fn size(value: &Value) -> usize {
    let (mut open, mut bytes) = (vec![value], 0);
    while let Some(value) = open.pop() {
        bytes += VALUE;
        match value {
            Value::String(text) => bytes += text.len(),
            // The square of what a large number takes, because multiplying and printing take that.
            Value::Number(number) if number.as_i128().is_none() && number.is_integer() => {
                let kibibytes = number.as_big().map_or(0, |number| number.bits() >> 13);
                bytes += usize::try_from(kibibytes.saturating_mul(kibibytes) << 10).unwrap_or(MOST);
            }
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

/// `graph.reachable_paths(graph, starts)`: the paths through diamonds double with each of them.
fn paths(args: &[Value]) -> usize {
    let Some(Value::Object(graph)) = args.first() else { return 0 };
    let below = |value: &Value| match value {
        Value::Array(list) => list.to_vec(),
        Value::Set(set) => set.iter().cloned().collect(),
        _ => Vec::new(),
    };
    let mut path: Vec<Value> = Vec::new();
    let mut visited = BTreeSet::new();
    let mut open: Vec<(usize, Value)> =
        args.get(1).map(below).unwrap_or_default().into_iter().map(|start| (0, start)).collect();
    let mut bytes = 0_usize;
    while let Some((depth, node)) = open.pop() {
        for left in path.drain(depth..) {
            visited.remove(&left);
        }
        bytes = bytes.saturating_add((depth + 1) * VALUE);
        if bytes > MOST {
            break;
        }
        if let Some(next) = graph.get(&node)
            && visited.insert(node.clone())
        {
            path.push(node);
            open.extend(below(next).into_iter().map(|next| (depth + 1, next)));
        }
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
