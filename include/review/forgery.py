"""Requests that another site makes a signed-in browser send: refused by where they come from, and by a token.

Airflow's cookie is SameSite=Lax and nothing more, and a page inside Airflow may be asked by forms of any site.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from airflow.configuration import conf
from fastapi import HTTPException, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

FIELD = "token"
_SECONDS = 12 * 3600


def token_for(user_id: str) -> str:
    """A token for the forms of one user, good for half a day."""
    return _serializer().dumps(user_id)


def refuse_forged(request: Request, user_id: str, token: str | None) -> None:
    """Raise HTTPException 403 unless the request comes from a page of ours, with a token made for this user."""
    if not _from_here(request):
        raise HTTPException(403, "This request came from another site and was refused. Nothing was changed.")
    try:
        owner = _serializer().loads(token or "", max_age=_SECONDS)
    except BadSignature:
        owner = None
    if owner != user_id:
        raise HTTPException(403, "This form is too old. Nothing was changed: load the page again and repeat.")


def _from_here(request: Request) -> bool:
    """Browsers say where a request comes from: in Sec-Fetch-Site, and in Origin where that is missing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(conf.get("api", "secret_key"), salt="conflict-minerals review pages")
