"""Countries of origin, added up by metal: no line says which facility is meant, as the licence of origin data asks."""

from __future__ import annotations

from include.charts import countries_of_origin
from include.charts.origins import COVERED_MARK
from include.filing.context import ReportContext
from include.filing.facts.origins import OriginLine
from include.filing.management.parts import NONE, Part, Section, Table, name, number
from include.filing.wording import count, join_and
from include.plain_text import one_line

_CHARTED = 15
_SOURCE = "country_of_origin"
_COVERED = (
    f"{COVERED_MARK} in the chart: a covered country, which is the Democratic Republic of the Congo or a country that "
    "adjoins it (Form SD, Item 1.01(d)(1))."
)


def origins(report: ReportContext) -> Section:
    """The section on countries of origin of one year, of the same lines as Appendix B."""
    return Section("origins", "Countries of origin", (_countries(report), _answers(report)))


def _countries(report: ReportContext) -> Part:
    title = "Named as origin, by metal"
    if not report.origins:
        missing = "No country of origin is named. Suppliers’ declarations name mines and countries; origin data can be "
        return Part(title, _SOURCE, (f"{missing}dropped as a list of its own.",))
    by_country: dict[str, dict[str, OriginLine]] = {}
    for line in report.origins:
        by_country.setdefault(line.country, {})[line.metal] = line
    ordered = sorted(by_country.items(), key=lambda item: (not _covered(item[1]), -_total(item[1]), item[0]))
    metals = sorted({line.metal for line in report.origins})
    rows = tuple(
        (name(country), "Yes" if _covered(lines) else "No", *(_cell(lines.get(metal)) for metal in metals))
        for country, lines in ordered
    )
    head = ("Country of origin", "Covered country", *metals)
    table = Table("Facilities for which a supplier named the country", head, rows, tuple(range(2, len(head))))
    drawn = [(country, lines) for country, lines in ordered if _total(lines)][:_CHARTED]
    chart = countries_of_origin(
        {"country": name(country), "covered": _covered(lines), "metal": metal, "smelters": line.facilities}
        for country, lines in drawn
        for metal, line in sorted(lines.items())
        if line.facilities
    )
    return Part(
        title, _SOURCE, (_said(report),), chart=chart, table=table, notes=_notes(report, len(ordered), len(drawn))
    )


def _said(report: ReportContext) -> str:
    named = f"{count(report.origin_countries or 0, 'country')} named as origin"
    if not report.covered_countries:
        return f"{named}; none of them is a covered country."
    return f"{named}, of them covered countries: {join_and([*map(name, report.covered_countries)])}."


def _notes(report: ReportContext, countries: int, drawn: int) -> tuple[str, ...]:
    notes = [_COVERED]
    if drawn < countries:
        notes.append(f"The chart shows {drawn} of the {countries} countries; the table has them all.")
    if any(line.facilities is None for line in report.origins):
        sources = one_line(report.origin_data_sources or "origin data")
        notes.append(f"“data”: named by {sources} alone, which says nothing by facility here.")
    return tuple(notes)


def _answers(report: ReportContext) -> Part:
    title, source = "What suppliers answer", "metal_answer"
    if not report.answer_table:
        return Part(title, source, ("No declaration that counts uses one of the four metals.",))
    rows = tuple(
        (
            line.metal,
            *map(number, (line.declarations, line.covered_yes, line.covered_no, line.covered_open, line.recycled)),
        )
        for line in report.answer_table
    )
    head = ("Metal", "Declarations", "Covered: Yes", "Covered: No", "Unknown or open", "All recycled")
    table = Table("Does the metal originate in a covered country?", head, rows, (1, 2, 3, 4, 5))
    return Part(title, source, table=table)


def _covered(lines: dict[str, OriginLine]) -> bool:
    return any(line.covered == "Yes" for line in lines.values())


def _total(lines: dict[str, OriginLine]) -> int:
    return sum(line.facilities or 0 for line in lines.values())


def _cell(line: OriginLine | None) -> str:
    if line is None:
        return NONE
    return "data" if line.facilities is None else number(line.facilities)
