"""What was validated and with which result: the list of validations, and their Data Docs from the lake."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from include.checks.docs_site import docs_page, validation, validations
from include.review.render import page
from include.review.visit import Reading

router = APIRouter()
# The pages carry their style in themselves, so that they open from the lake as files; no script is ever allowed.
_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-same-origin",  # same origin: Airflow's cookie goes along when a link leads to the next page
    ]
)


@router.get("/checks")
def checks(visit: Reading) -> HTMLResponse:
    """The last validation by table, and those before it."""
    listed = validations(visit.lake)
    latest = listed["latest"]
    return page(
        visit,
        "checks.html",
        listed=listed,
        record=validation(visit.lake, latest[0]["validation"]) if latest else None,
    )


@router.get("/checks/{name}/{file}")
def data_docs(visit: Reading, name: str, file: str) -> Response:
    """A page of the Data Docs; raises HTTPException 404 for any name that is none of them."""
    content = docs_page(visit.lake, name, file)
    if content is None:
        raise HTTPException(404, "There is no such page of checks. It may be of a data folder used earlier.")
    back = f'<body>\n<p><a href="{visit.base}/checks">Back to the review pages</a></p>'.encode()
    return Response(
        content.replace(b"<body>", back, 1),
        media_type="text/html; charset=utf-8",
        headers={"content-security-policy": _POLICY},
    )
