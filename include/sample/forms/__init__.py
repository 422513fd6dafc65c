"""Invented templates of every kind and revision beside CMRT 6.x: CMRT 2.x to 5.x, EMRT, AMRT and unknown ones.

Where each label stands is data: ``labels.csv`` (Declaration, a column a family) and ``columns.csv`` (tables). Labels
are our own short sentences around the words that tell one field from another; companies and smelters are invented.
"""

from include.sample.forms.build import build_form
from include.sample.forms.complete import amrt_form, blank_form, cmrt_form, emrt_form
from include.sample.forms.spec import FormRow, FormSpec, Replies

__all__ = [
    "FormRow",
    "FormSpec",
    "Replies",
    "amrt_form",
    "blank_form",
    "build_form",
    "cmrt_form",
    "emrt_form",
]
