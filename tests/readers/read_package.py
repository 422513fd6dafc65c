"""Reads a filing package with software that is not ours, in an environment of its own; prints what it found as JSON.

Arelle opens the submission as EDGAR's form and gives its documents back, and its DTD (the elements of the EDGAR Filer
Manual, 5.2.2) judges each body; secsgml reads the previewed header; pandas reads Appendix A.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import arelle
import pandas as pd
import secsgml
from arelle import Cntlr, FileSource
from lxml import etree

DTD = Path(arelle.__file__).parent / "config" / "edbody.dtd"


def submission(path: Path) -> dict[str, Any]:
    """What Arelle calls the file, and the hash of each document it finds in it."""
    controller = Cntlr.Cntlr(logFileName="logToBuffer", disable_persistent_config=True)
    controller.webCache.workOffline = True
    source = FileSource.FileSource(str(path), controller, checkIfXmlIsEis=True)
    source.open()
    documents = {}
    for name in source.dir or []:
        (content,) = source.file(f"{path}/{name}", binary=True)
        documents[name] = hashlib.sha256(content.read()).hexdigest()
    kind = "edgarSubmission" if source.isEis else "another"
    source.close()
    return {"kind": kind, "documents": documents}


def body_errors(path: Path) -> list[str]:
    """What the DTD has against the body of a document."""
    dtd = etree.DTD(str(DTD))
    dtd.validate(etree.fromstring(path.read_bytes()).find("body"))
    return [entry.message for entry in dtd.error_log.filter_from_errors()]


def header(path: Path) -> Any:
    """The header as secsgml understands it."""
    metadata, _ = secsgml.parse_sgml_content_into_memory(bytes_content=path.read_bytes())
    return _text(metadata)


def appendix_a(path: Path) -> list[list[str]]:
    """Rows of Appendix A as pandas understands them."""
    tables = pd.read_html(io.BytesIO(path.read_bytes()), keep_default_na=False, encoding="ascii")
    found = next(table for table in tables if list(table.columns)[:2] == ["Metal", "CID"])
    return [[str(cell) for cell in row] for row in found.itertuples(index=False)]


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return {_text(key): _text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_text(item) for item in value]
    return value.decode() if isinstance(value, bytes) else value


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    found = {
        "submission": submission(folder / "submission.xml"),
        "body_errors": {path.name: body_errors(path) for path in sorted(folder.glob("*.htm"))},
        "header": header(folder / "preview_header.txt"),
        "appendix_a": appendix_a(folder / "ex101.htm"),
    }
    sys.stdout.write(json.dumps(found))
