//! A constraint of Gatekeeper as a policy: the labels that it wants on objects of Kubernetes are wanted here, too.

use plimsoll_diagnostics::Diagnostic;

use super::RULE;
use super::tree::{Item, Node, Pair};

/// What the version of a constraint starts with.
const VERSION: &str = "constraints.gatekeeper.sh/";

/// The one template that says something about images and services.
const LABELS: &str = "K8sRequiredLabels";

/// The actions that do not reject anything, with the levels that they stand for.
const ACTIONS: [(&str, &str); 2] = [("dryrun", "note"), ("warn", "warning")];

/// Whether a text is such a constraint.
pub(crate) fn is_constraint(text: &str) -> bool {
    text.lines().any(|line| {
        line.strip_prefix("apiVersion:")
            .is_some_and(|value| value.trim().trim_matches(['"', '\'']).starts_with(VERSION))
    })
}

/// The policy that a constraint stands for; anything else as it is.
pub(super) fn as_policy(top: Item, problems: &mut Vec<Diagnostic>) -> Item {
    let text = |key: &str| top.get(key).and_then(|pair| pair.value.text()).unwrap_or_default();
    if !text("apiVersion").starts_with(VERSION) {
        return top;
    }
    let (span, kind) = (top.span, text("kind"));
    let empty = Item { span, node: Node::Table(Vec::new()) };
    let Some(place) = top.get("kind").map(|pair| pair.value.span).filter(|_| kind == LABELS) else {
        let place = top.get("kind").map_or(span, |pair| pair.value.span);
        let message = format!("the Gatekeeper constraint `{kind}` is not checked");
        let mut problem = Diagnostic::new(RULE, place, message);
        problem.help(format!("use a constraint of the kind `{LABELS}`, or write a declaration"));
        problems.push(problem);
        return empty;
    };
    let spec = top.get("spec").map(|pair| &pair.value);
    let labels = spec.and_then(|spec| spec.get("parameters")?.value.get("labels"));
    let Some(labels) = labels else {
        let mut problem = Diagnostic::new(RULE, place, "this constraint does not list labels");
        problem.help("list them under `spec.parameters.labels`");
        problems.push(problem);
        return empty;
    };
    let pair = |key: &str, value: Item| Pair { key: key.to_owned(), place: labels.place, value };
    let table = |pairs: Vec<Pair>| Item { span: labels.value.span, node: Node::Table(pairs) };
    let action = spec.and_then(|spec| spec.get("enforcementAction"));
    let level = action.and_then(|action| {
        let written = action.value.text()?;
        let level = ACTIONS.iter().find(|(action, _)| *action == written)?.1;
        Some(pair("level", Item { span: action.value.span, node: Node::Text(level.to_owned()) }))
    });
    let declared = [pair("labels", labels.value.clone())].into_iter().chain(level).collect();
    let declared = table(vec![pair("labels", table(declared))]);
    Item { span, node: Node::Table(vec![pair("declare", declared)]) }
}
