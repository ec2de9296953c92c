//! Services that wait for each other.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DependencyCycle;

/// A service that is needed, and where that is said.
type Need<'c> = (&'c str, Span);

/// A file with more than these is beyond help.
const MOST_CYCLES: usize = 16;

/// How many services of a long circle are named.
const MOST_NAMES: usize = 8;

/// A circle of services, and the needs that close it and others that share a service with it.
struct Circle {
    members: Vec<usize>,
    closing: Span,
    others: Vec<Span>,
}

/// Whether a service was looked at, and what it needs.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    OnPath,
    Done,
}

impl Rule for DependencyCycle {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // What follows a broken line may belong to another service.
        if app.has_lost_lines() {
            return;
        }
        let names: Vec<&str> = app.services().map(|service| &*service.name.value).collect();
        let needs: Vec<Vec<Need>> = app.services().map(needs).collect();
        let index: std::collections::HashMap<&str, usize> =
            names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let mut states = vec![State::New; names.len()];
        let mut circles: Vec<Circle> = Vec::new();
        let mut met = 0;
        for start in 0..names.len() {
            // The services from `start` to the current one, each with the number of its needs that were followed.
            let mut path: Vec<(usize, usize)> = Vec::new();
            if states.get(start) == Some(&State::New) {
                set(&mut states, start, State::OnPath);
                path.push((start, 0));
            }
            while let Some((at, next)) = path.last_mut() {
                let Some((name, span)) = needs.get(*at).and_then(|needs| needs.get(*next)) else {
                    set(&mut states, *at, State::Done);
                    path.pop();
                    continue;
                };
                *next += 1;
                let Some(&needed) = index.get(name) else { continue };
                match states.get(needed) {
                    Some(State::New) => {
                        set(&mut states, needed, State::OnPath);
                        path.push((needed, 0));
                    }
                    Some(State::OnPath) if met < MOST_CYCLES => {
                        met += 1;
                        let members: Vec<usize> =
                            path.iter().map(|(at, _)| *at).skip_while(|at| *at != needed).collect();
                        let meets = |circle: &&mut Circle| {
                            members.len().min(circle.members.len()) > 1
                                && circle.members.iter().any(|at| members.contains(at))
                        };
                        // What is tied into one knot is one thing to undo.
                        match circles.iter_mut().find(meets) {
                            Some(circle) => circle.others.push(*span),
                            None => circles.push(Circle { members, closing: *span, others: Vec::new() }),
                        }
                    }
                    _ => {}
                }
            }
        }
        for circle in circles {
            let own = circle.members.iter().filter_map(|at| names.get(*at).copied()).collect::<Vec<_>>();
            report(&own, &circle, cx);
        }
    }
}

fn set(states: &mut [State], at: usize, state: State) {
    if let Some(own) = states.get_mut(at) {
        *own = state;
    }
}

fn report(names: &[&str], circle: &Circle, cx: &mut Context) {
    if let [own] = names {
        cx.report(circle.closing, format!("service `{own}` depends on itself"))
            .here("a service cannot wait for itself")
            .help("remove this dependency");
        return;
    }
    let names = names.iter().take(MOST_NAMES).chain(names.first());
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let finding = cx.report(circle.closing, format!("dependency cycle: {}", names.join(" → ")));
    finding.here("this dependency closes the cycle");
    for other in circle.others.iter().take(MOST_NAMES) {
        finding.label(*other, "this one closes another cycle with the same services");
    }
    finding.help("remove one of these dependencies");
}

/// What a service needs before it starts (compose-go, `graph`).
fn needs<'c>(service: &'c compose::Service<'c>) -> Vec<Need<'c>> {
    let dependencies = service.depends_on.iter().map(|item| (&*item.service.value, item.service.span));
    let links = service
        .links
        .iter()
        .chain(service.volumes_from.iter().filter(|from| !from.value.starts_with("container:")));
    let links = links.map(|link| (link.value.split(':').next().unwrap_or_default(), link.span));
    let shared = service.shares().map(|(mode, name)| (name, mode.span));
    dependencies.chain(links).chain(shared).collect()
}
