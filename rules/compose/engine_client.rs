//! The socket of a container engine in a container that is made to use it.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct EngineClient;

impl Rule for EngineClient {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let container = cx.project().container_named(&service.name.value);
        let Some(Value::Known { value: image, .. }) = container.map(|container| container.image()) else {
            return;
        };
        if facts::engine_clients::find(&image.full_repository()).is_some() {
            super::engine_socket::report(service, cx);
        }
    }
}
