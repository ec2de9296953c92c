//! An image, a service or a network without a label that is required.

mod insertion;

use std::collections::HashMap;

use plimsoll_linter::prelude::*;
use plimsoll_linter::{RequiredLabel, RequiredLabels};
use serde::Deserialize;

use insertion::insertion;

/// Nothing is reported until a label is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MissingLabel {
    labels: RequiredLabels,
}

impl Rule for MissingLabel {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        for container in project.containers() {
            self.check_labels_of_service(&container, cx);
            if let Some(stage) = container.stage() {
                let build = container.service.build.as_ref();
                self.check_image_of(&stage, build.map_or(&[], |build| &*build.labels), cx);
            }
        }
        if let Some(app) = &project.app {
            self.check_networks(app, cx);
            return;
        }
        for stage in project.dockerfiles.iter().filter_map(DockerfileModel::last_stage) {
            self.check_image_of(&stage, &[], cx);
        }
    }
}

impl MissingLabel {
    fn check_labels_of_service(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let labels = by_name(&service.labels);
        let may_lack = container.app.has_all_of(service) && service.label_file.is_empty();
        let mut missing = Vec::new();
        for label in self.labels.0.iter().filter(|label| label.on_services) {
            match labels.get(&*label.key) {
                None if may_lack => missing.push(label),
                None => {}
                Some(pair) => judge_pair(label, pair, cx),
            }
        }
        report_missing(&missing, service.name.span, &container.title(), cx);
    }

    fn check_networks(&self, app: &ComposeApp, cx: &mut Context) {
        let own = app.compose.networks.iter().filter(|network| network.external.is_none());
        for network in own {
            let labels = by_name(&network.labels);
            let mut missing = Vec::new();
            for label in self.labels.0.iter().filter(|label| label.on_networks) {
                match labels.get(&*label.key) {
                    None => missing.push(label),
                    Some(pair) => judge_pair(label, pair, cx),
                }
            }
            report_missing(&missing, network.key.span, &format!("network `{}`", network.key.value), cx);
        }
    }

    /// `added` are the labels that a build adds to those in the Dockerfile.
    fn check_image_of(&self, stage: &Stage, added: &[compose::Pair], cx: &mut Context) {
        let (Some(found), Some(from)) = (stage.labels(), stage.from()) else { return };
        let added = by_name(added);
        for label in self.labels.0.iter().filter(|label| label.on_images) {
            if let Some(pair) = added.get(&*label.key) {
                judge_pair(label, pair, cx);
                continue;
            }
            match found.get(&label.key) {
                None => {
                    let key = &label.key;
                    let finding = cx
                        .report(from.image.text.span, format!("the image has no label `{key}`"))
                        .here("no `LABEL` in this stage sets this label")
                        .help(format!("add `LABEL {key}=…`"));
                    if let Some(fix) = insertion(key, stage) {
                        finding.fix(fix);
                    }
                }
                Some((Some(value), span)) => judge(label, value, *span, cx),
                Some((None, _)) => {}
            }
        }
    }
}

/// The first label of each name.
fn by_name<'p, 's>(pairs: &'p [compose::Pair<'s>]) -> HashMap<&'p str, &'p compose::Pair<'s>> {
    pairs.iter().rev().map(|pair| (&*pair.name.value, pair)).collect()
}

/// How many missing labels of one service or network are reported one by one.
const MOST_MISSING: usize = 5;

fn report_missing(missing: &[&RequiredLabel], place: Span, what: &str, cx: &mut Context) {
    let here = format!("this {} does not set the label", what.split(' ').next().unwrap_or_default());
    for label in missing.iter().take(MOST_MISSING) {
        let finding = cx.report(place, format!("{what} has no label `{}`", label.key));
        finding.here(here.clone()).help(format!("add `{}` under `labels`", label.key));
    }
    if let more @ 1.. = missing.len().saturating_sub(MOST_MISSING) {
        cx.report(place, format!("{what} has none of {more} more required labels"));
    }
}

fn judge_pair(label: &RequiredLabel, pair: &compose::Pair, cx: &mut Context) {
    if let Some(value) = pair.value.as_ref().map(project::resolve).and_then(Value::get) {
        judge(label, &value, pair.span, cx);
    }
}

fn judge(label: &RequiredLabel, value: &str, span: Span, cx: &mut Context) {
    let (here, help) = match (label.kind.filter(|kind| !kind.accepts(value)), &label.pattern) {
        _ if label.accepts(value) => return,
        (Some(kind), _) => {
            let what = kind.describe();
            (format!("this value is not {what}"), format!("set the label to {what}"))
        }
        (None, Some(pattern)) => {
            let pattern = pattern.written();
            (
                format!("this value does not match `{pattern}`"),
                format!("use a value that matches `{pattern}`"),
            )
        }
        (None, None) => return,
    };
    cx.report(span, format!("invalid value for label `{}`", label.key)).here(here).help(help);
}
