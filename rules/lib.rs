//! Every built-in rule. Being written.
