//! What a conversation is about: the world as the client has it, what the client was told, and the way to tell it more.

use std::collections::HashSet;

use plimsoll_linter::FileKind;
use serde_json::{Value, json};

use crate::client::{Client, Options};
use crate::outbox::Outbox;
use crate::world::World;
use crate::{Product, diagnostics};

/// The state of a conversation.
pub(crate) struct State {
    pub(crate) outbox: Outbox,
    pub(crate) world: World,
    /// Whether the client has asked for diagnostics: from then on it is not told unasked.
    pub(crate) is_pulled: bool,
    /// Files that the client was told findings of, unasked.
    pub(crate) pushed: HashSet<String>,
    /// Whether the client was told that the configuration cannot be understood.
    told_of_config: bool,
}

impl State {
    pub(crate) fn new(outbox: Outbox, product: Product, client: Client) -> State {
        State {
            outbox,
            world: World::new(product, client, &[]),
            is_pulled: false,
            pushed: HashSet::new(),
            told_of_config: false,
        }
    }

    /// Checks what changed and tells of it, by itself or by asking to be asked.
    pub(crate) fn tell_news(&mut self) {
        self.world.refresh();
        diagnostics::tell(self);
        let broken = self.world.folders.iter().find_map(|folder| folder.broken_config());
        match broken.map(str::to_owned) {
            Some(path) if !self.told_of_config => {
                self.told_of_config = true;
                self.outbox.show(2, &format!("{path} contains invalid settings, which are ignored"));
            }
            Some(_) => {}
            None => self.told_of_config = false,
        }
    }

    /// Takes the client's settings, or tells what is wrong with them.
    pub(crate) fn set(&mut self, value: &Value) {
        match Options::read(value, &self.world.product) {
            Ok((options, settings)) => self.world.set(options, settings),
            Err(problem) => {
                self.outbox.show(1, &format!("plimsoll: invalid settings: {problem}"));
            }
        }
    }

    /// Asks to be told when files change. Works without: what is saved in the editor is looked at anyway.
    pub(crate) fn watch(&mut self) {
        if !self.world.client.watches_files {
            return;
        }
        let others = ["**/.dockerignore", "**/*.env", "**/.env*", "**/*.rego"];
        let globs = FileKind::ALL.iter().flat_map(|kind| kind.globs()).chain(&others);
        let watchers: Vec<_> = globs.map(|glob| json!({ "globPattern": glob })).collect();
        let method = "workspace/didChangeWatchedFiles";
        let registration =
            json!({ "id": method, "method": method, "registerOptions": { "watchers": watchers } });
        self.outbox.ask("client/registerCapability", json!({ "registrations": [registration] }));
    }
}
