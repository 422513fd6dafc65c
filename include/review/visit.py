"""One request of a signed-in person: who, which reporting year, which run of the marts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from starlette.datastructures import FormData

from include.events import Event
from include.review.access import Visitor, decider, reader
from include.review.data import Reader, Row, RunData
from include.review.forgery import FIELD, refuse_forged, token_for
from include.review.ledger import Ledger
from include.settings import CompanyProfile, Settings, load_profile, load_settings
from include.storage import Store, open_store

_READER, _LEDGER = Reader(), Ledger()
NAVIGATION = (
    ("/", "Overview"),
    ("/campaign", "Campaign"),
    ("/suppliers", "Suppliers"),
    ("/queue", "Review queue"),
    ("/smelters", "Smelters"),
    ("/risks", "Risks"),
    ("/findings", "Findings"),
    ("/quarantine", "Quarantine"),
    ("/filing", "Filing"),
    ("/checks", "Checks"),
)
SAID = {
    "decided": "Recorded. The decision shows its effect after the next refresh.",
    "undone": "Taken back. It shows its effect after the next refresh.",
    "waived": "Waived. It shows its effect after the next refresh.",
    "sent": "Marked as sent to the supplier. It shows after the next refresh.",
    "reopened": "Opened again. It shows after the next refresh.",
    "answered": "Marked as answered. It shows after the next refresh.",
    "retried": "Laid into the drop folder again. The next intake reads it.",
    "acknowledged": "Recorded who answers for it. It shows after the next refresh.",
    "accepted": "Accepted. It shows its effect after the next refresh.",
    "settled": "Recorded what became of the letter. It shows its effect after the next refresh.",
    "approved": "Approved. Letters in this language may be sent from now on.",
    "withdrawn": "The approval is taken back. No letter in this language is sent from now on.",
    "said": "Recorded what the supplier said. It shows its effect after the next refresh.",
    "tied": "Tied to the supplier. It shows its effect after the next refresh.",
    "untied": "The tie is taken back. It shows its effect after the next refresh.",
    "reached": "Recorded what the declaration reaches. It shows its effect after the next refresh.",
}
"""Word of an address -> what the page says was done; an address can say nothing else."""


@dataclass(frozen=True)
class Visit:
    """What a page needs to know of a request. Raises NoMarts before the first refresh, where marts are asked for."""

    request: Request
    visitor: Visitor
    settings: Settings = field(default_factory=load_settings)
    form: FormData = field(default_factory=FormData)
    at: str | None = None
    """The page that is shown, where a form was sent to another address."""

    @cached_property
    def data(self) -> RunData:
        """The marts of the present run, the same for the whole request."""
        return _READER.current(self.settings)

    @cached_property
    def lake(self) -> Store:
        """The lake."""
        return open_store(self.settings.lake)

    @cached_property
    def profile(self) -> CompanyProfile:
        """The company profile; raises ProfileError."""
        return load_profile(self.settings.profile_address)

    @cached_property
    def events(self) -> list[Event]:
        """The ledger, the same for the whole request."""
        return _LEDGER.events(self.lake)

    def since_run(self, kind: str) -> list[Event]:
        """Events of a kind that the present run does not know yet: they count from the next refresh on."""
        return [item for item in self.events if item.kind == kind and item.event_id not in self.data.events]

    @cached_property
    def years(self) -> list[int]:
        """Reporting years that the marts know, the campaign's own among them, newest first."""
        known = {int(row["reporting_year"]) for row in self.data.rows("years")}
        return sorted(known | {self.settings.reporting_year}, reverse=True)

    @cached_property
    def year(self) -> int:
        """The year the address names, else the campaign's."""
        asked = self.request.query_params.get("year", "")
        return (
            int(asked)
            if asked.isdecimal() and len(asked) == 4 and int(asked) in self.years
            else self.settings.reporting_year
        )

    @property
    def token(self) -> str:
        """The token that every form of this page carries."""
        return token_for(self.visitor.user_id)

    def asked(self, name: str, among: tuple[str, ...] = (), limit: int = 200) -> str | None:
        """A parameter of the address; null when empty, longer than the limit or none of those there are."""
        value = self.request.query_params.get(name, "").strip()
        return value if value and len(value) <= limit and (not among or value in among) else None

    def number(self, name: str, default: int) -> int:
        """A whole number of the address, else the default."""
        value = self.request.query_params.get(name, "")
        return int(value) if value.isdecimal() and len(value) < 8 else default

    def sent(self, name: str) -> str:
        """A text of the form that was sent, one line each, without other controls; empty when there is none."""
        value = self.form.get(name)
        text = value if isinstance(value, str) else ""
        lines = ("".join(sign for sign in line if sign.isprintable()) for line in text.splitlines())
        return "\n".join(line.strip() for line in lines).strip()

    def chosen(self, name: str) -> list[str]:
        """Every value of the form's fields of one name, each once, in order: what checkboxes chose."""
        return list(dict.fromkeys(value for value in self.form.getlist(name) if isinstance(value, str)))

    @property
    def base(self) -> str:
        """Where the pages are mounted."""
        return str(self.request.scope.get("root_path", ""))

    @property
    def path(self) -> str:
        """The page that was asked for, below the base, as an address writes it."""
        return self.at or quote(self.request.scope["path"].removeprefix(self.base))

    @property
    def navigation(self) -> tuple[tuple[str, str], ...]:
        """Path and name of the pages in the navigation."""
        return NAVIGATION

    def is_under(self, path: str) -> bool:
        """Whether the page asked for is that of the navigation or below it."""
        return self.path == path or (path != "/" and self.path.startswith(f"{path}/"))

    @property
    def said(self) -> str | None:
        """What the page says was done, after a form was sent and the browser led back here."""
        return SAID.get(self.request.query_params.get("said", ""))

    def address(self, path: str, **query: object) -> str:
        """Address of another page in the same year; empty values are left out."""
        kept = {"year": self.year} | {name: value for name, value in query.items() if value not in (None, "")}
        return f"{self.base}{path}?{urlencode(kept)}"

    def here(self, **changed: object) -> str:
        """Address of this page with some parameters changed."""
        return self.there(self.path, **changed)

    def there(self, path: str, **changed: object) -> str:
        """Address of another page with the parameters of this one, some changed: filters stay as they are."""
        return self.address(path, **(self.kept | changed))

    @property
    def kept(self) -> dict[str, str]:
        """The parameters of this page that stay when the year changes, or another one of them."""
        return {name: value for name, value in self.request.query_params.items() if name not in ("year", "said")}

    def rows(self, query: str, **values: object) -> list[Row]:
        """All rows of a query of sql/review for the year of this visit."""
        return self.data.rows(query, year=self.year, **values)

    def row(self, query: str, **values: object) -> Row | None:
        """Its first row, or null."""
        return self.data.row(query, year=self.year, **values)


def visit(request: Request, visitor: Annotated[Visitor, Depends(reader)]) -> Visit:
    """The visit of a reader; see access for what it raises."""
    return Visit(request, visitor)


async def deciding(request: Request, visitor: Annotated[Visitor, Depends(decider)]) -> Visit:
    """The visit of a decider whose form is of ours; raises HTTPException 403 else, before anything is changed."""
    form = await request.form(max_files=0, max_fields=1000, max_part_size=64 * 1024)
    token = form.get(FIELD)
    refuse_forged(request, visitor.user_id, token if isinstance(token, str) else None)
    return Visit(request, visitor, form=form)


Reading = Annotated[Visit, Depends(visit)]
Deciding = Annotated[Visit, Depends(deciding)]
