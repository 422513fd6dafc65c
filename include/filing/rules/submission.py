"""``submission.xml``: its schema, its documents, its amendment, its flag; and no CCC in it or anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from include.filing.inputs import ACCESSION_NUMBER, Problem
from include.filing.rules.readings import PackageFiles
from include.filing.rules.registry import breach
from include.filing.submission import DOCUMENTS, NAME, PLACEHOLDER
from include.filing.submission_reader import Attached, Submission

MAX_NAME = 32
_TAKEN = re.compile(r"[A-Za-z0-9].*\.(?:htm|txt|pdf|xml|jpg|gif)", re.DOTALL)
_OURS = re.compile(r"[a-z][a-z0-9._-]*")
_IMAGES = (".jpg", ".gif")
_TEXTS = (".xml", ".json", ".htm", ".html", ".txt")
_DESCRIPTION = re.compile(r"[ -~]{1,255}")
_CCC = re.compile(rb"""\b\w{0,20}ccc["']?\s*[>=:]\s*["']?([^\s"'<>,;}]{8})(?![^\s"'<>,;}])""", re.IGNORECASE)


def check_submission(package: PackageFiles) -> Iterator[Problem]:
    """Every breach of these rules but the CCC's, which is looked for in every file."""
    yield from _file_names(package)
    submission = package.submission
    if submission is None:
        return
    for line, message in submission.schema_errors:
        yield breach("submission-schema", NAME, _without_namespaces(message), line)
    yield from _documents(package, submission)
    yield from _amendment(package, submission)
    if submission.text("liveTestFlag") == "LIVE" and (package.draft or package.determination.get("mark")):
        what = "a draft" if package.draft else "a sample"
        message = f"{what} goes as TEST only, and this says LIVE"
        yield breach("submission-live", NAME, message, submission.line("liveTestFlag"), draft=package.draft)


def check_no_ccc(package: PackageFiles) -> Iterator[Problem]:
    """No file holds anything like a filled ``filerCcc``; the value itself is never repeated in the message."""
    for name, content in sorted(package.files.items()):
        for found in _CCC.finditer(content if name.endswith(_TEXTS) else b""):
            if found[1] != PLACEHOLDER.encode():
                line = content.count(b"\n", 0, found.start()) + 1
                yield breach("ccc", name, "this looks like a CCC: take it out, and change it on EDGAR", line)
    if package.submission and package.submission.text("filerCcc") != PLACEHOLDER:
        line = package.submission.line("filerCcc")
        yield breach("ccc", NAME, f"filerCcc is not the placeholder {PLACEHOLDER}", line)


def _documents(package: PackageFiles, submission: Submission) -> Iterator[Problem]:
    named = [attached.name.text for attached in submission.documents]
    images = sorted(name for name in package.files if name.endswith(_IMAGES))
    expected = [*(name for name in DOCUMENTS if name in package.files), *images]
    if named != expected:
        yield breach("submission-documents", NAME, f"attaches {named}, the package holds {expected}")
    for attached in submission.documents:
        yield from _document(package, attached)


def _document(package: PackageFiles, attached: Attached) -> Iterator[Problem]:
    name, line = attached.name.text, attached.name.line
    if len(name) > MAX_NAME or not _TAKEN.fullmatch(name):
        yield breach("submission-name", NAME, f"EDGAR takes no document of the name {name[:80]!r}", line)
    kind = DOCUMENTS[name][0] if name in DOCUMENTS else "GRAPHIC"
    if attached.kind.text != kind:
        yield breach(
            "submission-documents",
            NAME,
            f"{name} is attached as {attached.kind.text}, not as {kind}",
            attached.kind.line,
        )
    if name in package.files and attached.content != package.files[name]:
        yield breach("submission-documents", NAME, f"what is attached as {name} is not the file {name}", line)
    if attached.description and not _DESCRIPTION.fullmatch(attached.description.text):
        message = f"the description of {name} is not plain ASCII of 1 to 255 characters"
        yield breach("submission-description", NAME, message, attached.description.line)


def _amendment(package: PackageFiles, submission: Submission) -> Iterator[Problem]:
    stated, kind = submission.text("accessionNumber"), submission.text("submissionType")
    wanted = package.determination.get("amendment_of")
    line = submission.line("accessionNumber" if stated is not None else "submissionType")
    if stated is not None and not re.fullmatch(ACCESSION_NUMBER, stated):
        yield breach("submission-amendment", NAME, f"{stated!r} is no accession number", line)
    if (kind == "SD/A") != (stated is not None):
        yield breach("submission-amendment", NAME, f"{kind} and accession number {stated}: an amendment has both", line)
    if stated != wanted:
        yield breach("submission-amendment", NAME, f"amends {stated}, the determination says {wanted}", line)
    if wanted and not package.determination.get("amendment_reason"):
        yield breach("submission-amendment", "determination.json", "an amendment without its reason")


def _file_names(package: PackageFiles) -> Iterator[Problem]:
    for name, content in sorted(package.files.items()):
        if name.endswith((".htm", *_IMAGES)):
            if len(name) > MAX_NAME or not _OURS.fullmatch(name) or any(name.count(sign) > 1 for sign in "._-"):
                yield breach("edgar-file-name", name[:80], "EDGAR names a document otherwise: see the rule")
        if name.endswith(_IMAGES):
            yield from _image(name, content)
    for name, page in package.pages.items():
        for source in page.images:
            if source not in package.files:
                yield breach("links", name, f"shows {source}, which is not in the package")
        for link in page.links:
            if not link.startswith(("#", "https://")) and link not in package.files:
                yield breach("links", name, f"links to {link}, which is not in the package")


def _image(name: str, content: bytes) -> Iterator[Problem]:
    start = b"\xff\xd8\xff" if name.endswith(".jpg") else b"GIF8"
    if not content.startswith(start):
        yield breach("edgar-images", name, "the file is not what its name says")
    if name.endswith(".gif") and (b"NETSCAPE2.0" in content or content.count(b"\x21\xf9\x04") > 1):
        yield breach("edgar-images", name, "the image moves, or holds several frames")


def _without_namespaces(message: str) -> str:
    return re.sub(r"\{http[^}]*\}", "", message)
