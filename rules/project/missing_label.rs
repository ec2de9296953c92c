//! An image or a service without a label that is wanted.

use std::fmt;

use plimsoll_linter::prelude::*;
use regex::Regex;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Nothing is reported until a label is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MissingLabel {
    #[serde(deserialize_with = "labels")]
    labels: Vec<Wanted>,
}

struct Wanted {
    key: String,
    pattern: Option<(String, Regex)>,
    of_images: bool,
    of_services: bool,
}

/// A table of patterns, or a list of names and tables.
struct Rows(Vec<Row>);

/// A name, or a table with one.
struct Item(Row);

struct Labels;

impl<'de> Visitor<'de> for Labels {
    type Value = Rows;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list of names and tables, or a table of patterns")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rows, A::Error> {
        let mut rows = Vec::new();
        while let Some((key, pattern)) = map.next_entry()? {
            rows.push(Row { key, pattern, on: On::Image });
        }
        Ok(Rows(rows))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows, A::Error> {
        let mut rows = Vec::new();
        while let Some(Item(row)) = list.next_element()? {
            rows.push(row);
        }
        Ok(Rows(rows))
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Item, D::Error> {
        struct Label;
        impl<'de> Visitor<'de> for Label {
            type Value = Item;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a name or a table")
            }

            fn visit_str<E: Error>(self, key: &str) -> Result<Item, E> {
                Ok(Item(Row { key: key.to_owned(), pattern: String::new(), on: On::Image }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Item, A::Error> {
                Row::deserialize(MapAccessDeserializer::new(map)).map(Item)
            }
        }
        from.deserialize_any(Label)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: String,
    /// Gatekeeper has the other name.
    #[serde(default, alias = "allowedRegex")]
    pattern: String,
    #[serde(default)]
    on: On,
}

#[derive(Default, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum On {
    #[default]
    Image,
    Service,
    Both,
}

fn labels<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Wanted>, D::Error> {
    let Rows(rows) = from.deserialize_any(Labels)?;
    let wanted = |Row { key, pattern, on }: Row| {
        let regex = (!pattern.is_empty()).then(|| Regex::new(&format!("^(?:{pattern})$"))).transpose();
        let regex =
            regex.map_err(|_| D::Error::custom(format_args!("`{pattern}` is not a valid pattern")))?;
        let (of_images, of_services) = (on != On::Service, on != On::Image);
        Ok(Wanted { key, pattern: regex.map(|regex| (pattern, regex)), of_images, of_services })
    };
    rows.into_iter().map(wanted).collect()
}

impl Rule for MissingLabel {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        for container in project.containers() {
            self.check_labels_of_service(&container, cx);
            container.stage().into_iter().for_each(|stage| self.check_image_of(&stage, cx));
        }
        if project.app.is_none() {
            let stages = project.dockerfiles.iter().filter_map(DockerfileModel::last_stage);
            stages.for_each(|stage| self.check_image_of(&stage, cx));
        }
    }
}

impl MissingLabel {
    fn check_labels_of_service(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        for wanted in self.labels.iter().filter(|wanted| wanted.of_services) {
            match service.labels.iter().find(|label| label.name.value == wanted.key) {
                None if container.app.has_all_of(service) && service.label_file.is_empty() => {
                    let message = format!("service `{}` has no label `{}`", service.name.value, wanted.key);
                    cx.report(service.name.span, message)
                        .here("this service does not set the label")
                        .help(format!("add `{}` under `labels`", wanted.key));
                }
                None => {}
                Some(label) => {
                    let value = label.value.as_ref().map(project::resolve).and_then(Value::get);
                    if let Some(value) = value {
                        wanted.judge(&value, label.span, cx);
                    }
                }
            }
        }
    }

    fn check_image_of(&self, stage: &Stage, cx: &mut Context) {
        let (Some(found), Some(from)) = (stage.labels(), stage.from()) else { return };
        for wanted in self.labels.iter().filter(|wanted| wanted.of_images) {
            match found.get(&wanted.key) {
                None => {
                    cx.report(from.image.text.span, format!("the image has no label `{}`", wanted.key))
                        .here("no `LABEL` in this stage sets this label")
                        .help(format!("add `LABEL {}=…`", wanted.key));
                }
                Some((Some(value), span)) => wanted.judge(value, *span, cx),
                Some((None, _)) => {}
            }
        }
    }
}

impl Wanted {
    fn judge(&self, value: &str, span: Span, cx: &mut Context) {
        let is_other = |(_, regex): &&(String, Regex)| !regex.is_match(value);
        let Some((pattern, _)) = self.pattern.as_ref().filter(is_other) else { return };
        cx.report(span, format!("invalid value for label `{}`", self.key))
            .here(format!("this value does not match `{pattern}`"))
            .help(format!("use a value that matches `{pattern}`"));
    }
}
