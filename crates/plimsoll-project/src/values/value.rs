//! A value that is known, not said, or not knowable.

use plimsoll_diagnostics::Span;

/// Known, not said, or not knowable; and where that was decided.
///
/// A rule reports on `Known`, perhaps on `Unset`, and never on `Unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<T> {
    /// This is it. The default of an ARG counts as known, although `--build-arg` may replace it: it is what a
    /// build without further arguments gives. So does the default of an interpolation, `${NAME:-default}`.
    Known {
        /// The value.
        value: T,
        /// Where it was decided.
        set_at: Span,
    },
    /// Nobody says.
    Unset,
    /// It is decided by something that is not in these files.
    Unknown {
        /// What hides it: an image, a variable without a default, a file outside of the project.
        because: Span,
    },
}

impl<T> Value<T> {
    /// A value, and where it was decided.
    pub fn known(value: T, set_at: Span) -> Value<T> {
        Value::Known { value, set_at }
    }

    /// The value, if it is known.
    pub fn get(self) -> Option<T> {
        match self {
            Value::Known { value, .. } => Some(value),
            Value::Unset | Value::Unknown { .. } => None,
        }
    }

    /// Where it was decided, if it is known.
    pub fn set_at(&self) -> Option<Span> {
        match self {
            Value::Known { set_at, .. } => Some(*set_at),
            Value::Unset | Value::Unknown { .. } => None,
        }
    }

    /// What hides it, if it is unknown.
    pub fn because(&self) -> Option<Span> {
        match self {
            Value::Unknown { because } => Some(*because),
            Value::Known { .. } | Value::Unset => None,
        }
    }

    /// Whether it is known.
    pub fn is_known(&self) -> bool {
        matches!(self, Value::Known { .. })
    }

    /// Whether nobody says.
    pub fn is_unset(&self) -> bool {
        matches!(self, Value::Unset)
    }

    /// Whether it cannot be known from these files.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown { .. })
    }

    /// Whether it is known, and `accepts` it.
    pub fn is_known_and(self, accepts: impl FnOnce(T) -> bool) -> bool {
        self.get().is_some_and(accepts)
    }

    /// The same knowledge of another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Value<U> {
        match self {
            Value::Known { value, set_at } => Value::Known { value: change(value), set_at },
            Value::Unset => Value::Unset,
            Value::Unknown { because } => Value::Unknown { because },
        }
    }

    /// This, or when nobody says, what `other` says.
    #[must_use]
    pub fn or_else(self, other: impl FnOnce() -> Value<T>) -> Value<T> {
        if self.is_unset() { other() } else { self }
    }

    /// The same, borrowed.
    pub fn as_ref(&self) -> Value<&T> {
        match self {
            Value::Known { value, set_at } => Value::Known { value, set_at: *set_at },
            Value::Unset => Value::Unset,
            Value::Unknown { because } => Value::Unknown { because: *because },
        }
    }
}
