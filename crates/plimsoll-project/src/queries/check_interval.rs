//! How often a health check runs.

use plimsoll_compose as compose;

use crate::{Container, Healthcheck, Stage, Value, resolve};

/// What the engine uses where nothing is set, in seconds.
///
/// Source: moby, `daemon/health.go`: `defaultProbeInterval`.
const DEFAULT: f64 = 30.0;

impl Container<'_> {
    /// How often its health check runs, in seconds, and what sets that. What the service leaves out, the engine takes from
    /// the image. Unset: nothing is checked.
    pub fn check_interval(&self) -> Value<f64> {
        let own = self.service.healthcheck.as_ref();
        if own.is_some_and(|check| check.is_disabled()) {
            return Value::Unset;
        }
        if let Some(interval) = own.and_then(|check| check.interval.as_ref()) {
            match resolve(interval).get().and_then(|text| compose::duration_seconds(&text)) {
                Some(0.0) => {}
                Some(seconds) => return Value::known(seconds, interval.span),
                None => return Value::Unknown { because: interval.span },
            }
        } else if let Some(inherited) = self.inherited() {
            return inherited;
        }
        let of_image = match self.stage() {
            Some(stage) => stage.check_interval(),
            None if self.known_image().and_then(|known| known.has_healthcheck) == Some(false) => Value::Unset,
            None => self.hidden(),
        };
        match own.filter(|check| check.test.is_some()) {
            Some(check) if of_image.is_unset() => Value::known(DEFAULT, check.span),
            _ => of_image,
        }
    }
}

impl Stage<'_> {
    /// The same for its HEALTHCHECK, or that of a stage that it starts from.
    pub fn check_interval(&self) -> Value<f64> {
        let place = match self.healthcheck() {
            Value::Known { value: Healthcheck::Instruction(_), set_at } => set_at,
            Value::Known { value: Healthcheck::Disabled, .. } | Value::Unset => return Value::Unset,
            Value::Known { set_at: because, .. } | Value::Unknown { because } => {
                return Value::Unknown { because };
            }
        };
        let instruction = self.file().tree.instruction_around(place);
        let flags = instruction.map(|instruction| &*instruction.flags).unwrap_or_default();
        let flag = flags.iter().rfind(|flag| flag.name.raw == "interval");
        let Some(value) = flag.and_then(|flag| flag.value.as_ref()) else {
            return Value::known(DEFAULT, place);
        };
        match value.literal().and_then(|text| compose::duration_seconds(&text)) {
            Some(0.0) => Value::known(DEFAULT, place),
            Some(seconds) => Value::known(seconds, value.text.span),
            None => Value::Unknown { because: value.text.span },
        }
    }
}
