"""From a planned letter to the mail: what its templates may say, and the file that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from include.lake import sha256
from include.mail import POLICY, Attachment, attach, message
from include.outreach.ledger import mail_id
from include.outreach.letter_facts import LetterFacts
from include.outreach.plan import OFFICIAL, Planned
from include.outreach.render import render
from include.plain_text import one_line
from include.settings import CompanyProfile

WITH_TEMPLATE = ("survey", "reminder", OFFICIAL)


@dataclass(frozen=True)
class Composed:
    """A letter ready to leave. ``copy`` is the mail without its attachment, which stays in the lake as it was sent."""

    planned: Planned
    subject: str
    text: str
    html: str
    copy: bytes
    message_id: str
    template_version: str
    due_on: date | None
    asked: tuple[str, ...]
    template: Attachment | None

    @property
    def content_sha256(self) -> str:
        """Hash of the copy."""
        return sha256(self.copy)

    def whole(self) -> EmailMessage:
        """The mail as it leaves, with its attachment; made anew each time, because a date is added to it."""
        mail = message_from_bytes(self.copy, policy=POLICY)
        if not isinstance(mail, EmailMessage):
            raise TypeError("the policy makes an EmailMessage")
        if self.template:
            attach(mail, self.template)
        return mail

    def intent(self) -> dict[str, Any]:
        """What the ledger keeps of the letter."""
        planned = self.planned
        return {
            "reporting_year": planned.reporting_year,
            "entity_id": planned.entity_id,
            "supplier_id": planned.supplier_id,
            "supplier_ids": list(planned.supplier_ids),
            "letter_kind": planned.letter_kind,
            "number": planned.number,
            "language": planned.language,
            "template_version": self.template_version,
            "recipient": ", ".join(planned.recipients),
            "subject": self.subject,
            "message_id": self.message_id,
            "content_sha256": self.content_sha256,
            "attachment_sha256": sha256(self.template.content) if self.template else None,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "asked": list(self.asked),
            "approved_by": planned.approved_by,
        }


class Composer:
    """Makes letters of one year and day from the facts of one run of the marts; equal facts give equal bytes."""

    def __init__(
        self, facts: LetterFacts, profile: CompanyProfile, sender: Address | None, template: Attachment | None
    ) -> None:
        """``sender`` is the connection's, null where letters are laid into the outbox; ``template`` the blank CMRT."""
        self._facts, self._profile, self._template = facts, profile, template
        company = profile.registrant.name if profile.registrant else None
        self._sender = Address(one_line(company, 100), addr_spec=sender.addr_spec) if sender and company else sender

    def compose(self, planned: Planned) -> Composed:
        """One letter, in the language it is planned in: a native reader has approved that, or it is English."""
        template = self._template if planned.letter_kind in WITH_TEMPLATE else None
        context, asked = self._facts.of(planned, template.name if template else None)
        made = render(context, approved=True)
        mail = message(
            made.subject,
            made.text,
            made.html,
            planned.recipients,
            mail_id(planned.reporting_year, planned.letter_id),
            sender=self._sender,
            reply_to=self._profile.reply_to,
            # A letter of a person to a person: programs that answer no automatic mail, a help desk or the note that
            # somebody has left, must answer this one.
            automatic=False,
        )
        return Composed(
            planned, made.subject, made.text, made.html, mail.as_bytes(), str(mail["Message-ID"]),
            made.template_version, context.due_on, asked, template,
        )  # fmt: skip
