//! The socket of a container engine in a container that is made to use it.

use plimsoll_linter::prelude::*;

use super::engine_socket::{EngineSocket, has_engine, is_image, is_meant};

#[derive(Default)]
pub(crate) struct EngineClient;

impl Rule for EngineClient {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let is_client = |image: &ImageName| image.is_engine_client();
        let is_proxy = |image: &ImageName| EngineSocket::default().allows(image);
        // Otherwise, `engine-socket` speaks for all images.
        let is_ours = || is_image(container, is_client) || !is_image(container, is_proxy);
        if has_engine(container) && is_meant(container) && is_ours() {
            let purpose = container.image().get().and_then(ImageName::engine_purpose);
            let image = container.service.image.as_ref();
            let what = image
                .zip(purpose)
                .map(|(image, purpose)| (image.span, format!("`{}` {purpose}", image.value)));
            super::engine_socket::report(container, what.as_ref(), cx);
        }
    }
}
