"""Reads ``submission.xml`` back, for checks that trust only the bytes: no entities, no network, bounded."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from lxml import etree

from include.filing.submission import COMMON, FILER

MAX_BYTES = 64 << 20


class UnreadableSubmission(ValueError):
    """The bytes are no XML that is safe to read; the message says why."""


@dataclass(frozen=True)
class Field:
    """The text of an element (empty for none) and the line it stands on."""

    text: str
    line: int


@dataclass(frozen=True)
class Attached:
    """A document of the submission; ``content`` is null when its base64 cannot be decoded."""

    name: Field
    kind: Field
    description: Field | None
    content: bytes | None


@dataclass(frozen=True)
class Submission:
    """What the submission says, by element name; ``periods`` are (item, period)."""

    fields: dict[str, Field]
    periods: tuple[tuple[Field, Field], ...]
    documents: tuple[Attached, ...]
    schema_errors: tuple[tuple[int, str], ...]

    def text(self, name: str) -> str | None:
        """Text of a field, null when it is not there."""
        return self.fields[name].text if name in self.fields else None

    def line(self, name: str) -> int:
        """Line of a field; 1 when it is not there."""
        return self.fields[name].line if name in self.fields else 1


def read_submission(content: bytes) -> Submission:
    """Parse and validate against the reconstructed schema. Raises UnreadableSubmission."""
    root = _parse(content)
    names = ("liveTestFlag", "submissionType", "accessionNumber", "filerId", "filerCcc", "fileNumber")
    found = {name: _field(root, f".//{{{FILER}}}{name}") for name in names}
    schema = _schema()
    schema.validate(root)
    return Submission(
        {name: field for name, field in found.items() if field},
        tuple(_periods(root)),
        tuple(_documents(root)),
        tuple((entry.line, entry.message) for entry in schema.error_log),
    )


def _parse(content: bytes) -> etree._Element:
    if len(content) > MAX_BYTES:
        raise UnreadableSubmission(f"larger than {MAX_BYTES >> 20} MB")
    if b"<!" in content.replace(b"<!--", b"") or b"\x00" in content:  # before the parser sees what a DTD could do
        raise UnreadableSubmission("it declares a document type or is not UTF-8: either can hide content")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableSubmission(f"no well-formed XML: {error}") from None
    return root


@cache
def _schema() -> etree.XMLSchema:
    with as_file(files("include.filing.schemas")) as folder:
        return etree.XMLSchema(file=str(folder / "sdfiler.xsd"))


def _field(parent: etree._Element, path: str) -> Field | None:
    found = parent.find(path)
    return None if found is None else Field("".join(found.itertext()), found.sourceline or 1)


def _periods(root: etree._Element) -> Iterator[tuple[Field, Field]]:
    for element in root.iter(f"{{{FILER}}}rule13P1ItemPeriod"):
        item, period = (_field(element, f"{{{FILER}}}{name}") for name in ("rule13P1Item", "period"))
        nothing = Field("", element.sourceline or 1)
        yield item or nothing, period or nothing


def _documents(root: etree._Element) -> Iterator[Attached]:
    for element in root.iter(f"{{{COMMON}}}document"):
        name, kind, description, contents = (
            _field(element, f"{{{COMMON}}}{part}")
            for part in ("conformedName", "conformedDocumentType", "description", "contents")
        )
        nothing = Field("", element.sourceline or 1)
        yield Attached(name or nothing, kind or nothing, description, _decoded(contents))


def _decoded(contents: Field | None) -> bytes | None:
    try:
        return base64.b64decode("".join(contents.text.split()), validate=True) if contents else None
    except (binascii.Error, ValueError):
        return None
