"""Files that are written whole or not at all, on a local disk or on object storage through fsspec.

A local file is written beside its place, flushed, and linked into it; an object appears when its upload ends.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import fsspec
from fsspec.implementations.local import LocalFileSystem


class ConflictingContent(RuntimeError):
    """A write-once file exists with other bytes: two different things claim one identity."""


@dataclass(frozen=True)
class Entry:
    """A file below a folder: its path relative to the folder, its size in bytes, and when it last changed (UTC)."""

    path: str
    size: int
    modified_at: datetime


class Store(Protocol):
    """A folder of files addressed by relative paths."""

    def url(self, path: str) -> str:
        """Address of a file as DuckDB and people read it."""

    def exists(self, path: str) -> bool:
        """Whether the file is there."""

    def read(self, path: str) -> bytes:
        """Content of a file; raises FileNotFoundError."""

    def write_once(self, path: str, content: bytes) -> bool:
        """Write a file that never changes; False when it was there with the same bytes, ConflictingContent if other."""

    def replace(self, path: str, content: bytes) -> None:
        """Write a file, in place of an older one if there is one."""

    def remove(self, path: str) -> None:
        """Remove a file; no error when it is gone already."""

    def entry(self, path: str) -> Entry | None:
        """Size and time of one regular file; null when it is not there, or is a symbolic link."""

    def names(self, folder: str) -> list[str]:
        """Names of the files directly in a folder, sorted; empty when there is no such folder."""

    def entries(self) -> list[Entry]:
        """Every regular file below the root, sorted by path; symbolic links are neither followed nor listed."""

    def others(self) -> list[tuple[str, str]]:
        """Path and kind of whatever below the root is no regular file, or cannot be looked at, sorted by path."""


class LocalStore:
    """A folder on a local disk."""

    def __init__(self, root: str) -> None:
        self._root = Path(root).absolute()

    def url(self, path: str) -> str:
        """Absolute path of a file."""
        return str(self._root / path)

    def exists(self, path: str) -> bool:
        """Whether the file is there."""
        return (self._root / path).is_file()

    def read(self, path: str) -> bytes:
        """Content of a file; raises FileNotFoundError."""
        return (self._root / path).read_bytes()

    def write_once(self, path: str, content: bytes) -> bool:
        """Write a file that never changes; see Store."""
        target = self._root / path
        if not target.exists():
            temporary = _flushed_beside(target, content)
            try:
                os.link(temporary, target)  # fails when another writer was first, unlike a rename
                _flush_folder(target.parent)
                return True
            except FileExistsError:
                pass
            finally:
                os.unlink(temporary)
        _refuse_other(target.read_bytes() == content, path)
        return False

    def replace(self, path: str, content: bytes) -> None:
        """Write a file, in place of an older one if there is one."""
        target = self._root / path
        os.replace(_flushed_beside(target, content), target)

    def remove(self, path: str) -> None:
        """Remove a file; no error when it is gone already."""
        (self._root / path).unlink(missing_ok=True)

    def names(self, folder: str) -> list[str]:
        """Names of the files directly in a folder, sorted."""
        place = self._root / folder
        if not place.is_dir():
            return []
        with os.scandir(place) as entries:
            return sorted(entry.name for entry in entries if entry.is_file() and not entry.name.startswith(".tmp-"))

    def entry(self, path: str) -> Entry | None:
        """Size and time of one regular file; see Store."""
        try:
            status = (self._root / path).lstat()
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        return Entry(path, status.st_size, datetime.fromtimestamp(status.st_mtime_ns // 1000 / 1e6, UTC))

    def entries(self) -> list[Entry]:
        """Every regular file below the root, sorted by path."""
        found = []
        for folder, _, names in os.walk(self._root, followlinks=False):
            for name in names:
                entry = self.entry(Path(folder, name).relative_to(self._root).as_posix())
                if entry:
                    found.append(entry)
        return sorted(found, key=lambda entry: entry.path)

    def others(self) -> list[tuple[str, str]]:
        """Path and kind of whatever below the root is no regular file; see Store."""
        found: list[tuple[str, str]] = []

        def report(place: str, what: str) -> None:
            if Path(place) != self._root:
                found.append((Path(place).relative_to(self._root).as_posix(), what))

        def unlisted(error: OSError) -> None:
            report(error.filename, f"a folder that cannot be listed ({error.strerror})")

        for folder, folders, names in os.walk(self._root, onerror=unlisted, followlinks=False):
            for name in [*folders, *names]:
                place = os.path.join(folder, name)
                if what := _other_than_file(place):
                    report(place, what)
        return sorted(found)


class ObjectStore:
    """A prefix of object storage (or any other fsspec filesystem)."""

    def __init__(self, filesystem: Any, root: str) -> None:
        self._fs = filesystem
        self._root = root.rstrip("/")

    @property
    def filesystem(self) -> Any:
        """The fsspec filesystem, for DuckDB's register_filesystem."""
        return self._fs

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root

    def url(self, path: str) -> str:
        """Address with its protocol, such as s3://bucket/lake/..."""
        return str(self._fs.unstrip_protocol(self._at(path)))

    def exists(self, path: str) -> bool:
        """Whether the object is there."""
        return bool(self._fs.isfile(self._at(path)))

    def read(self, path: str) -> bytes:
        """Content of an object; raises FileNotFoundError."""
        return bytes(self._fs.cat_file(self._at(path)))

    def write_once(self, path: str, content: bytes) -> bool:
        """Write an object that never changes; see Store."""
        if not self.exists(path):
            try:
                self._fs.pipe_file(self._at(path), content, mode="create")
                return True
            except FileExistsError:
                pass
        _refuse_other(self.read(path) == content, path)
        return False

    def replace(self, path: str, content: bytes) -> None:
        """Write an object, in place of an older one if there is one."""
        self._fs.pipe_file(self._at(path), content)

    def remove(self, path: str) -> None:
        """Remove an object; no error when it is gone already."""
        with contextlib.suppress(FileNotFoundError):
            self._fs.rm_file(self._at(path))

    def names(self, folder: str) -> list[str]:
        """Names of the objects directly below a prefix, sorted."""
        self._fs.invalidate_cache(self._at(folder))
        try:
            listing = self._fs.ls(self._at(folder), detail=True)
        except FileNotFoundError:
            return []
        return sorted(item["name"].rsplit("/", 1)[-1] for item in listing if item["type"] == "file")

    def entry(self, path: str) -> Entry | None:
        """Size and time of one object; see Store."""
        self._fs.invalidate_cache(self._at(path).rsplit("/", 1)[0])
        try:
            item = self._fs.info(self._at(path))
        except FileNotFoundError:
            return None
        return Entry(path, int(item["size"]), _changed(item)) if item["type"] == "file" else None

    def entries(self) -> list[Entry]:
        """Every object below the root, sorted by path."""
        self._fs.invalidate_cache(self._root)
        prefix = len(self._fs._strip_protocol(self._root).rstrip("/")) + 1
        found = self._fs.find(self._root, detail=True)
        return sorted(
            (Entry(path[prefix:], int(item["size"]), _changed(item)) for path, item in found.items()),
            key=lambda entry: entry.path,
        )

    def others(self) -> list[tuple[str, str]]:
        """Nothing: object storage holds objects alone."""
        return []


def open_store(address: str) -> Store:
    """The store behind a local path or an fsspec URL."""
    filesystem, path = fsspec.url_to_fs(address)
    return LocalStore(path) if isinstance(filesystem, LocalFileSystem) else ObjectStore(filesystem, path)


def _flushed_beside(target: Path, content: bytes) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".tmp-", dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(name, 0o644)  # mkstemp gives 0600, which a worker under another user could not read
    return name


def _flush_folder(folder: Path) -> None:
    """Make a new name in a folder last beyond a power cut: its original leaves the drop folder soon."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _other_than_file(place: str) -> str | None:
    try:
        mode = os.lstat(place).st_mode
    except OSError as error:
        return f"it cannot be looked at ({error.strerror})"
    kinds = (
        (stat.S_ISREG, None),
        (stat.S_ISDIR, "folder"),
        (stat.S_ISLNK, "symbolic link"),
        (stat.S_ISFIFO, "named pipe"),
        (stat.S_ISSOCK, "socket"),
    )
    return next((what for is_that, what in kinds if is_that(mode)), "device")


def _refuse_other(same: bool, path: str) -> None:
    if not same:
        raise ConflictingContent(f"{path} exists with other content; a write-once file is never changed")


def _changed(item: dict[str, Any]) -> datetime:
    value = item.get("LastModified") or item.get("mtime") or item.get("created")
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return datetime.fromtimestamp(float(value or 0), UTC)
