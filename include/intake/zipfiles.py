"""Open a zip container within bounds: sizes are those measured while inflating, never those the file claims."""

from __future__ import annotations

import io
import zipfile
import zlib

from include.intake.model import UnreadableError

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_ARCHIVE_BYTES = 200 * 1024 * 1024
MAX_INFLATED_BYTES = 300 * 1024 * 1024
MAX_RATIO = 200
RATIO_APPLIES_ABOVE = 1024 * 1024
MAX_MEMBERS = 5_000
_LOCAL_HEADER_BYTES = 30
_ENTRY = b"PK\x01\x02"
_MAX_ENTRIES = 100_000  # those of workbooks stored inside an archive are counted too


class BoundedZip:
    """The members of a zip container; ``read`` inflates one within the bounds.

    Raises UnreadableError when the container is damaged, too large, encrypted or packed beyond what workbooks are.
    """

    def __init__(self, content: bytes) -> None:
        """Check names and claimed sizes of all members; nothing is inflated yet."""
        self._content = content
        if content.count(_ENTRY) > _MAX_ENTRIES:
            raise UnreadableError(f"a zip with more than {_MAX_ENTRIES:,} entries; at most {MAX_MEMBERS:,} are opened")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as container:
                members = container.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            raise UnreadableError(
                f"a damaged zip or workbook, perhaps cut off on its way ({error}): ask for it again"
            ) from error
        if len(members) > MAX_MEMBERS:
            raise UnreadableError(f"a zip with {len(members):,} members; at most {MAX_MEMBERS:,} are opened")
        if sum(member.file_size for member in members) > MAX_INFLATED_BYTES:
            raise UnreadableError(f"a zip that inflates to more than {MAX_INFLATED_BYTES >> 20} MB")
        for member in members:
            _check_member(member)
        _check_places(members)
        self._members = members
        self._by_name = {member.filename.lower(): member for member in members}

    @property
    def names(self) -> list[str]:
        """Member names as written, in the order of the container."""
        return [member.filename for member in self._members]

    def __contains__(self, name: str) -> bool:
        """Whether a member of that name exists, whatever its capitals."""
        return name.lower() in self._by_name

    def refuse_doubles(self) -> None:
        """Raise UnreadableError when two members have one name: parts of a workbook are found by name."""
        if len(self._by_name) < len(self._members):
            raise UnreadableError("a zip that holds two members of one name: which one counts cannot be told")

    def read(self, name: str) -> bytes:
        """Content of a member, found whatever its capitals; raises UnreadableError when absent or damaged."""
        member = self._by_name.get(name.lower())
        if member is None:
            raise UnreadableError(f"a damaged workbook: its part {name} is missing")
        return self._read(member)

    def read_at(self, place: int) -> bytes:
        """Content of the member at a place in ``names``; raises UnreadableError when damaged."""
        return self._read(self._members[place])

    def _read(self, member: zipfile.ZipInfo) -> bytes:
        packed = self._packed(member)
        if member.compress_type == zipfile.ZIP_STORED:
            inflated = packed
        else:
            inflated = _inflate(packed, member)
        if len(inflated) != member.file_size or zlib.crc32(inflated) != member.CRC:
            raise UnreadableError(f"a damaged zip or workbook: {member.filename[:80]!r} is not what its check sum says")
        return inflated

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        start = member.header_offset
        header = self._content[start : start + _LOCAL_HEADER_BYTES]
        if len(header) < _LOCAL_HEADER_BYTES or header[:4] != b"PK\x03\x04":
            raise UnreadableError(f"a damaged zip or workbook: {member.filename[:80]!r} does not start where it should")
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        begin = start + _LOCAL_HEADER_BYTES + names
        return self._content[begin : begin + member.compress_size]


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 1:
        raise UnreadableError("a zip protected with a password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableError(f"a zip packed with method {member.compress_type}, which workbooks do not use")
    if member.file_size > RATIO_APPLIES_ABOVE and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise UnreadableError(f"a zip whose member {member.filename[:80]!r} inflates more than {MAX_RATIO} times")


def _check_places(members: list[zipfile.ZipInfo]) -> None:
    """Raise UnreadableError when members share bytes: one packed block then stands for many files."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise UnreadableError("a damaged zip or workbook: its members lie over one another")
        end = member.header_offset + _LOCAL_HEADER_BYTES + member.compress_size


def _inflate(packed: bytes, member: zipfile.ZipInfo) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = inflater.decompress(packed, member.file_size + 1)
    except zlib.error as error:
        raise UnreadableError(
            f"a damaged zip or workbook: {member.filename[:80]!r} does not inflate ({error})"
        ) from error
    if len(inflated) > member.file_size or not (inflater.eof or member.file_size == 0):
        raise UnreadableError(
            f"a damaged zip or workbook: {member.filename[:80]!r} is larger than it claims, or cut off"
        )
    return inflated
