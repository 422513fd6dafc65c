"""The archive of what was sent: each file once, under its hash, never changed."""

from __future__ import annotations

from include.lake import archive_path, sha256
from include.storage import Store

_SUFFIX = {"PK": ".xlsx", "\xd0\xcf": ".xls", "%P": ".pdf"}


def original_path(content: bytes, file_sha256: str) -> str:
    """Address of an original in the archive; its suffix follows from its first bytes."""
    return archive_path(file_sha256, _SUFFIX.get(content[:2].decode("latin-1"), ".bin"))


def keep_original(lake: Store, content: bytes) -> str:
    """Put a file into the archive, unless it is there already; returns its hash."""
    digest = sha256(content)
    lake.write_once(original_path(content, digest), content)
    return digest


def read_original(lake: Store, file_sha256: str) -> bytes:
    """An original by its hash; raises FileNotFoundError when the archive does not have it any more."""
    folder = f"archive/{file_sha256[:2]}"
    for name in lake.names(folder):
        if name.startswith(file_sha256):
            return lake.read(f"{folder}/{name}")
    raise FileNotFoundError(f"the archive has lost {file_sha256}: restore it from a backup before landing again")
