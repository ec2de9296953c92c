//! Every case in `testdata/project`: a small repository, and what it means.

fn main() {}
