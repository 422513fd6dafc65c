from __future__ import annotations

import io
import zipfile

import pytest

from include.fixed_zip import FIXED_TIME, fixed_zip

CORE = b'<x><dcterms:created xsi:type="a">%s</dcterms:created><dcterms:modified xsi:type="a">%s</dcterms:modified></x>'


def saved_at(hour: int) -> bytes:
    stamp = b"2025-01-01T%02d:00:00Z" % hour
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in (("b.xml", b"<b/>"), ("docProps/core.xml", CORE % (stamp, stamp)), ("a.xml", b"kept")):
            packed.writestr(zipfile.ZipInfo(name, (2025, 1, 1, hour, 0, 0)), content)
    return target.getvalue()


@pytest.mark.parametrize("compress", [True, False])
def test_time_of_saving_leaves_no_trace(compress: bool) -> None:
    assert saved_at(3) != saved_at(4)
    assert fixed_zip(saved_at(3), compress=compress) == fixed_zip(saved_at(4), compress=compress)


def test_members_keep_their_order_and_content() -> None:
    with zipfile.ZipFile(io.BytesIO(fixed_zip(saved_at(3)))) as packed:
        assert packed.namelist() == ["b.xml", "docProps/core.xml", "a.xml"]
        assert packed.read("b.xml") == b"<b/>"
        assert packed.read("docProps/core.xml") == CORE % (FIXED_TIME, FIXED_TIME)


def test_a_second_pass_changes_nothing() -> None:
    once = fixed_zip(saved_at(3))
    assert fixed_zip(once) == once


def test_stored_members_are_not_compressed() -> None:
    with zipfile.ZipFile(io.BytesIO(fixed_zip(saved_at(3), compress=False))) as packed:
        assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_STORED}


def test_what_is_no_zip_is_refused() -> None:
    with pytest.raises(zipfile.BadZipFile):
        fixed_zip(b"not a zip")
