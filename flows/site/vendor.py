"""The database of the SQL page: fetched from pinned, hashed registry packages, once.

What belongs here: which packages and files, their hashes, and putting them where the build finds them. What does
not: the page (`assets/console.js`). Nothing else of the site needs a package, and no page names another host.

`npm pack` fetches the archives, so that the registry is the one the machine is set up for; each archive must have
the SHA-512 that stands here, whoever served it.
"""

import base64
import gzip
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from flows.errors import GongkaiError
from flows.settings import PROJECT_DIR

VENDOR_DIR: Final = PROJECT_DIR / "build" / "site-assets"
_MODULE: Final = "duckdb.wasm.bin"
_CLIENT: Final = "duckdb-browser.js"


@dataclass(frozen=True, slots=True)
class Package:
    """One archive of the registry.

    Attributes:
        name, version: as the registry knows it.
        sha512: of the archive, base64, as lock files write it.
        files: path inside the archive to name in the site.
    """

    name: str
    version: str
    sha512: str
    files: Mapping[str, str]


PACKAGES: Final = (
    Package(
        "@duckdb/duckdb-wasm",
        "1.32.0",
        "IewXTNYEjsZCPE9weUWgtjGxUlMRo7qhX0GF6tq/KjK8bnY+RAl4cyUdYUfcdzbyb4b9ZxPC+FOsCcxgaKFWMg==",
        MappingProxyType(
            {
                "package/dist/duckdb-browser.mjs": _CLIENT,
                "package/dist/duckdb-browser-eh.worker.js": "duckdb-worker.js",
                "package/dist/duckdb-eh.wasm": _MODULE,
            }
        ),
    ),
    Package(
        "apache-arrow",
        "17.0.0",
        "X0p7auzdnGuhYMVKYINdQssS4EcKec9TCXyez/qtJt32DrIMGbzqiaMiQ0X6fQlQpw8Fl0Qygcv4dfRAr5Gu9Q==",
        MappingProxyType(
            {
                "package/Arrow.es2015.min.js": "arrow.min.js",
                "package/LICENSE.txt": "arrow-LICENSE.txt",
                "package/NOTICE.txt": "arrow-NOTICE.txt",
            }
        ),
    ),
)

_NOTICES: Final = """\
The SQL page runs these programs, unchanged but for what is said here.

DuckDB-WASM 1.32.0, MIT licence, copyright of the DuckDB Foundation and its contributors: duckdb-browser.js (the
import of apache-arrow points to arrow.js), duckdb-worker.js, duckdb.wasm.bin (packed with gzip).

Apache Arrow 17.0.0, Apache License 2.0: arrow.min.js; see arrow-LICENSE.txt and arrow-NOTICE.txt.
"""
_ARROW_MODULE: Final = "export const { RecordBatchReader, Table, Type } = globalThis.Arrow;\n"
"""A module face for the one-file build of Arrow, which is a plain script that the page loads first; these names are
what DuckDB uses."""


def fetch_assets(folder: Path = VENDOR_DIR) -> Path:
    """Fetch the programs of the SQL page, unless they are there; the folder appears whole or not at all.

    Raises:
        GongkaiError: there is no npm, the registry does not answer, or an archive is not the pinned one.
    """
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        made = Path(scratch) / "assets"
        made.mkdir()
        for package in PACKAGES:
            _unpack(package, fetch_package(package, Path(scratch)), made)
        client = made / _CLIENT
        client.write_text(
            client.read_text("utf-8").replace('from"apache-arrow"', 'from"./arrow.js"'), "utf-8"
        )
        (made / "arrow.js").write_text(_ARROW_MODULE, "utf-8")
        (made / "NOTICES.txt").write_text(_NOTICES, "utf-8")
        try:
            made.replace(folder)
        except OSError:
            # Another process, at the same work, was first with the same files.
            if not folder.exists():
                raise
    return folder


def fetch_package(package: Package, folder: Path) -> bytes:
    """The archive of a package.

    Raises:
        GongkaiError: as `fetch_assets`.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise GongkaiError(
            "npm is missing: the programs of the SQL page come from its registry (Debian: npm)"
        )
    spec = f"{package.name}@{package.version}"
    command = [npm, "pack", "--silent", "--pack-destination", str(folder), spec]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - names and versions are pinned in this module
    if answer.returncode != 0:
        raise GongkaiError(f"npm cannot fetch {spec}: {answer.stderr.strip()[:400]}")
    content = (folder / answer.stdout.split()[-1]).read_bytes()
    found = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != package.sha512:
        raise GongkaiError(f"{spec} is not the pinned archive: its SHA-512 is {found}")
    return content


def _unpack(package: Package, content: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for path, name in package.files.items():
            member = archive.extractfile(path)
            if member is None:
                raise GongkaiError(f"{package.name}@{package.version} has no {path}")
            file = member.read()
            # The module is kept packed: servers seldom do it, and it is four times as large unpacked.
            (folder / name).write_bytes(gzip.compress(file, 9, mtime=0) if name == _MODULE else file)
