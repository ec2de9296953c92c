"""One image of several: joins the archives that BuildKit writes for single platforms, with their attestations.

    python3 packaging/image.py OUT.tar IN.tar...

All are OCI archives. What comes out depends on what goes in and on nothing else, so that a second run gives the same digest.
"""

import hashlib
import io
import json
import sys
import tarfile

INDEX = "application/vnd.oci.image.index.v1+json"


def read(path):
    """The files of an archive, by their names."""
    with tarfile.open(path) as archive:
        return {one.name: archive.extractfile(one).read() for one in archive.getmembers() if one.isfile()}


def blob(name):
    return "blobs/" + name.replace(":", "/")


def platforms(files):
    """The manifests of an archive, with their platforms: those of the index that it holds, if it holds one."""
    named = lambda descriptor: json.loads(files[blob(descriptor["digest"])])
    for manifest in json.loads(files["index.json"])["manifests"]:
        if manifest["mediaType"] == INDEX:
            yield from named(manifest)["manifests"]
        else:
            # Where an image stands alone nobody asks, and its configuration is the only one that tells.
            image = named(named(manifest)["config"])
            platform = {key: image[key] for key in ("architecture", "os", "variant") if key in image}
            yield {"platform": platform, **manifest}


def join(archives):
    """The files of an archive with all platforms of these, and its digest."""
    files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}
    manifests = []
    for archive in archives:
        files.update({name: data for name, data in archive.items() if name.startswith("blobs/")})
        manifests += platforms(archive)
    index = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests}).encode()
    digest = "sha256:" + hashlib.sha256(index).hexdigest()
    files[blob(digest)] = index
    outer = {"mediaType": INDEX, "digest": digest, "size": len(index)}
    files["index.json"] = json.dumps({"schemaVersion": 2, "manifests": [outer]}).encode()
    return files, digest


def main():
    out, *archives = sys.argv[1:]
    files, digest = join(map(read, archives))
    with tarfile.open(out, "w") as archive:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size = len(files[name])
            archive.addfile(entry, io.BytesIO(files[name]))
    print(digest)


if __name__ == "__main__":
    main()
