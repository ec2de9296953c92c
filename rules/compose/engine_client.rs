//! The socket of a container engine in a container that is made to use it.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct EngineClient;

impl Rule for EngineClient {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let is_client =
            |image: &project::ImageName| facts::engine_clients::find(&image.full_repository()).is_some();
        if container.image().is_known_and(is_client) {
            super::engine_socket::report(container, cx);
        }
    }
}
