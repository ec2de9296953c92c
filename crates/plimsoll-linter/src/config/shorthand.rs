//! Options that have a short name at the top of the configuration, because a team sets them before anything else.

/// A short name for an option of a rule.
pub(crate) struct Shorthand {
    /// The setting at the top of `plimsoll.toml`.
    pub(crate) setting: &'static str,
    /// A code that only the rule in question answers to.
    pub(crate) code: &'static str,
    /// The rule's option.
    pub(crate) option: &'static str,
}

/// The registries that images may come from.
pub(crate) const TRUSTED_REGISTRIES: Shorthand =
    Shorthand { setting: "trusted-registries", code: "hadolint:DL3026", option: "allow" };

/// The labels that images must have, with their types.
pub(crate) const LABELS: Shorthand =
    Shorthand { setting: "labels", code: "hadolint:DL3049", option: "schema" };

/// Whether labels that are not in the schema are reported.
pub(crate) const STRICT_LABELS: Shorthand =
    Shorthand { setting: "strict-labels", code: "hadolint:DL3050", option: "strict" };

/// Every one of them.
pub(super) const SHORTHANDS: [Shorthand; 3] = [LABELS, STRICT_LABELS, TRUSTED_REGISTRIES];
