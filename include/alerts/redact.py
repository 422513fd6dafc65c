"""Text of errors without the secrets in it: what Airflow knows to be secret, and what is written like a secret."""

from __future__ import annotations

import re

# Up to the last @ of the word: somebody forgot to quote the / or the @ of a password. Rather too much than too little.
_CREDENTIALS = re.compile(r"(?<=://)[^\s\"'<>]*(?=@)")
_AUTHORIZATION = re.compile(r"\b(bearer|basic)(\s+)[\w.~+/=-]{8,}", re.IGNORECASE)
_NAMED = re.compile(
    r"""([\w.-]*(?:pass(?:word|wd|phrase)|\bpwd|secret|token|credential|signature|\bsig|(?:api|access|account|shared|private)[_-]?key)
        [\w.-]*["']?\s*[=:]\s*)                    # password=  "password":  AWS_SECRET_ACCESS_KEY=  ?sig=
        (?!\*\*\*) (?: "[^"]*" | '[^']*' | (?:bearer|basic)\s+[^\s&;,"']+ | [^\s&;,"']+ )""",
    re.IGNORECASE | re.VERBOSE,
)


def redacted(text: str) -> str:
    """The text with ``***`` in place of secrets.

    Secrets are what Airflow masks in its logs, users with passwords in URLs, values of names such as ``password`` (in
    query parameters too), and what follows ``Bearer``.
    """
    from airflow.sdk.log import redact

    text = _AUTHORIZATION.sub(r"\1\2***", str(redact(text)))
    return _CREDENTIALS.sub("***", _NAMED.sub(r"\1***", text))  # names first: a value may hold an @ of its own
