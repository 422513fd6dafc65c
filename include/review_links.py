"""Addresses of the review pages and of Airflow's own pages, for mails and logs: built here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from include.settings import Settings

PREFIX = "/conflict-minerals"
_MAX = 1000  # longer addresses are cut by mail programs: the overview stands in for them


@dataclass(frozen=True)
class ReviewLinks:
    """Links for one reporting year. Without a base (no server runs) each of them is null."""

    base: str | None
    reporting_year: int

    def overview(self) -> str | None:
        """The first page."""
        return self._page("/")

    def supplier(self, supplier_id: str) -> str | None:
        """The page of one vendor number."""
        if supplier_id in (".", ".."):  # no browser keeps such a part of a path, in whatever spelling
            return self.findings(supplier_id=supplier_id)
        return self._page(f"/suppliers/{_part(supplier_id)}")

    def campaign(self) -> str | None:
        """Who owes what, and what waits for a person."""
        return self._page("/campaign")

    def findings(self, **filters: str) -> str | None:
        """The list of findings, narrowed by columns of the mart ``finding``."""
        return self._page("/findings", **filters)

    def quarantine(self) -> str | None:
        """Files that could not be used, with reasons."""
        return self._page("/quarantine")

    def smelter(self, metal: str, smelter_cid: str) -> str | None:
        """The page of one facility for one metal."""
        return self._page(f"/smelters/{_part(metal)}/{_part(smelter_cid)}")

    def checks(self) -> str | None:
        """What was validated, and with which result."""
        return self._page("/checks")

    def task(self, dag_id: str, run_id: str, task_id: str, map_index: int = -1) -> str | None:
        """A task of a run in Airflow's own pages; its log stands there."""
        mapped = f"/mapped/{map_index}" if map_index >= 0 else ""
        path = f"/dags/{_part(dag_id)}/runs/{_part(run_id)}/tasks/{_part(task_id)}{mapped}"
        return None if self.base is None else self.base + path

    def _page(self, path: str, **filters: str) -> str | None:
        if self.base is None:
            return None
        query = urlencode({"year": str(self.reporting_year), **filters}, quote_via=quote, safe="", errors="replace")
        address = f"{self.base}{PREFIX}{path}?{query}"
        return address if len(address) <= _MAX else f"{self.base}{PREFIX}/?year={self.reporting_year}"


def review_links(settings: Settings, reporting_year: int) -> ReviewLinks:
    """Links on the base of the settings, else on Airflow's own ``api.base_url`` where one is set."""
    return ReviewLinks(settings.review_url or _airflow_url(), reporting_year)


def _airflow_url() -> str | None:
    from airflow.sdk.configuration import conf  # reads its files: only when an alert is written

    return (conf.get("api", "base_url", fallback="") or "").rstrip("/") or None


def _part(value: str) -> str:
    return quote(value, safe="", errors="replace")
