"""Which language a supplier gets, and that no translation counts as approved but as a native reader has read it."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from include.cli import main
from include.events import read_all
from include.findings.statement import Refused, Statement
from include.outreach import languages
from include.outreach.languages import (
    LANGUAGES,
    approvals,
    approve_language,
    approved,
    language_of,
    template_version,
    withdraw_language,
)
from include.settings import Settings
from include.storage import open_store

NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)


def said(by: str = "Erika Beispiel", note: str | None = "read all letters", after: int = 0) -> Statement:
    return Statement(by, NOW + timedelta(minutes=after), note)


def is_approved(settings: Settings, code: str) -> bool:
    return approved(code, read_all(open_store(settings.lake)))


@pytest.fixture
def own_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the templates that a test may change."""
    folder = tmp_path / "templates"
    shutil.copytree(languages.TEMPLATES, folder)
    monkeypatch.setattr(languages, "TEMPLATES", folder)
    template_version.cache_clear()
    yield folder
    template_version.cache_clear()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (None, "en"), ("", "en"), ("  ", "en"), ("en", "en"), ("EN-us", "en"), ("English", "en"),
        ("de", "de"), ("de-AT", "de"), ("de_CH", "de"), ("German", "de"), (" deutsch ", "de"), ("GER", "de"),
        ("zh", "zh"), ("zh-CN", "zh"), ("zh_Hans_CN", "zh"), ("Chinese", "zh"), ("简体中文", "zh"),
        ("Simplified  Chinese", "zh"), ("Chinese (Simplified)", "zh"),
        ("zh-TW", "en"), ("zh-Hant", "en"), ("Traditional Chinese", "en"), ("繁體中文", "en"),
        ("ja", "ja"), ("ja-JP", "ja"), ("日本語", "ja"), ("ko", "ko"), ("KO-kr", "ko"), ("한국어", "ko"),
        ("es", "es"), ("es-419", "es"), ("Español", "es"), ("Spanish", "es"),
        ("fr", "en"), ("Klingon", "en"), ("deutlich", "en"), ("es un idioma", "en"), ("de;en", "en"),
    ],
)  # fmt: skip
def test_the_language_of_a_supplier_is_known_however_it_is_written(written: str | None, code: str) -> None:
    assert language_of(written) == code


def test_a_version_changes_with_the_files_of_its_language_alone(own_templates: Path) -> None:
    before = {code: template_version(code) for code in LANGUAGES}
    path = own_templates / "de" / "survey.j2"
    path.write_text(path.read_text(encoding="utf-8").replace("Unterstützung", "Hilfe"), encoding="utf-8")
    template_version.cache_clear()

    assert [code for code in LANGUAGES if template_version(code) != before[code]] == ["de"]
    assert all(len(version) == 16 for version in before.values())


def test_a_version_changes_with_a_layout_in_every_language(own_templates: Path) -> None:
    before = {code: template_version(code) for code in LANGUAGES}
    path = own_templates / "layout.html.j2"
    path.write_text(path.read_text(encoding="utf-8") + "<!-- -->", encoding="utf-8")
    template_version.cache_clear()

    assert all(template_version(code) != before[code] for code in LANGUAGES)


def test_the_version_of_english_changes_with_what_the_rules_say(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {code: template_version(code) for code in LANGUAGES}
    monkeypatch.setattr(languages, "english_messages", lambda: {"a_rule": "Please mend it."})
    template_version.cache_clear()
    after = {code: template_version(code) for code in LANGUAGES}
    template_version.cache_clear()

    assert [code for code in LANGUAGES if after[code] != before[code]] == ["en"]


def test_english_may_be_sent_and_no_other_before_it_is_approved(settings: Settings) -> None:
    assert [code for code in LANGUAGES if is_approved(settings, code)] == ["en"]

    assert approve_language(settings, "de", template_version("de"), said()) == 1

    assert [code for code in LANGUAGES if is_approved(settings, code)] == ["en", "de"]
    (event,) = read_all(open_store(settings.lake))
    assert event.actor == "Erika Beispiel"
    assert event.payload["note"] == "read all letters"


def test_an_approval_ends_when_the_wording_changes(settings: Settings, own_templates: Path) -> None:
    approve_language(settings, "de", None, said())
    (own_templates / "de" / "closing.j2").write_text("anders", encoding="utf-8")
    template_version.cache_clear()

    assert not is_approved(settings, "de")
    (row,) = [row for row in languages.states(settings) if row["language"] == "de"]
    assert (row["state"], row["by"]) == ("changed since approval", "Erika Beispiel")


def test_an_approval_can_be_withdrawn_and_given_again(settings: Settings) -> None:
    approve_language(settings, "ja", None, said())
    withdraw_language(settings, "ja", said(note="too blunt", after=1))
    assert not is_approved(settings, "ja")
    assert approvals(read_all(open_store(settings.lake))) == {}

    approve_language(settings, "ja", None, said(by="Hanako Rei", after=2))

    assert approvals(read_all(open_store(settings.lake)))["ja"].by == "Hanako Rei"


@pytest.mark.parametrize(
    ("code", "version", "statement", "why"),
    [
        ("de", "0123456789abcdef", said(), "the letters have changed"),
        ("en", None, said(), "need no approval"),
        ("fr", None, said(), "there are no letters in 'fr'"),
        ("de", None, said(note=" "), "no reason is given"),
        ("de", None, said(by="unknown"), "no person is named"),
    ],
)
def test_an_approval_that_says_nothing_sound_is_refused(
    settings: Settings, code: str, version: str | None, statement: Statement, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        approve_language(settings, code, version, statement)
    assert read_all(open_store(settings.lake)) == []


def test_what_was_never_approved_cannot_be_withdrawn(settings: Settings) -> None:
    with pytest.raises(Refused, match="are not approved"):
        withdraw_language(settings, "ko", said())


def test_the_commands_list_approve_and_withdraw(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    data = ("--data", settings.data)

    def states() -> dict[str, dict[str, str]]:
        capsys.readouterr()
        assert main(["letters", "languages", *data]) == 0
        return {row["language"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}

    assert {code: row["state"] for code, row in states().items()} == {"en": "needs no approval"} | dict.fromkeys(
        ("zh", "ja", "de", "ko", "es"), "unreviewed"
    )
    version = states()["es"]["version"]
    person = ("--by", "Elena Ejemplo", "--reason", "leídas")
    assert main(["letters", "approve", "--language", "es", "--version", version, *data, *person]) == 0
    assert (states()["es"]["state"], states()["es"]["by"]) == ("approved", "Elena Ejemplo")
    assert main(["letters", "approve", "--language", "es", "--version", "another", *data, *person]) == 1
    assert "another" in capsys.readouterr().err
    assert main(["letters", "withdraw", "--language", "es", *data, *person]) == 0
    assert states()["es"]["state"] == "unreviewed"


def test_the_command_shows_letters_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["letters", "show", "--language", "de", "--kind", "reminder"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("===== reminder, German") == 5
    assert f"version {template_version('de')}" in printed
    assert "Betreff" not in printed.split("Subject:")[0]

    assert main(["letters", "show", "--language", "de"]) == 0
    everything = capsys.readouterr().out
    assert "===== closing, German" in everything
    assert "everything that can be asked" in everything


def test_the_command_shows_the_letter_of_a_supplier_only_with_its_data(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["letters", "show", "--supplier", "V1001"])
    assert "--supplier goes with --data and --year" in capsys.readouterr().err
