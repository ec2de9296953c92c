//! The archives: the same bytes each time, and what a user unpacks works and has its manual.

use super::command::Run;
use super::workshop::{Workshop, with_ending};
use super::{Proof, Setback};

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("bash")?;
    let folder = shop.fresh("archives")?;
    shop.archives(&folder)?;
    let host = shop.host()?;
    let packed = with_ending(&folder, ".tar.gz")?;
    let archive = packed.iter().find(|path| path.ends_with(format!("plimsoll-{host}.tar.gz")));
    let archive = archive.ok_or_else(|| Setback::Failed(format!("there is no archive for {host}")))?;
    if with_ending(&folder, ".zip")?.len() != 2 {
        return Err(Setback::Failed("Windows has no two zips".to_owned()));
    }
    let once = std::fs::read(archive)?;
    shop.archives(&folder)?;
    if std::fs::read(archive)? != once {
        return Err(Setback::Failed(format!("{} is another one the second time", archive.display())));
    }
    // The wheel and the archive, exactly as the release workflow tries them on each platform.
    std::fs::copy(shop.wheel()?, folder.join(shop.wheel()?.file_name().unwrap_or_default()))?;
    let verify = Run::new("bash").args([shop.root.join("packaging/verify.sh")]).args([&folder]);
    verify
        .args([shop.version()])
        .folder(&shop.root)
        .works()?
        .says(&format!("plimsoll {}", shop.version()))?;
    Ok(())
}
