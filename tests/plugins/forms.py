"""Forms as the pages' own browser sends them: from this site, with the token of a page."""

from __future__ import annotations

import re
from typing import Any

from tests.plugins.conftest import BASE


def token(browser: Any) -> str:
    """The token in the forms of this visitor; a reader's pages have no form. These letters have one in every lake."""
    found = re.search(r'name="token" value="([^"]+)"', browser.get(f"{BASE}/campaign/languages/es").text)
    return found[1] if found else "none"


def send(browser: Any, path: str, **fields: Any) -> Any:
    """Send a form; a list sends its field several times."""
    headers = {"sec-fetch-site": "same-origin"}
    return browser.post(f"{BASE}{path}", data=fields | {"token": token(browser)}, headers=headers)
