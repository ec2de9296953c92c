//! JSON Schema, as much of it as the schemas in `testdata/schemas` use. A keyword that is not understood fails the
//! test, so that nothing passes unchecked; a whole validator would be a third of all crates that tests build.

use serde_json::{Map, Value, json};

/// Keywords that tell people something.
const WORDS: [&str; 8] =
    ["$schema", "$id", "title", "description", "default", "definitions", "format", "examples"];

/// What is wrong with `value`, as paths and reasons.
pub(crate) fn problems(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "", &mut found);
    found
}

/// Each keyword finds what breaks it, and nothing else.
pub(crate) fn refuse_what_is_wrong() {
    let schema = json!({
        "definitions": { "small": { "type": "integer", "minimum": 1, "maximum": 3 } },
        "type": "object",
        "required": ["list"],
        "additionalProperties": { "type": "boolean" },
        "properties": {
            "list": { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "$ref": "#/definitions/small" } },
            "word": { "enum": ["a", "b"] },
            "text": { "type": ["string", "null"], "minLength": 1 },
            "one": { "oneOf": [{ "type": "string" }, { "minLength": 2 }] },
            "any": { "anyOf": [{ "type": "string" }, { "type": "integer" }] },
            "none": { "type": "object", "additionalProperties": false },
        },
    });
    let right = json!({
        "list": [1, 3], "word": "a", "text": null, "one": "a", "any": 1, "none": {}, "other": true,
    });
    assert_eq!(problems(&schema, &right), Vec::<String>::new());
    let wrong = [
        ("list", json!([])),
        ("list", json!([1, 1])),
        ("list", json!([0])),
        ("list", json!([4])),
        ("list", json!([1.5])),
        ("list", json!({})),
        ("word", json!("c")),
        ("text", json!("")),
        ("text", json!(1)),
        ("one", json!("ab")),
        ("any", json!(true)),
        ("none", json!({ "a": 1 })),
        ("other", json!("true")),
    ];
    for (name, value) in wrong {
        let mut document = right.clone();
        document[name] = value.clone();
        assert_eq!(problems(&schema, &document).len(), 1, "{name}: {value}");
    }
    assert_eq!(problems(&schema, &json!({})).len(), 1, "a property is missing");
    assert_eq!(problems(&schema, &json!([])).len(), 1, "no object");
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(keywords) = schema.as_object() else { panic!("{at}: a schema is an object, not {schema}") };
    for (keyword, wanted) in keywords {
        let mut problem = |is_right: bool| {
            if !is_right {
                found.push(format!("{at}: {value} is not {keyword} {wanted}"));
            }
        };
        match keyword.as_str() {
            "$ref" => check(root, target(root, wanted), value, at, found),
            "type" => problem(is_of(wanted, value)),
            "enum" => problem(list(wanted).contains(value)),
            "minimum" => problem(value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap())),
            "maximum" => problem(value.as_f64().is_none_or(|number| number <= wanted.as_f64().unwrap())),
            "minItems" => problem(value.as_array().is_none_or(|items| at_least(items.len(), wanted))),
            "minLength" => problem(value.as_str().is_none_or(|text| at_least(text.len(), wanted))),
            "uniqueItems" => problem(value.as_array().is_none_or(|items| all_differ(items))),
            "required" => problem(value.as_object().is_none_or(|object| {
                list(wanted).iter().all(|name| object.contains_key(name.as_str().unwrap()))
            })),
            "anyOf" => problem(fitting(root, wanted, value) >= 1),
            "oneOf" => problem(fitting(root, wanted, value) == 1),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, item, &format!("{at}/{index}"), found);
                }
            }
            "properties" => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = wanted.get(name) {
                        check(root, schema, inner, &format!("{at}/{name}"), found);
                    }
                }
            }
            "additionalProperties" => additional(root, keywords, wanted, value, at, found),
            word if WORDS.contains(&word) => {}
            other => panic!("{at}: the keyword {other} is not understood"),
        }
    }
}

/// Properties that are not among the named ones.
fn additional(
    root: &Value,
    keywords: &Map<String, Value>,
    wanted: &Value,
    value: &Value,
    at: &str,
    found: &mut Vec<String>,
) {
    let is_named = |name: &str| keywords.get("properties").is_some_and(|named| named.get(name).is_some());
    for (name, inner) in value.as_object().into_iter().flatten().filter(|(name, _)| !is_named(name)) {
        match wanted {
            Value::Bool(true) => {}
            Value::Bool(false) => found.push(format!("{at}: {name} has no place here")),
            schema => check(root, schema, inner, &format!("{at}/{name}"), found),
        }
    }
}

fn target<'s>(root: &'s Value, reference: &Value) -> &'s Value {
    let pointer = reference.as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| root.pointer(pointer)).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

fn fitting(root: &Value, schemas: &Value, value: &Value) -> usize {
    let fits = |schema: &&Value| {
        let mut found = Vec::new();
        check(root, schema, value, "", &mut found);
        found.is_empty()
    };
    list(schemas).iter().filter(fits).count()
}

fn is_of(wanted: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("no type is {other}"),
    };
    wanted.as_array().map_or_else(|| is(wanted), |names| names.iter().any(is))
}

fn at_least(length: usize, wanted: &Value) -> bool {
    length as u64 >= wanted.as_u64().unwrap()
}

fn all_differ(items: &[Value]) -> bool {
    items.iter().enumerate().all(|(index, item)| !items[..index].contains(item))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}
