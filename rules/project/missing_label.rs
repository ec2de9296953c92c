//! An image or a service without a label that is wanted.

mod wanted;

use plimsoll_linter::prelude::*;
use regex::Regex;
use serde::Deserialize;

use wanted::{Wanted, labels};

/// Nothing is reported until a label is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MissingLabel {
    #[serde(deserialize_with = "labels")]
    labels: Vec<Wanted>,
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
