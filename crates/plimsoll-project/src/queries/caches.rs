//! Where a package manager keeps its cache in the image at hand, and how a mount keeps it out.
//!
//! Sources: dnf5-caching(7); `CACHEDIR` in the source of microdnf; `user-home-dir.js` of Yarn 1, whose root has its cache in
//! `/usr/local/share`; the example of BuildKit's reference for APT; the Dockerfile of the image `composer`.

use plimsoll_shell::{PackageCache, PackageManager};

use crate::{ImageName, Stage};

/// What to mount so that a cache does not become part of the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheMount {
    /// The directory.
    pub target: String,
    /// `type=cache,target=…` with all that it needs.
    pub mount: String,
}

impl Stage<'_> {
    /// What a package manager keeps at instruction `at`, with those folders alone that it uses there, where that is known.
    pub fn package_cache(&self, manager: PackageManager, at: usize) -> Option<PackageCache> {
        use PackageManager as M;
        let cache = manager.cache()?;
        let image = self.root_image();
        let folders: &'static [&'static str] = match manager {
            M::Dnf | M::Yum | M::Microdnf => match image.map(rpm_world) {
                Some(Some(RpmWorld::Dnf5)) => &["/var/cache/libdnf5"],
                Some(Some(RpmWorld::Dnf4)) if manager == M::Microdnf => &["/var/cache/yum"],
                Some(Some(RpmWorld::Dnf4)) => &["/var/cache/dnf"],
                Some(Some(RpmWorld::Yum)) => &["/var/cache/yum"],
                _ => cache.folders,
            },
            M::Yarn if !self.hints().has_new_yarn => match self.user_at(at).get() {
                Some(user) if crate::is_root(user) => &["/usr/local/share/.cache/yarn"],
                Some(_) => &["~/.cache/yarn"],
                None => cache.folders,
            },
            // The image sets `COMPOSER_HOME=/tmp`.
            M::Composer if image.is_some_and(|image| image.official() == Some("composer")) => &["/tmp/cache"],
            _ => cache.folders,
        };
        Some(PackageCache { folders, ..cache })
    }

    /// What to mount for a cache at instruction `at`, where the home directory that it is in is known.
    pub fn cache_mount(&self, cache: &PackageCache, at: usize) -> Option<CacheMount> {
        let folder = cache.folders.first()?;
        let (target, owner) = match folder.strip_prefix('~') {
            None => ((*folder).to_owned(), String::new()),
            Some(inside) => {
                let (home, uid) = self.home(at)?;
                (format!("{home}{inside}"), uid.map(|uid| format!(",uid={uid}")).unwrap_or_default())
            }
        };
        // APT locks its folders: two builds must not share them at one time.
        let sharing = if target.contains("/apt") { ",sharing=locked" } else { "" };
        Some(CacheMount { mount: format!("type=cache,target={target}{owner}{sharing}"), target })
    }

    /// Where a cache lies at instruction `at`, and what to do against it: `remedy`, or a mount.
    pub fn cache_advice(&self, cache: &PackageCache, remedy: &str, at: usize) -> (String, String) {
        match self.cache_mount(cache, at) {
            Some(CacheMount { target, mount }) => {
                (target, format!("{remedy}, or mount a cache: `RUN --mount={mount}`"))
            }
            None => (cache.folders.first().copied().unwrap_or_default().to_owned(), remedy.to_owned()),
        }
    }

    /// The home directory of the user at instruction `at`, and his number where he is not root.
    pub fn home(&self, at: usize) -> Option<(String, Option<u32>)> {
        let user = self.user_at(at).get()?;
        let name = user.split(':').next().unwrap_or_default();
        // A variable counts more than the user's own directory.
        let set = if self.declares("HOME", at) { Some(self.env_at("HOME", at).get()?) } else { None };
        if crate::is_root(user) {
            return Some((set.unwrap_or("/root").to_owned(), None));
        }
        let image = self.root_image()?;
        let own = image.known().and_then(|known| known.uid_of(name));
        let created = self.account(name, at).filter(|account| account.has_home);
        let uid = own.or(created.as_ref().and_then(|account| account.uid));
        let is_known = own.is_some() || created.is_some() || set.is_some();
        is_known.then(|| (set.map_or_else(|| format!("/home/{name}"), str::to_owned), uid))
    }
}

/// The generation of a distribution's package manager.
#[derive(Clone, Copy)]
enum RpmWorld {
    Yum,
    Dnf4,
    Dnf5,
}

fn rpm_world(image: &ImageName<'_>) -> Option<RpmWorld> {
    let name = image.full_repository();
    let tag = image.meant_tag();
    let number = tag.split(['.', '-']).next().and_then(|major| major.parse::<u32>().ok());
    let is_of = |names: &[&str]| names.iter().any(|part| name.contains(part));
    if image.official() == Some("fedora") || name.ends_with("/fedora/fedora") {
        return match (tag, number) {
            (_, Some(release)) if release < 41 => Some(RpmWorld::Dnf4),
            (_, Some(_)) | ("latest" | "rawhide", None) => Some(RpmWorld::Dnf5),
            _ => None,
        };
    }
    if is_of(&["/centos", "amazonlinux"]) {
        return number.map(|it| if it == 7 || it == 6 || it == 2 { RpmWorld::Yum } else { RpmWorld::Dnf4 });
    }
    is_of(&["/ubi8", "/ubi9", "rockylinux", "almalinux"]).then_some(RpmWorld::Dnf4)
}
