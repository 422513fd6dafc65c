"""Drop folder -> archive -> landed Parquet: hash, archive, read, land or quarantine, and only then remove.

Every step may be killed and repeated: the archive is write-once, a batch exists only with its manifest, a receipt's id
follows from what it says, and a file leaves the drop folder last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from include.events import Event, append, canonical_json, event
from include.intake.read import ReadFile, Row, date_in_name, read_file
from include.lake import HandledFile, archive_path, batches, handled_files, sha256, write_batch
from include.schemas import LANDED
from include.settings import Settings
from include.storage import Entry, Store, open_store

ACTOR = "intake_supplier_files"
_STILL_BEING_WRITTEN = re.compile(r"(^|/)(\.|~\$)|\.(part|partial|filepart|tmp|crdownload)$", re.IGNORECASE)
_SUFFIX = {"PK": ".xlsx", "\xd0\xcf": ".xls", "%P": ".pdf"}
_KILLS_BEFORE_QUARANTINE = 2
_MAX_FILE_BYTES = 200 << 20  # a batch is held in memory


@dataclass
class Landed:
    """What one batch came to.

    Files new to the lake, quarantined ones among them, receipts written, files left in the drop folder with the reason,
    and files that an earlier attempt of the same run had taken already.
    """

    files: int = 0
    quarantined: int = 0
    receipts: int = 0
    earlier: int = 0
    left: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Taken:
    entry: Entry
    content: bytes
    file_sha256: str


def waiting_files(settings: Settings, now: datetime) -> list[str]:
    """Paths in the drop folder that are ready to be read, sorted; files still being written wait for the next run.

    A time more than a day ahead is a wrong clock: such a file is ready, or it would wait for ever.
    """
    settled, wrong = now - timedelta(seconds=settings.settle_seconds), now + timedelta(days=1)
    ready = [e.path for e in open_store(settings.drop).entries() if e.modified_at <= settled or e.modified_at > wrong]
    return [path for path in ready if not _STILL_BEING_WRITTEN.search(path)]


def in_batches(paths: Sequence[str], size: int) -> list[list[str]]:
    """Paths cut into lists of at most ``size``, in order."""
    return [list(paths[start : start + size]) for start in range(0, len(paths), size)]


def land_batch(settings: Settings, paths: Sequence[str], received_at: datetime, careful: bool = False) -> Landed:
    """Take the given files of the drop folder into the lake.

    ``received_at`` (UTC) is the moment of the run, the same for all its batches. ``careful`` is for a repeated attempt:
    each file is marked while it is read, so that one which kills its task twice is found, quarantined, and the rest
    goes on. Raises OSError only when the lake itself cannot be written.
    """
    drop, lake = open_store(settings.drop), open_store(settings.lake)
    result = Landed()
    taken = list(_take(drop, lake, paths, result))
    known = handled_files(batches(lake))
    fresh = {item.file_sha256: item for item in taken if item.file_sha256 not in known}
    kinds = {sha: handled.kind for sha, (_, handled) in known.items()}
    reader = _careful_reader(lake) if careful else _read
    reads = {sha: reader(item) for sha, item in sorted(fresh.items())}
    if reads:
        handled = [handled_file(sha, len(fresh[sha].content), read) for sha, read in reads.items()]
        write_batch(lake, handled, landed_rows(reads.values()))
        result.files, result.quarantined = len(handled), sum(item.reason is not None for item in handled)
        for sha in reads if careful else ():
            lake.remove(_attempts(sha))  # only now: a second such file may kill this attempt before the batch exists
    kinds |= {sha: read.kind for sha, read in reads.items()}
    receipts = [_receipt(item, kinds[item.file_sha256], settings, received_at) for item in taken]
    append(lake, receipts)
    result.receipts = len(receipts)
    for item in taken:
        _leave_drop(drop, lake, item, result)
    return result


def default_reporting_year(drop_path: str, otherwise: int) -> tuple[int, str]:
    """The reporting year of a dropped file and the rule that gave it: its year folder, else the campaign's year."""
    first = drop_path.split("/", 1)[0]
    if "/" in drop_path and re.fullmatch(r"20\d\d", first) and int(first) >= 2013:
        return int(first), "folder"
    return otherwise, "campaign"


def _take(drop: Store, lake: Store, paths: Iterable[str], result: Landed) -> Iterator[_Taken]:
    """Read each file, put its copy into the archive, and yield it; one that cannot be read is left and reported."""
    for path in paths:
        entry = drop.entry(path)
        if entry is None:
            result.earlier += 1  # by an attempt of this run that was killed before it could say so
            continue
        if entry.size > _MAX_FILE_BYTES:
            result.left[path] = (
                f"larger than {_MAX_FILE_BYTES >> 20} MB: no workbook is, take it out of the drop folder"
            )
            continue
        try:
            content = drop.read(path)
        except OSError as error:
            result.left[path] = f"it cannot be read ({error.strerror or error})"
            continue
        if len(content) != entry.size:
            result.left[path] = "it was still being written"
            continue
        digest = sha256(content)
        lake.write_once(archived_path(content, digest), content)
        yield _Taken(entry, content, digest)


def archived_path(content: bytes, digest: str) -> str:
    """Address of an original in the archive; its suffix follows from its first bytes."""
    return archive_path(digest, _SUFFIX.get(content[:2].decode("latin-1"), ".bin"))


def _read(item: _Taken) -> ReadFile:
    return read_file(item.content, item.file_sha256, readable(item.entry.path).rsplit("/", 1)[-1])


def readable(path: str) -> str:
    """A path as text: bytes of a name that are no UTF-8, which no JSON could hold, as ``\\xfc``."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _careful_reader(lake: Store) -> Callable[[_Taken], ReadFile]:
    def read(item: _Taken) -> ReadFile:
        path = _attempts(item.file_sha256)
        kills = json.loads(lake.read(path))["reads"] if lake.exists(path) else 0
        if kills >= _KILLS_BEFORE_QUARANTINE - 1:
            return _killer()
        lake.replace(path, canonical_json({"reads": kills + 1}))
        outcome = _read(item)
        lake.remove(path)
        return outcome

    return read


def _attempts(file_sha256: str) -> str:
    return f"attempts/{file_sha256}.json"


def _killer() -> ReadFile:
    reason = "reading this file stopped the worker twice; it was set aside so that the other files could go on"
    return ReadFile("unreadable", reason, None, None, False, {})


def handled_file(file_sha256: str, size_bytes: int, read: ReadFile) -> HandledFile:
    """What the manifest says of a file that was read."""
    rows = {table: len(found) for table, found in sorted(read.tables.items()) if found}
    return HandledFile(
        file_sha256,
        read.kind,
        size_bytes,
        read.reason,
        read.template_revision,
        read.template_language,
        read.blank,
        rows,
    )


def landed_rows(reads: Iterable[ReadFile]) -> dict[str, list[Row]]:
    """The rows of many files together, by landed table."""
    rows: dict[str, list[Row]] = {table: [] for table in LANDED}
    for read in reads:
        for table, found in read.tables.items():
            rows[table].extend(found)
    return rows


def _receipt(item: _Taken, kind: str, settings: Settings, received_at: datetime) -> Event:
    year, rule = default_reporting_year(item.entry.path, settings.reporting_year)
    stated = date_in_name(item.entry.path.rsplit("/", 1)[-1])
    payload = {
        "file_sha256": item.file_sha256,
        "drop_path": readable(item.entry.path),
        "file_modified_at": item.entry.modified_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "size_bytes": len(item.content),
        "kind": kind,
        "reporting_year": year,
        "year_rule": rule,
        "list_as_of": stated.isoformat() if stated else None,
    }
    identity = ("file_sha256", "drop_path", "file_modified_at", "reporting_year")
    return event("receipt", received_at.astimezone(UTC).isoformat(timespec="seconds"), ACTOR, payload, identity)


def _leave_drop(drop: Store, lake: Store, item: _Taken, result: Landed) -> None:
    """Remove a file from the drop folder, unless it was replaced since: then the new one waits for the next run."""
    if not lake.exists(archived_path(item.content, item.file_sha256)):
        raise OSError(f"the archive has lost {item.file_sha256}; {readable(item.entry.path)} stays in the drop folder")
    try:
        if sha256(drop.read(item.entry.path)) == item.file_sha256:
            drop.remove(item.entry.path)
        else:
            result.left[item.entry.path] = "it was replaced while it was read; the new one waits for the next run"
    except OSError as error:
        result.left[item.entry.path] = f"it is archived, but cannot be removed ({error.strerror or error})"
