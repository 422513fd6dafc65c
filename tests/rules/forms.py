"""Clean declarations on the other templates, dated in the campaign, and the lists they are judged by."""

from __future__ import annotations

from datetime import date

from include.sample.forms import amrt_form, blank_form, build_form, cmrt_form, emrt_form
from include.sample.forms.spec import FormSpec

DATED = date(2025, 9, 15)


def emrt(revision: str = "2.0") -> FormSpec:
    """A clean EMRT; 2.0 is for cobalt and mica."""
    return emrt_form(revision).with_fields(effective_date=DATED)


def amrt(revision: str = "1.3") -> FormSpec:
    """A clean AMRT for silver and zinc."""
    return amrt_form(revision).with_fields(effective_date=DATED)


def old_cmrt(revision: str) -> FormSpec:
    """A clean CMRT of an old revision."""
    return cmrt_form(revision).with_fields(effective_date=DATED)


def other_lists() -> dict[str, bytes]:
    """Blank templates whose look-up sheets hold the smelters of those minerals."""
    return {"emrt": build_form(blank_form(emrt_form())), "amrt": build_form(blank_form(amrt_form()))}
