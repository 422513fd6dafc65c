"""Rules that need more than one table, and the worlds they are broken in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from include.sample.cmrt import build_table, complete_spec, lookup_rows, unlisted
from include.sample.forms import amrt_form
from include.sample.forms.spec import FormSpec
from include.sample.references import blank_template
from include.sample.spec import CmrtSpec
from tests.rules.case import Case, Found
from tests.rules.clean import company, supplier
from tests.rules.forms import DATED
from tests.workbook_files import zipped

CLEAN = complete_spec()


def alone(code: str, fault: str, files: dict[str, Any], *expected: Found, **more: Any) -> Case:
    return Case(code, fault, files, expected, where="alone", **more)


def said(code: str, severity: str, value: str | None = None, **more: Any) -> Found:
    return Found(code, severity, more.pop("sheet", None), value=value, by=more.pop("by", False), **more)


def declared(vendor: str = "V1000") -> dict[str, Any]:
    """The clean declaration of one supplier."""
    return {f"2025/{vendor}/declaration.xlsx": CLEAN}


def platinum() -> FormSpec:
    """An AMRT for silver and platinum, of which no list of ours has a smelter."""
    smelter = {"metal": "Platinum", "smelter_lookup": "Smelter not listed", "smelter_name_reported": "Quenby Works",
               "facility_country": "PERU"}  # fmt: skip
    form = amrt_form(minerals=("Platinum", "Silver")).with_fields(effective_date=DATED)
    return replace(form, smelters=(*form.smelters, smelter))


def suppliers_of(*ids: str, **columns: Any) -> list[dict[str, Any]]:
    return [supplier(number, **columns) for number in ids]


COMPANY = company(V1000={})
LISTS = {path: content for path, content in COMPANY.items() if "/lists/" in path}
DECISION = {"metal": "Tin", "smelter_name_reported": "Hazel", "judgement": "accepted", "smelter_cid": "CID900201",
            "decided_by": "pat", "decided_at": "2026-01-10"}  # fmt: skip


def of_supplier(fault: str, files: dict[str, Any], *expected: Found, **more: Any) -> Case:
    return Case(expected[0].code, fault, files, expected, **more)


def of_list(fault: str, files: dict[str, Any], *expected: Found) -> Case:
    return Case(expected[0].code, fault, files, expected, where="list")


def decision(name: str, **changes: Any) -> dict[str, Any]:
    return {**DECISION, "smelter_name_reported": name, **changes}


_SUPPLIERS = (
    alone("supplier_list_missing", "declarations without a supplier list", {**LISTS, **declared()},
          said("supplier_list_missing", "critical", "2025"),
          companions=(Found("supplier_untied", "critical", "Declaration", "D8", value="Example Components Ltd",
                            by=False),),
          because="without a list nobody can be named"),
    Case("supplier_untied", "a declaration of nobody known",
         {"declaration.xlsx": replace(CLEAN, company_name="Quillon Works")},
         (Found("supplier_untied", "critical", "Declaration", "D8", value="Quillon Works", by=False),), where="post"),
    of_supplier("folder and name point at two suppliers",
                {"declaration.xlsx": replace(CLEAN, company_name="Invented Supplier V1000")},
                Found("supplier_tie_disagrees", "warning", "Declaration", "D8",
                      value="supplier_id: {vendor}; company_name: V1000", by=False),
                companions=(Found("supplier_untied", "critical", "Declaration", "D8", value="Invented Supplier V1000",
                                  by=False),),
                because="rules that disagree credit nobody"),
    alone("supplier_dropped_from_list", "a later supplier list without a supplier",
          {**LISTS, **declared(), "2025/company/suppliers.csv": suppliers_of("V1000", "V1001")},
          said("supplier_dropped_from_list", "warning", "1: V1001"),
          later={"2025/company/suppliers.csv": suppliers_of("V1000")}),
    alone("supplier_parents_in_circle", "two suppliers that answer for each other",
          company(V1000={"parent_supplier_id": "V1001"}, V1001={"parent_supplier_id": "V1000"}),
          said("supplier_parents_in_circle", "warning", "V1000, parent V1001", by=True),
          said("supplier_parents_in_circle", "warning", "V1001, parent V1000", by=True)),
    of_supplier("a parent that is not in the list", {"declaration.xlsx": CLEAN},
                said("supplier_parent_unknown", "warning", "{vendor}, parent V7777", by=True),
                supplier={"parent_supplier_id": "V7777"}),
    of_supplier("a declaration of a supplier of no product", {"declaration.xlsx": CLEAN},
                said("declaration_of_no_covered_product", "warning", "Invented Supplier {vendor}", by=True), parts=()),
    of_supplier("a letter to a number that is not in the list",
                {"letters.csv": [{"supplier_id": "V7777", "letter_kind": "survey", "sent_on": "2025-10-06",
                                  "channel": "mail"}]},
                said("letter_supplier_unknown", "warning", "V7777", sheet="", row=2)),
)  # fmt: skip
_BILL = (
    of_supplier("a part of a supplier that is not in the list", {},
                said("part_supplier_unknown", "warning", "V7778", by=False), parts=({}, {"supplier_id": "V7778"})),
    of_supplier("a product that is not in the catalogue", {},
                said("product_not_in_catalogue", "warning", "P8"), parts=({}, {"product_id": "P8"})),
)  # fmt: skip
_REFERENCES = (
    alone("reference_list_missing", "declarations without a look-up list",
          {**{path: content for path, content in COMPANY.items() if "/company/" in path},
           "2025/V1000/declaration.xlsx": replace(CLEAN, smelters=())},
          said("reference_list_missing", "critical", "2025"),
          companions=tuple(Found("metal_without_smelter", "critical", "Smelter List", value=metal)
                           for metal in ("Gold", "Tantalum", "Tin", "Tungsten")),
          because="no smelter is declared, or each would wait for the list"),
    of_supplier("an amrt without a list of its minerals", {"amrt.xlsx": platinum()},
                said("mineral_list_missing", "warning", "Platinum"),
                companions=(Found("smelter_awaiting_review", "warning", "Smelter List", "C6",
                                  value="Platinum: Quenby Works (no list received knows this platinum smelter by "
                                        "number or name)"),),
                because="the list is asked for because a row waits for it"),
    of_supplier("a filed line that names no facility", {},
                said("prior_facility_unresolved", "info", "Tin: Hedley Works (filed.csv, 2024)", sheet="", row=2),
                filed=build_table([{"metal": "Tin", "smelter name": "Hedley Works", "country": "PERU"}])),
    of_list("two lists of one revision",
            {f"blank {part}.xlsx": CmrtSpec(revision="6.3", lookup=lookup_rows("6.4")[part:]) for part in (0, 1)},
            said("reference_lists_differ", "critical", "revision 6.3: 1 line(s)")),
    of_list("cobalt in the list of a cmrt",
            {"blank.xlsx": CmrtSpec(revision="6.31", lookup=(
                *lookup_rows("6.4"), replace(lookup_rows("6.4")[0], metal="Cobalt", smelter_alias="Kob")))},
            said("reference_metal_foreign", "warning", "Cobalt, 1 line(s) of blank.xlsx", sheet="Smelter Look-up",
                 row=5)),
    of_supplier("a blank template under a vendor number", {"returned.xlsx": blank_template("6.2")},
                said("template_returned_blank", "warning", "returned.xlsx", by=True)),
    of_list("a facility of two statuses",
            {"status 2026-03-31.csv": [
                {"metal": "Tin", "cid": "CID939801", "smelter_name": "Rated twice", "status": word}
                for word in ("Conformant", "Not eligible")]},
            said("status_contradicted", "critical", "Tin CID939801 in status 2026-03-31.csv")),
    alone("status_list_shrunk", "a status list of which most is gone",
          {**COMPANY, **{f"2025/lists/audits {day}.csv": [
              {"metal": "Tungsten", "cid": f"CID97{n:04}", "smelter_name": f"Audited {n}", "status": "Conformant",
               "status_as_of": day} for n in range(count)]
             for day, count in (("2025-12-31", 11), ("2026-01-31", 5))}},
          said("status_list_shrunk", "critical",
               "Tungsten in audits 2026-01-31.csv: 5 facilities after 11")),
    of_list("a status list without a day",
            {"status.csv": [{"metal": "Tin", "cid": "CID939901", "smelter_name": "Rated", "status": "Conformant"}]},
            said("status_list_undated", "critical", "status.csv", sheet="")),
    of_list("a sanctions list without a day",
            {"sanctions.csv": [{"name": "Party 99", "country": "PERU", "list_name": "List A"}]},
            said("risk_list_undated", "critical", "sanctions.csv", sheet="")),
    of_supplier("a declared name on a sanctions list",
                {"declaration.xlsx": replace(
                    CLEAN, smelters=(*CLEAN.smelters, unlisted("Tin", "Vexmoor Works", "PERU"))),
                 "sanctions 2026-01-05.csv": [
                     {"name": "Vexmoor Works", "country": "PERU", "list_name": "List A", "list_date": "2026-01-05"}]},
                Found("declared_name_sanctioned", "warning", "Smelter List", "C9",
                      value='Vexmoor Works, PERU: listed in List A (sanctions 2026-01-05.csv of 2026-01-05) as '
                            '"Vexmoor Works", PERU'),
                companions=(Found("smelter_awaiting_review", "warning", "Smelter List", "C9",
                                  value="Tin: Vexmoor Works (no list received knows this tin smelter by number or "
                                        "name)"),),
                because="a name that is identified is judged by its number"),
)  # fmt: skip
JPEG = b"\xff\xd8\xff\xe0"
_FILES = (
    of_supplier("a picture named as a workbook", {"scan.xlsx": JPEG + b"one"},
                said("file_quarantined", "critical",
                     "a JPEG picture named .xlsx: ask the supplier for the Excel workbook itself", by=True)),
    of_supplier("a picture answered by a later workbook", {"scan.xlsx": JPEG + b"two"},
                said("file_quarantined_answered", "info", "a JPEG picture named .xlsx: ask the supplier for the Excel "
                     "workbook itself (answered since by 2025/{vendor}/declaration.xlsx)", by=True),
                later={"declaration.xlsx": CLEAN}),
)  # fmt: skip
_DECISIONS = (
    of_supplier("a decision of no judgement", {"decisions.csv": [decision("Ash", judgement="maybe")]},
                Found("decision_refused", "warning", "", "C2", value="maybe", by=False)),
    of_supplier("two decisions of one moment",
                {"decisions.csv": [decision("Elm"), decision("Elm", smelter_cid="CID900202")]},
                said("decision_contradicted", "warning", "Tin: Elm (CID900202, decided by pat on 2026-01-10)", sheet="",
                     row=3)),
    of_supplier("a decision for a number of no list", {"decisions.csv": [decision("Fir", smelter_cid="CID999999")]},
                said("decision_facility_unknown", "warning", "Tin: Fir (CID999999, decided by pat on 2026-01-10)",
                     sheet="", row=2)),
    of_supplier("a decision dated after it was received",
                {"decisions.csv": [decision("Oak", decided_at="2026-03-01")]},
                said("decision_in_future", "warning", "Tin: Oak (CID900201, decided by pat on 2026-03-01)", sheet="",
                     row=2)),
    of_supplier("decisions in an archive",
                {"decisions.zip": zipped({"decisions.csv": build_table([decision("Yew")])})},
                said("decision_file_in_archive", "critical", "2025/{vendor}/decisions.zip/decisions.csv")),
)  # fmt: skip
CASES = (*_BILL, *_SUPPLIERS, *_REFERENCES, *_FILES, *_DECISIONS)
