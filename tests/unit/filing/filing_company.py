"""An invented company's year as in-memory marts: what the warehouse would hand to the filing package."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from include.filing.inputs import MemoryMarts, Parameters
from include.filing.package import Package, build_package
from include.schemas import MARTS
from include.settings import CompanyProfile

YEAR = 2025
AS_OF = date(2026, 3, 31)
PARAMETERS = Parameters(YEAR, AS_OF, date(2026, 5, 20))
STATUS_LIST = "smelter_status_2026-03-31.csv"
PROVENANCE = {
    "run_id": "0123456789abcdef",
    "inputs": {"batch-1": "ab" * 32},
    "code_version": "0.1.0",
    "parser_version": 1,
}

PROFILE: dict[str, Any] = {
    "registrant": {
        "name": "Brightwater Instruments, Inc.",
        "jurisdiction": "Delaware",
        "commission_file_number": "000-00000",
        "ein": "00-0000000",
        "cik": "0000000000",
        "address": ["1 Invented Way", "Exampleville, MA 00000"],
    },
    "contact": {"name": "Dana Example", "title": "Director of Compliance", "telephone": "+1-555-0100"},
    "signatory": {"name": "Robin Sample", "title": "General Counsel"},
    "covered_products": [
        {
            "name": "Flow meters",
            "description": "Ultrasonic and magnetic meters for water utilities",
            "metals": ["Gold", "Tantalum", "Tin"],
            "reason": "Solder, connectors, and capacitors of the printed circuit assemblies contain these metals",
        },
        {
            "name": "Valve controllers",
            "description": "Motor controllers with wireless links.",
            "metals": ["Gold", "Tin", "Tungsten"],
            "reason": "Solder, contacts, and vibration motors contain these metals.",
        },
    ],
    "policy_url": "www.brightwater.example/minerals-policy",
    "policy_summary": "we expect suppliers to source these minerals responsibly and to name the smelters they rely on",
    "report_url": "www.brightwater.example/minerals-report",
    "due_diligence_framework": "the Invented Guidance for Mineral Supply Chains, Third Edition",
    "senior_owner_role": "Vice President, Supply Chain",
    "contract_terms": "Our standard purchase terms require suppliers to answer our minerals survey each year",
    "grievance_channel": "speakup@brightwater.example",
    "retention_years": 10,
    "next_steps": ["Make the survey a condition of approval for every new supplier"],
    "accepted_template_versions": ["6.31", "6.4", "6.5"],
    "sample": True,
}

_PLACES = {
    "Gold": ("Japan", "Switzerland", "United States", "Korea, Republic of", "Germany"),
    "Tantalum": ("China", "United States", "Kazakhstan"),
    "Tin": ("Indonesia", "Bolivia, Plurinational State of", "Malaysia", "Taiwan, Province of China", "Brazil"),
    "Tungsten": ("Austria", "Viet Nam", "China"),
}
_NAMES = "Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ironbark Juniper Kauri Larch Maple Nutmeg Oak Pine".split()
_NUMBERS = {"Gold": 16, "Tantalum": 6, "Tin": 12, "Tungsten": 6}
_STATUSES = ("conformant",) * 6 + ("active", "listed_only", "conformant", "delisted")
_ORIGINS = {
    "Gold": (("Canada", "CA", False), ("Peru", "PE", False)),
    "Tantalum": (
        ("Rwanda", "RW", True),
        ("Congo, The Democratic Republic of the", "CD", True),
        ("Brazil", "BR", False),
    ),
    "Tin": (("Indonesia", "ID", False), ("Bolivia, Plurinational State of", "BO", False), ("Rwanda", "RW", True)),
    "Tungsten": (("Viet Nam", "VN", False), ("Portugal", "PT", False)),
}


def profile(**changes: Any) -> CompanyProfile:
    """The invented company's profile; a field changed to None is left out."""
    merged = {key: value for key, value in (PROFILE | changes).items() if value is not None}
    return CompanyProfile.model_validate(merged)


def marts(**changes: list[dict[str, Any]]) -> MemoryMarts:
    """The year's marts; name a table to replace its rows."""
    return MemoryMarts(tables() | changes)


def tables() -> dict[str, list[dict[str, Any]]]:
    """Every mart the package reads, table name to rows."""
    built = {
        "appendix_a": _appendix(),
        "country_of_origin": _origins(),
        "response_rate": _rates(),
        "supplier_status": _suppliers(),
        "declaration_status": _declarations(),
        "metal_answer": _answers(),
        "smelter_accounting": _accounting(),
        "outreach": _outreach(),
        "red_flag": _flags(),
        "finding": _findings(),
        "year_over_year": _changes(),
    }
    return {name: [{"reporting_year": YEAR, **row} for row in rows] for name, rows in built.items()}


def no_tables() -> dict[str, list[dict[str, Any]]]:
    """Every mart the package reads, without a row."""
    return {name: [] for name in tables()}


def package(changes: dict[str, Any] | None = None, parameters: Parameters = PARAMETERS, **tables: Any) -> Package:
    """The package of the invented year, with changes to the profile and to the marts."""
    return build_package(marts(**tables), profile(**(changes or {})), parameters, PROVENANCE)


def _appendix() -> list[dict[str, Any]]:
    rows = []
    for metal, number in _NUMBERS.items():
        for index in range(number):
            status = _STATUSES[(index + len(metal)) % len(_STATUSES)]
            known = status != "listed_only"
            place = _PLACES[metal][index % len(_PLACES[metal])]
            rows.append(
                {
                    "metal": metal,
                    "smelter_cid": f"CID9{len(rows):05d}",
                    "smelter_name_standard": f"{_NAMES[index]} {metal} Works {'Co., Ltd.' if index % 3 else 'S.A.'}",
                    "facility_country": place,
                    "smelter_status": status,
                    "status_as_of": AS_OF if known else None,
                    "status_source": STATUS_LIST if known else None,
                    "last_assessed_on": None,
                    "assessment_cycle": None,
                    "assessment_due_on": None,
                    "declared_rows": 3,
                    "declarations": 2,
                    "suppliers": 2,
                    "products": 4,
                }
            )
    return rows


def _origins() -> list[dict[str, Any]]:
    return [
        {
            "metal": metal,
            "origin_country": country,
            "origin_country_code": code,
            "covered_country": covered,
            "recycled": False,
            "origin_basis": "declared",
            "origin_source": "declared by suppliers",
            "smelters": 2,
            "declarations": 3,
        }
        for metal, listed in _ORIGINS.items()
        for country, code, covered in listed
    ]


def rate(basis: str, measure: str, numerator: int, denominator: int, exempt: int = 0) -> dict[str, Any]:
    """One row of ``response_rate``."""
    share = numerator / denominator if denominator else None
    return {
        "basis": basis,
        "measure": measure,
        "numerator": numerator,
        "denominator": denominator,
        "exempt": exempt,
        "rate": share,
        "unit": f"{basis}s",
        "cut_off": AS_OF,
        "late": 0,
        "detail": None,
        "reporting_year": YEAR,
    }


def _rates() -> list[dict[str, Any]]:
    return [
        rate("supplier", "surveyed", 26, 26, 1),
        rate("supplier", "received", 21, 26, 1),
        rate("supplier", "valid", 17, 26, 1),
        rate("product", "represented", 7, 7),
        rate("product", "fully_covered", 2, 7),
    ]


def supplier(number: int, state: str) -> dict[str, Any]:
    """One row of ``supplier_status``."""
    answered = state in ("complete", "answered_incomplete")
    return dict.fromkeys(MARTS["supplier_status"].names) | {
        "supplier_id": f"V{number:04d}",
        "entity_id": f"V{number:04d}",
        "supplier_name": f"Supplier {number}",
        "response": state,
        "state": "surveyed" if state == "no_response" else state,
        "reminders": 0,
        "corrections": 0,
        "uncertain_letters": 0,
        "next_action": "none" if state in ("complete", "exempt") else "reminder",
        "in_scope": state != "exempt",
        "exempt_reason": "supplies packaging only" if state == "exempt" else None,
        "declarations": int(answered),
        "valid_declarations": int(state == "complete"),
        "set_aside_declarations": 0,
        "effective_date": date(2026, 1, 15) if answered else None,
        "template_revision": "6.4" if answered else None,
        "smelter_rows": 5 if answered else 0,
        "critical_findings": int(state == "answered_incomplete"),
        "warning_findings": 0,
        "waived_findings": 0,
        "letters": 1,
        "last_letter_on": date(2026, 1, 5),
        "products": 3,
        "reporting_year": YEAR,
    }


def _suppliers() -> list[dict[str, Any]]:
    states = ["complete"] * 17 + ["answered_incomplete"] * 4 + ["no_response"] * 5 + ["exempt"]
    return [supplier(number, state) for number, state in enumerate(states, start=1)]


def declaration(number: int, scope: str = "company", supplier_id: str | None = "", **more: Any) -> dict[str, Any]:
    """One row of ``declaration_status``."""
    row = {
        "file_sha256": f"{number:064x}",
        "drop_path": f"drop/2025/declaration {number}.xlsx",
        "received_at": "2026-01-20T10:00:00Z",
        "template_kind": "cmrt",
        "company_name": f"Supplier {number}",
        "supplier_id": f"V{number:04d}" if supplier_id == "" else supplier_id,
        "tied_by": "supplier_id",
        "declaration_scope": scope,
        "template_revision": "6.31" if number % 5 == 0 else "6.4",
        "effective_date": date(2026, 1, 15),
        "superseded_by": None,
        "critical_findings": 0 if number <= 17 else 1,
        "waived_findings": 1 if number == 1 else 0,
        "set_aside": False,
        "set_aside_reason": None,
        "not_valid_because": None if number <= 17 else "critical_findings",
        "valid": number <= 17,
        "reporting_year": YEAR,
    }
    return row | more


def _declarations() -> list[dict[str, Any]]:
    rows = [declaration(number, "product" if number % 4 == 0 else "company") for number in range(1, 22)]
    rows.append(declaration(22, supplier_id="V0003", superseded_by=f"{3:064x}", valid=False))
    rows.append(declaration(23, supplier_id=None, tied_by=None, valid=False))
    rows.append(declaration(24, supplier_id="V0004", set_aside=True, valid=False))
    return rows


def answer(number: int, metal: str, q3: str | None, q5: str | None = "No", **more: Any) -> dict[str, Any]:
    """One row of ``metal_answer`` of a supplier that uses the metal, unless ``more`` says otherwise."""
    row: dict[str, Any] = {
        "file_sha256": f"{number:064x}",
        "supplier_id": f"V{number:04d}",
        "metal": metal,
        "q1": "Yes",
        "q2": "Yes",
        "q3": q3,
        "q4": "No",
        "q5": q5,
        "q6": "100%",
        "q7": "Yes",
        "q8": "Yes",
        "valid": True,
        "reporting_year": YEAR,
    } | more
    used = (row["q1"], row["q2"])
    return row | {"in_scope": False if "No" in used else True if used == ("Yes", "Yes") else None}


def _answers() -> list[dict[str, Any]]:
    rows = []
    for number in range(1, 22):
        for metal in _NUMBERS:
            uses = metal == "Tin" or (number + len(metal)) % 2 == 0
            q3 = "Yes" if metal == "Tantalum" and number % 4 == 0 else "Unknown" if number % 5 == 0 else "No"
            recycled = "Yes" if metal == "Gold" and number % 6 == 0 else "No"
            unused = {"q1": "No"} | {f"q{question}": None for question in range(2, 9)}
            more = ({} if uses else unused) | {"valid": number <= 17}
            rows.append(answer(number, metal, more.pop("q3", q3), more.pop("q5", recycled), **more))
    return rows


def accounting(number: int, metal: str, outcome: str, **more: Any) -> dict[str, Any]:
    """One row of ``smelter_accounting``."""
    row = {
        "file_sha256": f"{number % 21 + 1:064x}",
        "source_sheet": "Smelter List",
        "source_row": 5 + number,
        "drop_path": f"2025/answer {number}.xlsx",
        "template_kind": "cmrt",
        "supplier_id": f"V{number % 21 + 1:04d}",
        "metal": metal,
        "metal_declared": metal,
        "decision_id": None,
        "smelter_name_reported": f"Reported name {number}",
        "facility_country": "Japan",
        "smelter_id_reported": f"CID9{number:05d}",
        "outcome": outcome,
        "reason": "one sentence that says why",
        "smelter_cid": f"CID9{number:05d}" if outcome == "consolidated" else None,
        "judgement": "accepted" if outcome == "consolidated" else "review",
        "match_method": "cid" if outcome == "consolidated" else "none",
        "match_score": 1.0 if outcome == "consolidated" else 0.0,
        "match_detail": "identification number of that metal on the list",
        "reporting_year": YEAR,
    }
    return row | more


def _accounting() -> list[dict[str, Any]]:
    outcomes = ["consolidated"] * 120 + ["duplicate"] * 5 + ["superseded"] * 8 + ["metal_out_of_scope"] * 2
    outcomes += ["not_yet_identified"] * 3 + ["supplier_untied"] * 4 + ["awaiting_review"] * 6
    facilities = _appendix()
    return [
        accounting(number, facility["metal"], outcome, **_tie(facility, outcome))
        for number, outcome in enumerate(outcomes)
        for facility in [facilities[number % len(facilities)]]
    ]


def _tie(facility: dict[str, Any], outcome: str) -> dict[str, Any]:
    return {"smelter_cid": facility["smelter_cid"]} if outcome == "consolidated" else {}


def _outreach() -> list[dict[str, Any]]:
    kinds = (
        ("survey", 26, 26, 5, 5),
        ("reminder", 14, 9, 20, 28),
        ("correction", 6, 5, 22, 30),
        ("official_notice", 1, 1, 30, 30),
    )
    return [
        {
            "letter_kind": kind,
            "letters": letters,
            "suppliers": suppliers,
            "first_on": date(2026, 1, first),
            "last_on": date(2026, 1, last),
        }
        for kind, letters, suppliers, first, last in kinds
    ]


def _flags() -> list[dict[str, Any]]:
    return [
        {
            "red_flag_id": f"f{number}",
            "code": "smelter_delisted",
            "severity": "critical" if number == 0 else "warning",
            "metal": "Gold",
            "smelter_cid": f"CID9{number:05d}",
            "smelter_name_standard": "Alder Gold Works S.A.",
            "detail": "no longer on the list",
            "suppliers": 2,
            "owner": None,
            "state": "open" if number < 2 else "acknowledged" if number == 2 else "accepted",
            "state_by": None if number < 2 else "pat",
            "state_at": None if number < 2 else "2026-03-01T09:00:00+00:00",
            "state_note": None if number < 2 else "looked into",
            "accepted_until": None,
        }
        for number in range(4)
    ]


def finding(code: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    """One row of ``finding``."""
    row: dict[str, Any] = dict.fromkeys(MARTS["finding"].names)
    row |= {"reporting_year": YEAR, "finding_id": f"{code}-{value}", "code": code, "severity": "warning"}
    return row | {"message": "in plain words", "file_sha256": f"{1:064x}", "value": value, "state": "open"} | more


def _findings() -> list[dict[str, Any]]:
    return [
        {
            "finding_id": f"f{number}",
            "code": f"rule_{number % 5}",
            "severity": "critical" if number < 4 else "warning",
            "message": "an answer is missing",
            "supplier_message": "please answer the question",
            "rule_source": "CMRT instructions",
            "template_kind": "cmrt",
            "supplier_id": f"V{number:04d}",
            "file_sha256": f"{number:064x}",
            "drop_path": "drop/2025/declaration.xlsx",
            "source_sheet": "Declaration",
            "source_row": 26,
            "source_cell": "D26",
            "value": None,
            "subject": None,
            "state": "waived" if number == 19 else "sent" if number % 2 else "open",
            "state_by": None,
            "state_at": None,
            "state_note": None,
            "waived_until": None,
        }
        for number in range(20)
    ]


def _changes() -> list[dict[str, Any]]:
    facilities = _appendix()
    kinds = ["new"] * 3 + ["status_changed"] * 2 + ["unchanged"] * (len(facilities) - 5)
    rows = [
        {
            "metal": facility["metal"],
            "smelter_cid": facility["smelter_cid"],
            "smelter_name_standard": facility["smelter_name_standard"],
            "smelter_name_before": None if kind == "new" else facility["smelter_name_standard"],
            "change": kind,
            "cause": None if kind == "unchanged" else "newly_declared" if kind == "new" else kind,
            "status_before": None if kind == "new" else "active",
            "status_now": facility["smelter_status"],
            "reason": "compared with the year before",
        }
        for facility, kind in zip(facilities, kinds, strict=True)
    ]
    gone = {"metal": "Tin", "smelter_cid": "CID999999", "smelter_name_standard": "Zelkova Tin Works", "change": "gone"}
    gone |= {"smelter_name_before": "Zelkova Tin Works", "cause": "no_longer_declared"}
    return [*rows, gone | {"status_before": "active", "status_now": None, "reason": "no supplier names it any more"}]


def facilities_by_metal() -> Counter[str]:
    """Lines of Appendix A by metal."""
    return Counter(row["metal"] for row in _appendix())
