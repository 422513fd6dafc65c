"""Open what Excel protected with its default password; say what to do about a password of the supplier's own.

Excel encrypts a workbook whose structure is protected with one password that everybody has ([MS-OFFCRYPTO] 2.4.2.3):
no secret is guessed here. The work is bounded before it starts; what comes out meets the bounds of any other file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

from include.intake.bounds import check_document_type
from include.intake.model import UnreadableError
from include.intake.ole import SMALLEST_STREAM, OleFile
from include.intake.ole_writer import container_of

_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - published by Microsoft, the same for every file
_MAX_INFO_BYTES = 64 * 1024
_MAX_SPINS = 1_000_000  # Excel and LibreOffice write 100,000; the format allows ten million, which takes ten seconds
_MAX_XLS_BYTES = 32 * 1024 * 1024
_AGILE = b"\x04\x00\x04\x00"
_ASK_FOR_IT_OPEN = (
    "an Excel file protected with a password: ask the supplier to open it, choose File > Info > Protect Workbook > "
    "Encrypt with Password, clear the password, save it and send it again"
)


def decrypted_package(container: OleFile) -> bytes:
    """The .xlsx inside an encrypted one. Raises UnreadableError when only another password opens it."""
    if "EncryptionInfo" not in container:
        raise UnreadableError("an Excel file under rights management: ask the supplier for a copy without restriction")
    info, package = container.stream("EncryptionInfo"), container.stream("EncryptedPackage")
    _check_work(info)
    # White space after the description is allowed in XML, and the other form ends at a length it states.
    parts = {
        "EncryptionInfo": info.ljust(SMALLEST_STREAM),
        "EncryptedPackage": package.ljust(SMALLEST_STREAM + 8, b"\0"),
    }
    return _decrypted(container_of(parts))


def decrypted_workbook(stream: bytes) -> bytes:
    """The workbook stream of an encrypted .xls. Raises UnreadableError when only another password opens it."""
    if len(stream) > _MAX_XLS_BYTES:
        raise UnreadableError(f"a protected .xls of more than {_MAX_XLS_BYTES >> 20} MB: ask for it saved as .xlsx")
    opened = _decrypted(container_of({"Workbook": _whole_records(stream)}))
    return OleFile(opened).stream("Workbook")


def _whole_records(stream: bytes) -> bytes:
    """The stream up to its last whole record, filled up with empty ones: the library cannot pass over a rest."""
    end, size = 0, len(stream)
    while end + 4 <= size and (after := end + 4 + int.from_bytes(stream[end + 2 : end + 4], "little")) <= size:
        end = after
    return stream[:end] + bytes(4 * -(-max(SMALLEST_STREAM - end, 0) // 4))


def _check_work(info: bytes) -> None:
    if len(info) > _MAX_INFO_BYTES:
        raise UnreadableError(f"a protected Excel file whose description is larger than {_MAX_INFO_BYTES >> 10} KB")
    if not info.startswith(_AGILE):
        return  # the older form has a fixed number of rounds
    check_document_type(info[8:], "EncryptionInfo")
    try:
        elements = ElementTree.fromstring(info[8:]).iter()  # noqa: S314 - no document type, see above
        spins = [int(element.get("spinCount", "0")) for element in elements]
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableError(f"a damaged protected Excel file ({error}): ask for it again") from error
    if not all(0 <= rounds <= _MAX_SPINS for rounds in spins):
        raise UnreadableError(f"a protected Excel file that asks for {max(spins):,} rounds of work to open it")


def _decrypted(container: bytes) -> bytes:
    target = io.BytesIO()
    with _reasons():
        office = msoffcrypto.OfficeFile(io.BytesIO(container))
        office.load_key(password=_DEFAULT_PASSWORD)
        office.decrypt(target)
    return target.getvalue()


@contextmanager
def _reasons() -> Iterator[None]:
    """Whatever the library makes of damaged bytes, as a reason: it raises what Python raises, of any kind."""
    try:
        yield
    except InvalidKeyError as error:
        raise UnreadableError(_ASK_FOR_IT_OPEN) from error
    except DecryptionError as error:
        raise UnreadableError(f"an Excel file protected in a way that is not opened here ({error})") from error
    except Exception as error:
        what = f"{type(error).__name__}: {error}"[:200]
        raise UnreadableError(f"a damaged protected Excel file ({what}): ask for it again") from error
