//! What can be asked about a place or a file, one file for each feature.

use serde_json::Value;

use crate::dispatch::Refusal;
use crate::world::World;

/// Answers a request about a file.
pub(crate) fn answer(_world: &World, method: &str, _params: Value) -> Result<Value, Refusal> {
    Err(Refusal::new(lsp_server::ErrorCode::MethodNotFound, format!("there is no `{method}`")))
}
