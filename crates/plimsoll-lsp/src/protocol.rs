//! JSON-RPC, which the protocol is made of: what a message is, and why one is refused.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Why a message gets an error for an answer. Numbers and names are those of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorCode {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    InternalError = -32603,
    ServerNotInitialized = -32002,
    RequestFailed = -32803,
    RequestCancelled = -32800,
}

/// An answer that is an error.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: ErrorCode,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Refusal {
        Refusal { code, message: message.into() }
    }
}

/// A message from the client.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Message {
    Request {
        /// A number or a string, which the answer repeats.
        id: Value,
        method: String,
        params: Value,
    },
    Notification {
        method: String,
        params: Value,
    },
    /// The answer to a request of ours. None of them is waited for.
    Response,
    /// A request that was cancelled while it waited, or something that is not a message. The answer is certain.
    Refused {
        /// `null` where it cannot be known.
        id: Value,
        refusal: Refusal,
    },
}

impl Message {
    /// Reads the body of a message. What is not a message becomes its answer.
    pub(crate) fn parse(body: &[u8]) -> Message {
        let parsed = serde_json::from_slice(body).or_else(|problem| {
            // JavaScript writes half a surrogate pair as it is when a text was cut inside a character.
            serde_json::from_slice(&with_whole_characters(body)).map_err(|_| problem)
        });
        match parsed {
            Ok(Value::Object(fields)) => Message::of(fields),
            Ok(_) => Message::malformed(ErrorCode::InvalidRequest, "a message must be a JSON object"),
            Err(problem) => Message::malformed(ErrorCode::ParseError, problem.to_string()),
        }
    }

    fn of(mut fields: Map<String, Value>) -> Message {
        let params = fields.remove("params").unwrap_or_default();
        match (fields.remove("id"), fields.remove("method")) {
            (Some(id), Some(Value::String(method))) if is_id(&id) => Message::Request { id, method, params },
            (None, Some(Value::String(method))) => Message::Notification { method, params },
            (_, None) if fields.contains_key("result") || fields.contains_key("error") => Message::Response,
            (id, _) => Message::Refused {
                id: id.filter(is_id).unwrap_or_default(),
                refusal: Refusal::new(
                    ErrorCode::InvalidRequest,
                    "a message must have a `method`, and an `id` must be a number or a string",
                ),
            },
        }
    }

    /// What is not a message, and has no id either.
    pub(crate) fn malformed(code: ErrorCode, why: impl Into<String>) -> Message {
        Message::Refused { id: Value::Null, refusal: Refusal::new(code, why) }
    }

    /// Whether it may change what is known of a file, so that findings worked out before it would be out of date.
    pub(crate) fn is_change(&self) -> bool {
        let Message::Notification { method, .. } = self else { return false };
        method.starts_with("textDocument/did") || method.starts_with("workspace/did")
    }

    /// The id of the request that it cancels, as JSON.
    pub(crate) fn cancelled(&self) -> Option<String> {
        match self {
            Message::Notification { method, params } if method == "$/cancelRequest" => {
                params.get("id").map(Value::to_string)
            }
            _ => None,
        }
    }
}

fn is_id(id: &Value) -> bool {
    id.is_number() || id.is_string()
}

/// The same JSON with U+FFFD in place of each escape that is half a surrogate pair. It counts one unit of UTF-16 as
/// well, so positions stay true.
fn with_whole_characters(json: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(json.len());
    let mut rest = json;
    while let Some((&first, after)) = rest.split_first() {
        let length = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                whole.extend(b"\\ufffd");
                rest = rest.get(6..).unwrap_or_default();
                continue;
            }
            // An escaped backslash is not the start of another escape.
            _ if first == b'\\' && !after.is_empty() => 2,
            _ => 1,
        };
        let (taken, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        whole.extend(taken);
        rest = after;
    }
    whole
}

/// The unit of UTF-16 that `json` starts with an escape of.
fn unit(json: &[u8]) -> Option<u16> {
    let digits = str::from_utf8(json.strip_prefix(b"\\u")?.get(..4)?).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

/// Reads parameters.
pub(crate) fn read<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params)
        .map_err(|problem| Refusal::new(ErrorCode::InvalidParams, problem.to_string()))
}

/// Writes an answer.
pub(crate) fn answer(result: &impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(result)
        .map_err(|problem| Refusal::new(ErrorCode::InternalError, problem.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> Value {
        match Message::parse(format!("{{\"method\":\"m\",\"params\":{json}}}").as_bytes()) {
            Message::Notification { params, .. } => params,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_one_character() {
        assert_eq!(text(r#""a\ud83db""#), "a\u{fffd}b");
        assert_eq!(text(r#""\udca9\ud83d""#), "\u{fffd}\u{fffd}");
        assert_eq!(text(r#""\ud83d\ud83d\udca9""#), "\u{fffd}💩");
        assert_eq!(text(r#""\\ud83d\"\ud83d""#), "\\ud83d\"\u{fffd}");
        assert_eq!(text(r#""\ud83d\n""#), "\u{fffd}\n");
    }

    #[test]
    fn what_is_not_a_message_is_answered() {
        let refused = |json: &str| match Message::parse(json.as_bytes()) {
            Message::Refused { id, refusal } => (id, refusal.code as i32),
            other => panic!("{json}: {other:?}"),
        };
        for json in ["", "{", "\"\\ud83", "nothing", &"[".repeat(100_000), "{\"a\":1e999}"] {
            assert_eq!(refused(json), (Value::Null, -32700), "{json}");
        }
        for json in
            ["[]", "{}", "5", "null", "{\"id\":null,\"method\":\"a\"}", "{\"id\":[],\"method\":\"a\"}"]
        {
            assert_eq!(refused(json), (Value::Null, -32600), "{json}");
        }
        assert_eq!(refused("{\"id\":7}"), (7.into(), -32600));
        assert_eq!(refused("{\"id\":\"7\",\"method\":7}"), ("7".into(), -32600));
        assert_eq!(Message::parse(b"{\"id\":null,\"error\":{}}"), Message::Response);
    }
}
