//! The archives: the same bytes each time, and what a user unpacks works and has its manual.

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError};

pub(super) fn prove(shop: &Workshop) -> Proof {
    shop.needs("bash")?;
    let folder = shop.fresh("archives")?;
    let host = shop.host()?;
    let archive = folder.join(format!("plimsoll-{host}.tar.gz"));
    let pack = || -> Result<Vec<u8>, StepError> {
        shop.archives(&folder, &shop.program()?, std::slice::from_ref(&host))?;
        Ok(std::fs::read(&archive)?)
    };
    let once = pack()?;
    if pack()? != once {
        return Err(StepError::Failed(format!("{} is another one the second time", archive.display())));
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
