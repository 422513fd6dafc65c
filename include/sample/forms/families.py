"""What tells one family of template revisions from another, beside its labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from include.sample.forms.labels import Label
from include.sample.spec import SCOPES, Cell

_CMRT = Label(
    "Conflict Minerals Reporting Template (CMRT)", "冲突矿物报告模板 (CMRT)", "Konfliktmineralien-Vorlage (CMRT)"
)
_OLD_SHEETS = (
    "Revision", "Instructions", "Definitions", "Declaration", "Smelter List", "Standard Smelter Names", "Checker",
    "Product List",
)  # fmt: skip
_EMRT_SHEETS = (
    "Instructions", "Revision", "Definitions", "Declaration", "Smelter List", "Checker", "Mine List", "Product List",
    "Smelter Look-up", "L", "C", "SorP",
)  # fmt: skip
FOOTER = "© 2014 Invented Minerals Forum. All rights reserved."
_SHARES = ("100%", "Greater than 90%", "Greater than 75%", "Greater than 50%", "50% or less", "None")
_OLD_SCOPES = (
    "A. Company Level",
    "B. Division Level [Specify in 'Description of scope']",
    "C. Product Category Level [Specify in 'Description of scope']",
    "D. Product Level",
)


@dataclass(frozen=True)
class Family:
    """Sheets, columns and oddities of a family: names of columns in ``labels.csv`` and ``columns.csv`` among them.

    ``choices`` are the answers of the drop-downs, which the template keeps in the Declaration sheet itself from
    ``choices_from`` down. ``translations`` is where revisions without a sheet L keep their languages: sheet -> first
    cell. ``mineral_columns`` are where minerals are chosen, in two rows. ``helpers`` are further cells of the template
    that hold no answer.
    """

    title: Label
    labels: str
    smelters: str
    products: str
    reference: str
    sheets: tuple[str, ...]
    choices: tuple[Cell, ...]
    choices_from: str
    scopes: tuple[str, ...] = SCOPES
    metal_label: str = "{metal}  (*)"
    translations: Mapping[str, str] = field(default_factory=dict)
    footer_row: int | None = None
    mineral_columns: str = ""
    helpers: Mapping[tuple[str, str], Cell] = field(default_factory=dict)


_V202 = Family(
    title=Label("Conflict Minerals Reporting Template", "冲突矿物报告模板", "Konfliktmineralien-Vorlage"),
    labels="v2",
    smelters="v2",
    products="v2",
    reference="v2",
    sheets=_OLD_SHEETS,
    choices=(
        "Yes (3rd party audit)", "Yes (documentation review only)", "Yes (internal audit)", "Yes (all methods apply)",
        "Completion %",
    ),
    choices_from="B117",
    scopes=_OLD_SCOPES,
    metal_label="{metal} ({symbol}) (*)",
    translations={"Declaration": "B81", "Smelter List": "D1004", "Product List": "A303"},
    helpers={("Declaration", "N2"): "This column holds formulas", ("Declaration", "N9"): 0, ("Declaration", "O23"): 0},
)  # fmt: skip
_V203A = replace(
    _V202,
    sheets=(*_OLD_SHEETS, "L", "K", "C"),
    metal_label="{metal}  (*)",
    choices=(),
    translations={},
    footer_row=79,
    helpers={("Declaration", "P10"): 0, ("Declaration", "P22"): 1, ("Smelter List", "R3"): "Gold",
             ("Smelter List", "R4"): "Smelter not yet identified", ("Smelter List", "S4"): "Smelter Not Listed",
             ("Product List", "B301"): FOOTER},
)  # fmt: skip
_V3 = Family(
    title=_CMRT,
    labels="v3",
    smelters="v3",
    products="v3",
    reference="v3",
    sheets=(*_OLD_SHEETS, "L", "K", "C", "Sheet1"),
    choices=(
        "Yes", "No", "Unknown", "Yes, 100%", "No, but greater than 75% ", "No, but greater than 50%",
        "No, but greater than 25%", "No, but less than 25%", "None",
    ),
    choices_from="D94",
    footer_row=89,
    helpers={("Declaration", "P26"): "(*)", ("Declaration", "L25"): "\n\n", ("Smelter List", "T3"): "Tantalum",
             ("Smelter List", "T4"): "Smelter not yet identified", ("Product List", "B301"): FOOTER},
)  # fmt: skip
_V401 = replace(
    _V3,
    labels="v4",
    reference="v6",
    sheets=(*_OLD_SHEETS[:5], "Smelter Reference List", *_OLD_SHEETS[6:], "L", "C"),
    choices=("Yes", "No", "Unknown", *_SHARES),
)
_V410 = replace(_V401, smelters="v6")
_V5 = replace(
    _V410,
    labels="v5",
    sheets=(*_OLD_SHEETS[:5], *_OLD_SHEETS[6:], "Smelter Look-up", "L", "C"),
)
_V6 = replace(
    _V5,
    labels="v6",
    choices_from="B96",
    footer_row=91,
    helpers={("Product List", "B2006"): FOOTER, ("Declaration", "P26"): "(*)"},
)
_EMRT2 = Family(
    title=Label("Extended Mineral Reporting Template (EMRT)", "扩展矿物报告模板 (EMRT)", "Erweiterte Vorlage (EMRT)"),
    labels="emrt2",
    smelters="v6",
    products="v6",
    reference="v6",
    sheets=_EMRT_SHEETS,
    choices=("Yes", "No", "Unknown", "Not declaring", *_SHARES, "Did not survey", "Yes, when more processors are "
             "validated", "Cobalt", "Copper", "Other [specify below]"),
    choices_from="B144",
    metal_label="{metal}(*)",
    footer_row=139,
    mineral_columns="DEG",
    helpers={("Declaration", "Y53"): 37, ("Declaration", "X133"): "CHANGE DROP DOWN MENU", ("Smelter List", "X5"): 0,
             ("Smelter List", "AH2"): "Yes", ("Smelter List", "AH3"): "No", ("Mine List", "R5"): "True",
             ("Product List", "B1001"): FOOTER},
)  # fmt: skip
_AMRT13 = replace(
    _EMRT2,
    title=Label("Additional Minerals Reporting Template (AMRT)", "额外矿物模板 (AMRT)", "Zusätzliche Vorlage (AMRT)"),
    labels="amrt2",
    products="requester",
    sheets=(*_EMRT_SHEETS[:4], "Minerals Scope", *_EMRT_SHEETS[4:]),
    choices=("Yes", "No", "Unknown", "Not declaring", 1, *_SHARES[1:], "Unknown", "Did not survey", "Aluminum",
             "Silver", "Zinc", "Other [specify below]"),
    choices_from="B56",
    footer_row=54,
    mineral_columns="DEGHI",
    helpers={("Declaration", "M31"): 1, ("Declaration", "N31"): 0, ("Smelter List", "AB5"): 0,
             ("Product List", "B2006"): FOOTER},
)  # fmt: skip

FAMILIES: dict[str, Family] = {
    "cmrt 2.00": replace(_V202, smelters="v200"),
    "cmrt 2.02": _V202,
    "cmrt 2.03a": _V203A,
    "cmrt 3": _V3,
    "cmrt 4.01": _V401,
    "cmrt 4.10": _V410,
    "cmrt 5": _V5,
    "cmrt 6": _V6,
    "cmrt 6.6": replace(_V6, products="requester"),
    "emrt 1": replace(
        _EMRT2, labels="emrt1", products="v3", metal_label="{metal}  (*)", choices_from="B90", footer_row=70, helpers={}
    ),
    "emrt 2": _EMRT2,
    "amrt 1.1": replace(_AMRT13, labels="amrt1", products="v3", footer_row=53, choices_from="B55", helpers={}),
    "amrt 1.3": _AMRT13,
}
