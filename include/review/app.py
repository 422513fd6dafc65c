"""The application that serves the pages: its routes, its refusals, its headers. Airflow mounts it (plugins/)."""

from __future__ import annotations

from threading import Thread

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException as AnyHTTPException

from include import charts
from include.review import airflow_links, static_files
from include.review.headers import HEADERS, SafeHeaders
from include.review.pages import PAGES
from include.review.render import bare_page
from include.review.visit import Reading
from include.settings import ProfileError
from include.warehouse.marts import NoMarts

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"]
_TITLES = {401: "Please sign in", 403: "Not allowed", 404: "Not found", 422: "That cannot be used"}


def create_app() -> FastAPI:
    """All pages. No route is without a reader, and the API documents, which would be, are switched off."""
    app = FastAPI(title="Conflict minerals", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(static_files.router)
    for router in PAGES:
        app.include_router(router)
    app.add_api_route("/{path:path}", _nothing_here, methods=_METHODS)
    app.add_exception_handler(AnyHTTPException, _refused)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _unusable)  # type: ignore[arg-type]
    app.add_exception_handler(NoMarts, _no_marts)
    app.add_exception_handler(ProfileError, _bad_profile)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(SafeHeaders)
    Thread(target=charts.warm_up, daemon=True).start()
    return app


def _nothing_here(path: str, visit: Reading) -> None:
    raise HTTPException(404, "There is no such page.")


def _refused(request: Request, error: AnyHTTPException) -> HTMLResponse:
    if error.status_code == 401:
        login = airflow_links.login(_as_asked(request))
        message = "These pages are for signed-in users of this Airflow."
        # The style sheet is for signed-in readers too.
        return bare_page("refused.html", 401, title=_TITLES[401], message=message, login=login, base=None)
    return _told(request, error.status_code, str(error.detail))


def _unusable(request: Request, error: RequestValidationError) -> HTMLResponse:
    """A form or an address that does not fit: which fields, never what stood in them."""
    fields = ", ".join(sorted({str(item["loc"][-1]) for item in error.errors()}))
    return _told(request, 422, f"Missing, too long or not as it should be: {fields}. Nothing was changed. Go back.")


def _no_marts(request: Request, error: Exception) -> HTMLResponse:
    message = (
        "No refresh has finished yet. Trigger the DAG reconcile_smelters, or drop files and run intake_supplier_files."
    )
    return _told(request, 503, message, "Nothing to show yet")


def _bad_profile(request: Request, error: Exception) -> HTMLResponse:
    return _told(request, 500, str(error), "The company profile has errors")


def _failed(request: Request, error: Exception) -> HTMLResponse:
    """An error nobody foresaw; this answer does not pass the middleware, so its headers are set here."""
    answer = _told(request, 500, "The page could not be made. The cause stands in the log of Airflow's API server.")
    answer.headers.update(HEADERS)
    return answer


def _as_asked(request: Request) -> str:
    """The address as the browser wrote it: decoded, a part of a path that holds / or ? would lead elsewhere."""
    path, query = request.scope["raw_path"].decode("latin-1"), request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def _told(request: Request, status: int, message: str, title: str | None = None) -> HTMLResponse:
    base = str(request.scope.get("root_path", ""))
    title = title or _TITLES.get(status, "That did not work")
    return bare_page("refused.html", status, title=title, message=message, login=None, base=base)
