//! Every limit of the linter, in one place. Each has a finding when it is hit.

/// A file with more bytes is not read.
pub const FILE_BYTES: usize = 1 << 20;

/// How many findings of one rule in one file are reported; the last one says how many more there are.
pub const FINDINGS_OF_A_RULE: usize = 100;

/// How often fixes are applied and the result checked again. Two or three rounds do it, unless a fix does harm.
pub const FIX_ROUNDS: usize = 40;

/// How often the fixes of a file are tried while those are looked for that would change its meaning.
pub const PROOFS_OF_A_FILE: usize = 100;

/// With fewer projects than this, starting threads costs more than it saves.
pub const PROJECTS_WORTH_THREADS: usize = 8;

/// With fewer folders than this, the same goes for looking into them.
pub const FOLDERS_WORTH_THREADS: usize = 64;
