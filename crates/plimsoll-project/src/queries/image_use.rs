//! Where a project uses images.

use std::collections::HashSet;

use plimsoll_compose::Service;
use plimsoll_compose::interpolate::{OperatorKind, Piece, Template};
use plimsoll_diagnostics::Span;

use crate::model::stage::Base;
use crate::{Container, ImageName, Part, Project, Stage};

/// An image that is pulled from somewhere: variables with a default are resolved, stages of the same file and `scratch`
/// are none.
#[derive(Clone, Copy, Debug)]
pub struct ImageUse<'p> {
    /// The image.
    pub name: &'p ImageName<'p>,
    /// The word that names it.
    pub span: Span,
    /// Who uses it.
    pub site: ImageSite<'p>,
    /// Whether a script of the repository builds it for the service.
    pub is_of_script: bool,
}

/// Who uses an image.
#[derive(Clone, Copy, Debug)]
pub enum ImageSite<'p> {
    /// FROM of this stage.
    From(Stage<'p>),
    /// COPY --from in this stage.
    CopyFrom(Stage<'p>),
    /// RUN --mount from= in this stage.
    Mount(Stage<'p>),
    /// `image` of this service, which builds nothing.
    Service(&'p Service<'p>),
}

impl ImageUse<'_> {
    /// Where to point at a part of the name; and, when an ARG gives that part its value, where it does.
    pub fn place_of(&self, part: &Part<'_>) -> (Span, Option<Span>) {
        if self.span.contains(part.set_at) { (part.set_at, None) } else { (self.span, Some(part.set_at)) }
    }

    /// Whether its tag is only the default of a variable that whoever builds or deploys it can set: `${TAG:-latest}`. In a
    /// Dockerfile, that is an ARG without a value.
    pub fn has_default_tag(&self) -> bool {
        let Some(tag) = &self.name.tag else { return false };
        match self.site {
            ImageSite::From(stage) => {
                let Some(from) = stage.from() else { return false };
                let is_passed = |name: &str| {
                    let mut pairs = stage.file().global_args().flat_map(|arg| &arg.pairs);
                    pairs.any(|pair| pair.name.value == name && pair.value.is_none())
                };
                let variables = from.image.variables();
                let last = variables.iter().find(|variable| variable.span.end == self.span.end);
                last.is_some_and(|it| it.default() == Some(&tag.text) && is_passed(it.name))
            }
            ImageSite::Service(service) => {
                let template = service.image.as_ref().map(|image| Template::parse(image.template()));
                let mut pieces = template.map_or(Vec::new(), |template| template.pieces);
                let Some(Piece::Variable(variable)) = pieces.pop() else { return false };
                let is_default = variable.operator.is_some_and(|it| it.kind == OperatorKind::Default);
                let text = Template { pieces: variable.text, error: None }.expand(|_| None);
                is_default && text.value == tag.text
            }
            ImageSite::CopyFrom(_) | ImageSite::Mount(_) => false,
        }
    }
}

impl<'p> Project<'p> {
    /// Every use of an image: Dockerfiles first, then services. Names that a service gives to contexts of its build
    /// are none, and neither are images that another service builds.
    pub fn images(&'p self) -> impl Iterator<Item = ImageUse<'p>> {
        let services = self.app.iter().flat_map(|app| &app.compose.services);
        let contexts = services
            .filter_map(|service| service.build.as_ref())
            .flat_map(|build| &build.additional_contexts);
        let contexts: HashSet<String> =
            contexts.map(|context| context.name.value.to_ascii_lowercase()).collect();
        let of_stages = self.stages().flat_map(|stage| {
            let base = stage.image_name().map(|name| ImageUse {
                name,
                span: name.span,
                site: ImageSite::From(stage),
                is_of_script: false,
            });
            let copied = stage.copies_from().filter_map(move |copied| match copied.source {
                Base::Image(name) => {
                    let is_mount = copied.is_mount;
                    let site = if is_mount { ImageSite::Mount(stage) } else { ImageSite::CopyFrom(stage) };
                    Some(ImageUse { name, span: copied.span, site, is_of_script: false })
                }
                _ => None,
            });
            base.into_iter().chain(copied)
        });
        let built: HashSet<String> = self
            .containers()
            .filter(Container::is_built)
            .filter_map(|container| container.image().get().map(ToString::to_string))
            .collect();
        let of_services =
            self.containers().filter(|container| !container.is_built()).filter_map(move |container| {
                let name = container.image().get().filter(|name| !built.contains(&name.to_string()))?;
                let is_of_script = self.app.as_ref().is_some_and(|app| app.has_image_of_script(name));
                let site = ImageSite::Service(container.service);
                Some(ImageUse { name, span: name.span, site, is_of_script })
            });
        of_stages
            .filter(move |image| !contexts.contains(&image.name.to_string().to_ascii_lowercase()))
            .chain(of_services)
    }
}
