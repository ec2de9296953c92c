//! Whether the servers that an image asks for packages still have them.

use plimsoll_diagnostics::Span;
use plimsoll_facts::{Release, archived_releases};

use crate::Stage;

/// A release whose packages are in an archive only.
#[derive(Clone, Copy, Debug)]
pub struct GoneRelease<'p> {
    /// The release: that of the distribution, or of an official image that is built on Debian.
    pub release: &'p Release,
    /// The host that still has its packages.
    pub archive: &'static str,
    /// Whether it is a release of the distribution.
    pub is_own: bool,
}

impl<'p> Stage<'p> {
    /// The release that the stage is built on, if its packages are gone from the servers that its image asks.
    pub fn gone_release(&self) -> Option<GoneRelease<'p>> {
        let image = self.root_image()?;
        let releases = image.releases();
        let own = releases.iter().find_map(|release| Some((release, archived_releases::find(release)?)));
        if let Some((release, gone)) = own {
            return Some(GoneRelease { release, archive: gone.archive, is_own: true });
        }
        // An official image whose line ended before a release of Debian came out is built on an older one.
        let is_debian = image.official().is_some()
            && image.known().is_some_and(|known| known.is_built_on("debian"))
            && !releases.iter().any(|it| it.repository == "debian");
        let release = releases.first().filter(|it| is_debian && !it.is_superseded)?;
        let gone = archived_releases::newest_base(release.until)?;
        Some(GoneRelease { release, archive: gone.archive, is_own: false })
    }

    /// Whether this command can no longer get packages: neither it nor anything before it names other servers.
    pub fn lacks_servers_at(&self, command: Span) -> bool {
        !self.names_servers_until(command) && self.gone_release().is_some()
    }

    /// Whether this command, or something before it, names other servers.
    pub fn names_servers_until(&self, command: Span) -> bool {
        self.hints().other_servers_from.is_some_and(|from| from < command.end)
    }

    /// Whether its release of Debian or Ubuntu gets no updates any more: its index is not outdated later either, unless somebody
    /// else's packages are in it.
    pub fn has_frozen_index(&self, today: &str) -> bool {
        let has_ended =
            |release: &Release| matches!(release.repository, "debian" | "ubuntu") && release.has_ended(today);
        let adds_sources = self.hints().adds_sources;
        !adds_sources && self.root_image().is_some_and(|image| image.releases().iter().any(has_ended))
    }
}
