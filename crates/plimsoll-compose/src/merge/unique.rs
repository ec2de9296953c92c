//! Lists in which some items stand for the same thing: the later one wins (compose-go, `EnforceUnicity`).

use std::collections::HashMap;

use crate::model::{Device, Mount, Port};
use crate::schema::Merge;
use crate::yaml::{Scalar, Yaml};

/// The items of a list with those of a later one behind them, or in place of those that they stand for.
pub(super) fn append<'s>(mut items: Vec<Yaml<'s>>, over: Vec<Yaml<'s>>, merge: Merge) -> Vec<Yaml<'s>> {
    let mut known: HashMap<String, usize> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        if let Some(key) = key(item, merge) {
            known.insert(key, at);
        }
    }
    for item in over {
        let at = key(&item, merge).and_then(|key| known.get(&key));
        match at.and_then(|&at| items.get_mut(at)) {
            Some(earlier) => *earlier = item,
            None => items.push(item),
        }
    }
    items
}

/// What an item stands for.
fn key(item: &Yaml<'_>, merge: Merge) -> Option<String> {
    let text = |scalar: &Option<Scalar<'_>>| scalar.as_ref().map(|scalar| scalar.value.to_string());
    match merge {
        Merge::Ports => {
            let port = Port::read(item, &mut Vec::new())?;
            let ports =
                [&port.published, &port.target].map(|range| range.as_ref().map(|range| &range.text.value));
            let protocol = port.protocol_name();
            Some(format!("{ports:?}{:?}{protocol}", port.host_ip.map(|ip| ip.value)))
        }
        Merge::Mounts => {
            let target = Mount::read(item, &mut Vec::new())?.target?;
            Some(target.value.trim_end_matches('/').to_owned())
        }
        Merge::Devices => {
            let device = Device::read(item);
            text(&device.target).or_else(|| text(&device.source))
        }
        Merge::Grants | Merge::Strings if item.as_mapping().is_some() => {
            let names = ["target", "source", "path"];
            let name = names.into_iter().find_map(|name| item.get(name)?.as_scalar());
            name.map(|name| name.value.to_string())
        }
        Merge::Pairs => {
            let text = item.as_scalar()?;
            text.value.split('=').next().map(str::to_owned)
        }
        _ => item.as_scalar().map(|scalar| scalar.value.to_string()),
    }
}
