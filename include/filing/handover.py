"""Hands the submission over to whoever files it: the CCC is filled in here, in memory, and nowhere else.

The CCC is EDGAR's password of a filer. It comes from the environment or from Airflow's secrets, goes into the bytes
that are returned, and is neither logged nor written. Sending is a person's act on EDGAR.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from include.filing.crosscheck import check_package
from include.filing.rules.readings import PackageFiles
from include.filing.submission import NAME, PLACEHOLDER

CCC_LENGTH = 8
_VARIABLE, _CONNECTION = "airflow-variable:", "airflow-connection:"
_SHOWN = 5


class NotHandedOver(RuntimeError):
    """Nothing was handed over; the message says why, without the CCC."""


def read_ccc(source: str) -> str:
    """The CCC from an environment variable, or from ``airflow-variable:KEY`` or ``airflow-connection:ID`` (password).

    Raises NotHandedOver when there is none.
    """
    if source.startswith(_VARIABLE):
        found = _airflow(lambda: _variable(source.removeprefix(_VARIABLE)))
    elif source.startswith(_CONNECTION):
        found = _airflow(lambda: _password(source.removeprefix(_CONNECTION)))
    else:
        found = os.environ.get(source)
    if not found:
        raise NotHandedOver(f"no CCC stands in {source}: set it there, for this command alone")
    return found.strip()


def hand_over(files: Mapping[str, bytes], ccc: str, archived: Callable[[str], bool] | None = None) -> bytes:
    """``submission.xml`` with the CCC in place of the placeholder; every other byte is the package's own.

    Raises NotHandedOver for a package with errors, a LIVE flag on what is not sealed, or a CCC that cannot be one.
    """
    if not re.fullmatch(rf"[!-~]{{{CCC_LENGTH}}}", ccc) or ccc == PLACEHOLDER:
        raise NotHandedOver(f"what the secret holds is no CCC: {CCC_LENGTH} characters without a space")
    errors = [problem for problem in check_package(files, archived) if problem.severity == "error"]
    if errors:
        listed = "; ".join(f"{problem.file}: {problem.message}" for problem in errors[:_SHOWN])
        raise NotHandedOver(f"{len(errors)} error(s) must be mended first: {listed}")
    package = PackageFiles(files)
    if package.submission is None:
        raise NotHandedOver(f"the package holds no {NAME}: nothing is to be filed, or the registrant is not stated")
    if package.submission.text("liveTestFlag") == "LIVE" and package.manifest["state"] != "sealed":
        raise NotHandedOver("only a sealed package goes LIVE: seal it first, or hand a TEST over")
    if any(ccc.encode() in content for content in files.values()):
        raise NotHandedOver("the CCC stands in a file of this package: take it out, and change it on EDGAR")
    return _filled(files[NAME], ccc)


def _filled(content: bytes, ccc: str) -> bytes:
    before = f">{PLACEHOLDER}<".encode()
    if content.count(before) != 1:
        raise NotHandedOver(f"{NAME} holds the placeholder {content.count(before)} times, not once")
    return content.replace(before, f">{escape(ccc)}<".encode())


def _airflow(read: Callable[[], str | None]) -> str | None:
    try:
        return read()
    except Exception as error:  # the secrets of Airflow raise many kinds; a message of theirs may quote what they hold
        raise NotHandedOver(f"Airflow could not give the CCC ({type(error).__name__})") from None


def _variable(key: str) -> str | None:
    from airflow.sdk import Variable

    found = Variable.get(key, default=None)
    return str(found) if found else None


def _password(connection_id: str) -> str | None:
    from airflow.sdk import BaseHook

    return str(BaseHook.get_connection(connection_id).password or "") or None
