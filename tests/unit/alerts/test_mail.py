"""The connections that docs/alerts.md shows, against real servers: STARTTLS, TLS from the start, neither."""

from __future__ import annotations

import re
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from include import mail, mail_session
from tests.mail_server import PASSWORD, mail_server
from tests.unit.alerts.conftest import COMPLIANCE

DOCUMENTED = re.findall(
    r"^ +export AIRFLOW_CONN_CONFLICT_MINERALS_SMTP='(.+)'$",
    Path(__file__).parents[3].joinpath("docs", "alerts.md").read_text("utf-8"),
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's TLS context with a certificate that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    Path(folder, "cert").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    Path(folder, "key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert", folder / "key")
    return context


@pytest.mark.parametrize("documented", DOCUMENTED)
@pytest.mark.parametrize("verified", [False, True])
def test_each_documented_connection_works(
    documented: str, verified: bool, certified: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls_at_once, starttls = "disable_ssl" not in documented, "disable_tls" not in documented
    assert DOCUMENTED
    options = {"ssl_context": certified} if tls_at_once else {}
    if starttls:
        options |= {"tls_context": certified, "require_starttls": True}
    with mail_server(**options) as server:
        address = re.sub(r"//[^/]+/", f"//someone:{PASSWORD}@127.0.0.1:{server.port}/", documented)
        address += "" if verified else "&ssl_context=none"
        monkeypatch.setenv("AIRFLOW_CONN_CM_TEST", address)
        made = mail.message("Subject", "text", "<p>html</p>", [COMPLIANCE], "id")
        if verified and (tls_at_once or starttls):
            with pytest.raises(mail_session.NotAccepted, match="CERTIFICATE_VERIFY_FAILED"):
                mail_session.send(made, [COMPLIANCE], "cm_test")
        else:
            assert mail_session.send(made, [COMPLIANCE], "cm_test") == []
            assert len(server.taken) == 1
