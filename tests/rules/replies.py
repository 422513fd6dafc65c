"""What e-mails bring, and what they lack."""

from __future__ import annotations

from include.sample.cmrt import complete_spec
from include.sample.mails import SENT_AT, build_bounce, build_reply, letter_message_id
from include.sample.spec import CmrtSpec
from tests.rules.case import Case, Found, content_of

_SUPPLIER = {"contact_email": "minerals@quayside.example"}
_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)
_DECLARATION = content_of(complete_spec(company_address="1 Example Road, by e-mail"))
_BLANK = content_of(CmrtSpec(revision="6.01", language="French"))


def mail(code: str, fault: str, content: bytes, *expected: Found, **more: object) -> Case:
    return Case(code, fault, {"reply.eml": content}, expected, **more)  # type: ignore[arg-type]


def said(code: str, severity: str, value: str, by: bool = True, sheet: str | None = None) -> Found:
    return Found(code, severity, sheet, value=value, by=by)  # type: ignore[arg-type]


CASES = (
    mail("", "clean declaration by mail", build_reply("minerals@quayside.example", {"answer.xlsx": _DECLARATION})),
    mail("reply_without_declaration", "a reply of words alone",
         build_reply("minerals@quayside.example", subject="We need more time"),
         said("reply_without_declaration", "warning", "We need more time"), supplier=_SUPPLIER),
    mail("reply_sender_unknown", "a mail of somebody unknown",
         build_reply("someone@nowhere.example", subject="Hello"),
         said("reply_sender_unknown", "warning", "someone@nowhere.example: Hello", by=False), where="post"),
    mail("letter_bounced", "a letter that came back",
         build_bounce("gone@quayside.example", letter_message_id("0f" * 16, 2025)),
         said("letter_bounced", "warning", "gone@quayside.example, 5.1.1", by=False), where="post"),
    mail("member_left_out", "a picture in the signature of a mail",
         build_reply("minerals@quayside.example", {"logo.png": _PICTURE}, sent_at=SENT_AT.replace(hour=11)),
         said("member_left_out", "info", "logo.png", by=False, sheet=""),
         companions=(said("reply_without_declaration", "warning", "Re: Conflict minerals"),),
         because="a picture is no declaration"),
    mail("template_returned_blank", "a blank template by mail",
         build_reply("minerals@quayside.example", {"CMRT.xlsx": _BLANK}),
         said("template_returned_blank", "warning", "CMRT.xlsx"),
         companions=(said("reply_without_declaration", "warning", "Re: Conflict minerals"),),
         because="an empty template is no declaration"),
)  # fmt: skip
