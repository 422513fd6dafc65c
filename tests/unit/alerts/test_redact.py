"""What must not stand in a mail, an outbox copy or a log; and what must stay, or nobody could mend the fault."""

from __future__ import annotations

import pytest

from include.alerts.redact import redacted

SECRET = "Xk9/w3@Zq"


@pytest.mark.parametrize(
    "text",
    [
        f"cannot reach s3://key:{SECRET}@bucket/lake",
        f"postgresql://etl:{SECRET}@db.example.com:5432/x refused",
        f"login failed: password={SECRET}",
        f"passwd: {SECRET}; retry",
        f'{{"user": "etl", "password": "{SECRET}"}}',
        f"{{'client_secret': '{SECRET}'}}",
        f"https://acct.blob.example.com/lake?sv=2024&sig={SECRET}&se=2026",
        f"https://bucket.example.com/x?X-Amz-Signature={SECRET}",
        f"https://bucket.example.com/x?X-Amz-Security-Token={SECRET}&a=b",
        f"AWS_SECRET_ACCESS_KEY={SECRET}",
        f"AccountName=a;AccountKey={SECRET};EndpointSuffix=x",
        f"api_key={SECRET}, region=eu",
        f"PGPASSWORD={SECRET} psql",
        f"pwd = '{SECRET}'",
        "Authorization: Bearer eyJhbGciOi.JIUzI1NiJ9.Xk9w3",
        "token: Bearer eyJhbGciOi.JIUzI1NiJ9.Xk9w3",
        "Authorization: Basic dXNlcjpYazl3Mw==",
    ],
)
def test_a_secret_is_hidden(text: str) -> None:
    shown = redacted(text)

    assert "***" in shown
    for part in ("Xk9", "w3", "Zq", "eyJ", "dXNl"):
        assert part not in shown


@pytest.mark.parametrize(
    "text",
    [
        "FileNotFoundError: /data/drop/2025/acme.xlsx",
        "the file needs a password",
        "Binder Error: column smelter_cid not found",
        "https://minerals.example.com/conflict-minerals/suppliers/V1?year=2025",
        "ask minerals@example.com",
        "KeyError: 'declaration'; key=batch-7",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert redacted(text) == text
