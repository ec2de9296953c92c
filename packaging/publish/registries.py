"""Registries on the loopback interface: enough of the Python, npm and crate registries for their clients to publish to.

Each takes a version once and refuses it the second time, as the real ones do.
"""

import base64
import hashlib
import http.server
import json
import re
import struct
import threading
import urllib.parse


class Registries:
    """A server with all of them, each below its name."""

    def __init__(self):
        self.writes = []
        self.left = None
        self.files = {}
        self.archives = {}
        self.packages = {}
        self.crates = {}
        handler = type("Bound", (Handler,), {"registries": self})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        # Clients that hang up are none of its business.
        self.server.handle_error = lambda *_: None
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def fail_after(self, writes):
        """After so many writes every further one fails, as if the registry had gone away; never, for None."""
        self.left = writes

    def writes_to(self, name):
        return lambda: [what for registry, what in self.writes if registry == name]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Refused(Exception):
    """What a registry answers instead of taking something."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    registries = None

    def log_message(self, *_):
        pass

    def answer(self, code, body, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        _, registry, *rest = path.split("/", 2)
        found = getattr(self, f"{registry}_get")(rest[0] if rest else "")
        if found is None:
            self.answer(404, {"error": "not found"})
        else:
            self.answer(200, *found)

    def do_POST(self):
        self.take()

    def do_PUT(self):
        self.take()

    def take(self):
        data = self.body()
        path = urllib.parse.unquote(self.path)
        _, registry, _ = path.split("/", 2)
        book = self.registries
        if book.left == 0:
            self.answer(503, {"error": "gone away"})
            return
        try:
            what = getattr(self, f"{registry}_take")(data)
        except Refused as why:
            self.answer(400 if registry != "npm" else 403, {"error": str(why), "errors": [{"detail": str(why)}]})
            return
        book.writes.append((registry, what))
        if book.left is not None:
            book.left -= 1
        self.answer(200, {"ok": True, "warnings": {"invalid_categories": [], "invalid_badges": [], "other": []}})

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            data = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return data
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    # The Python registry.

    def pypi_get(self, path):
        if path.strip("/") != "simple/plimsoll-lint":
            return None
        links = "".join(
            f'<a href="/pypi/files/{name}#sha256={digest}">{name}</a>\n'
            for name, digest in self.registries.files.items()
        )
        return (f"<!DOCTYPE html><html><body>\n{links}</body></html>".encode(), "text/html")

    def pypi_take(self, data):
        name = re.search(rb'name="content"; filename="([^"]+)"', data)[1].decode()
        digest = re.search(rb'name="sha256_digest"\r\n(?:[^\r]+\r\n)*\r\n([0-9a-f]{64})', data)[1].decode()
        if name in self.registries.files:
            raise Refused("File already exists")
        self.registries.files[name] = digest
        return name

    # The npm registry.

    def npm_get(self, path):
        package = self.registries.packages.get(path)
        return package and (package,)

    def npm_take(self, data):
        new = json.loads(data)
        (version,) = new["versions"]
        package = self.registries.packages.setdefault(
            new["name"], {"name": new["name"], "versions": {}, "dist-tags": {}}
        )
        if version in package["versions"]:
            raise Refused("cannot publish over the previously published versions")
        for attachment in new["_attachments"].values():
            assert base64.b64decode(attachment["data"])
        package["versions"] |= new["versions"]
        package["dist-tags"] |= new["dist-tags"]
        return f"{new['name']}@{version}"

    # The crate registry.

    def crates_get(self, path):
        if path == "config.json":
            base = f"{self.registries.address}/crates"
            return ({"dl": f"{base}/download", "api": base},)
        if path.startswith("download/"):
            crate = self.registries.archives.get(path)
            return crate and (crate, "application/octet-stream")
        lines = self.registries.crates.get(path.rsplit("/", 1)[-1])
        return lines and ("\n".join(map(json.dumps, lines)).encode() + b"\n", "text/plain")

    def crates_take(self, data):
        (size,) = struct.unpack("<I", data[:4])
        new = json.loads(data[4 : 4 + size])
        crate = data[8 + size :]
        lines = self.registries.crates.setdefault(new["name"], [])
        if any(line["vers"] == new["vers"] for line in lines):
            raise Refused(f"crate version `{new['vers']}` is already uploaded")
        self.registries.archives[f"download/{new['name']}/{new['vers']}/download"] = crate
        needs = [
            {
                "name": dep["name"],
                "req": dep["version_req"],
                "features": dep["features"],
                "optional": dep["optional"],
                "default_features": dep["default_features"],
                "target": dep["target"],
                "kind": dep["kind"],
            }
            for dep in new["deps"]
        ]
        lines.append(
            {
                "name": new["name"],
                "vers": new["vers"],
                "deps": needs,
                "cksum": hashlib.sha256(crate).hexdigest(),
                "features": new["features"],
                "yanked": False,
            }
        )
        return f"{new['name']}@{new['vers']}"
