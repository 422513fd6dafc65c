"""Checks of a whole package by its files alone: do the documents agree with each other and with the determination?

The rules stand in ``include.filing.rules``, one module a subject; ``docs/package-rules.md`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from include.filing.edgar import check_html
from include.filing.header_preview import NAME as HEADER
from include.filing.inputs import Problem
from include.filing.manifest import NAME as MANIFEST
from include.filing.record import NAME as RECORD
from include.filing.rules.appendix import check_appendices
from include.filing.rules.form import check_form, check_header
from include.filing.rules.manifest import check_outputs
from include.filing.rules.readings import PackageFiles
from include.filing.rules.registry import breach
from include.filing.rules.rollup import check_rollup
from include.filing.rules.submission import check_no_ccc, check_submission
from include.filing.rules.text import check_text
from include.filing.rules.wording import check_wording
from include.filing.submission import NAME as SUBMISSION
from include.filing.web_copy import NAME as WEB_COPY
from include.filing.workbook import NAME as WORKBOOK

Rule = Callable[[PackageFiles], Iterable[Problem]]
ALWAYS = ("sd.htm", "determination.json", RECORD, WORKBOOK)
WHEN_FILED = (SUBMISSION, HEADER, WEB_COPY)
_RULES: tuple[Rule, ...] = (
    check_form,
    check_header,
    check_text,
    check_appendices,
    check_wording,
    check_submission,
    check_no_ccc,
    check_rollup,
)


def check_package(files: Mapping[str, bytes], archived: Callable[[str], bool] | None = None) -> list[Problem]:
    """Every problem of a finished package, its manifest included; ``files`` is file name to bytes. Never raises.

    ``archived`` says whether the archive holds a document of that SHA-256: without it no signature is believed.
    """
    package = PackageFiles(files, archived) if archived else PackageFiles(files)
    found = set(_checked(package))
    if MANIFEST in files:
        found.update(_guarded(MANIFEST, lambda: check_outputs(package)))
    else:
        found.add(breach("file-missing", MANIFEST, "the package does not hold this file"))
    return sorted(found)


def check_documents(files: Mapping[str, bytes]) -> list[Problem]:
    """Every problem of the documents of a package, without its manifest. Never raises."""
    return sorted(set(_checked(PackageFiles(files))))


def _checked(package: PackageFiles) -> Iterable[Problem]:
    missing = [name for name in ALWAYS if name not in package.files]
    if missing:
        yield from (breach("file-missing", name, "the package does not hold this file") for name in missing)
        yield from _guarded("package", lambda: check_no_ccc(PackageFiles(package.files)))
        return
    for name, content in sorted(package.files.items()):
        if name.endswith(".htm"):
            yield from check_html(content.decode("utf-8", "replace"), name)
    for rule in (_when_filed, *_RULES):
        yield from _guarded("package", lambda rule=rule: rule(package))  # type: ignore[misc]


def _when_filed(package: PackageFiles) -> Iterable[Problem]:
    """A registrant that is not stated is a gap, told by the inputs; there is no submission without one."""
    if package.filed and package.determination.get("registrant"):
        for name in WHEN_FILED:
            if name not in package.files:
                yield breach("file-missing", name, "a form is to be filed, and the package does not hold this file")


def _guarded(file: str, rule: Callable[[], Iterable[Problem]]) -> list[Problem]:
    found: list[Problem] = []
    try:
        found.extend(rule())
    except Exception as error:  # whatever is broken in a file is a finding, not a crash
        found.append(breach("unreadable", file, f"a file of the package cannot be read: {error}"))
    return found
