//! Commands with what their variables hold in their place. Half a dozen rules about packages ask for the same ones.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Deref;
use std::ptr;
use std::rc::Rc;

use plimsoll_shell::{Command, Outer, Script};

/// A command with what its variables hold in their place.
pub enum Filled<'c> {
    /// Nothing is put in.
    Written(&'c Command),
    /// Something is.
    Other(Rc<Command>),
}

impl Deref for Filled<'_> {
    type Target = Command;

    fn deref(&self) -> &Command {
        match self {
            Filled::Written(command) => command,
            Filled::Other(command) => command,
        }
    }
}

/// What commands of one script become, by where they are in memory.
#[derive(Default)]
pub(crate) struct Fillings(RefCell<HashMap<*const Command, Filling>>);

#[derive(Clone)]
struct Filling {
    /// `None` where nothing is put in.
    command: Option<Rc<Command>>,
    /// Whether more than the script was asked for it.
    looked_further: bool,
}

impl Fillings {
    /// A command of `script` with what is known of its variables. `outer` says in `looked_further` when it needs more than
    /// the script.
    pub(crate) fn filled<'c>(
        &self,
        script: &Script,
        command: &'c Command,
        outer: &Outer<'_>,
        looked_further: &Cell<bool>,
    ) -> Filled<'c> {
        let place = ptr::from_ref(command);
        let known = self.0.borrow().get(&place).cloned();
        let filling = known.unwrap_or_else(|| {
            let before = looked_further.replace(false);
            let filled = script.filled(command, outer);
            let command = matches!(filled, Cow::Owned(_)).then(|| Rc::new(filled.into_owned()));
            let looked_further = looked_further.replace(before);
            let filling = Filling { command, looked_further };
            // Others are put together by a rule and do not stay where they are.
            if script.commands.as_ptr_range().contains(&place) {
                self.0.borrow_mut().insert(place, filling.clone());
            }
            filling
        });
        if filling.looked_further {
            looked_further.set(true);
        }
        filling.command.map_or(Filled::Written(command), Filled::Other)
    }
}
