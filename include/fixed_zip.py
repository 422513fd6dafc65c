"""Repack a zip (xlsx, docx) so that equal content gives equal bytes.

openpyxl stamps every member and ``docProps/core.xml`` with the time of saving; a package that must be rebuilt and
compared years later cannot hold such stamps.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

FIXED_TIME = b"2000-01-01T00:00:00Z"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_STAMP = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def fixed_zip(content: bytes, *, compress: bool = True) -> bytes:
    """The same members in the same order, with fixed times, attributes and document properties.

    ``content`` is a zip that this program wrote: nothing here bounds its size, so never pass a supplier's file.
    With ``compress=False`` members are stored, which makes the bytes independent of the zlib build as well.
    Raises zipfile.BadZipFile when ``content`` is no zip.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        members = [(name, _without_stamp(name, source.read(name))) for name in source.namelist()]
    return zip_of(members, compress=compress)


def zip_of(members: Iterable[tuple[str, bytes]], *, compress: bool = True) -> bytes:
    """A zip of these members in this order, with fixed times and attributes; their content stays as it is."""
    target = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in members:
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.create_system = _UNIX  # zipfile writes the platform's own number otherwise
            info.external_attr = 0o600 << 16
            info.compress_type = method
            packed.writestr(info, content)
    return target.getvalue()


def _without_stamp(name: str, content: bytes) -> bytes:
    if name != "docProps/core.xml":
        return content
    return _STAMP.sub(rb"\g<1>" + FIXED_TIME + rb"\g<3>", content)
