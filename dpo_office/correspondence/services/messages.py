"""The mail itself, as RFC 5322 bytes: the same on every try."""

import json
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from django.conf import settings

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.services.paper import pdf
from dpo_office.correspondence.services.wording import office_values
from dpo_office.lib import secret_box
from dpo_office.lib.files_keys import Unreadable

MAILS = "mails of the outbox"
SECRETS = "secrets of letters"


def built(delivery: Delivery) -> bytes:
    """The mail of this delivery. Headers by EmailMessage, which refuses CR and LF (RFC 5322).

    Raises ValueError if it can't be made.
    """
    letter = delivery.letter
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(office_values("en")["organisation"], addr_spec=settings.MAIL_FROM)
    message["To"] = Address(addr_spec=delivery.to)
    message["Subject"] = delivery.subject
    message["Date"] = delivery.created_at
    message["Message-ID"] = delivery.message_id
    if delivery.automatic:
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by machine, please
    message.set_content(_text(delivery))
    if letter:
        message["Content-Language"] = letter.language
    if letter and letter.version.template.with_pdf:
        _enclose(message, letter)
        message.set_boundary(delivery.message_id.strip("<>").split("@")[0])
    return message.as_bytes()


def sealed(text: str) -> str:
    """The text of a mail that whoever reads the database must not read."""
    return secret_box.seal(text, purpose=MAILS)


def sealed_secrets(secrets: Mapping[str, str]) -> str:
    """What takes the place of marks in a letter's text, in the mail alone; empty for none."""
    return secret_box.seal(json.dumps(dict(secrets)), purpose=SECRETS) if secrets else ""


def _text(delivery: Delivery) -> str:
    if delivery.letter:
        return _with_secrets(delivery.letter)
    if not delivery.secret:
        return delivery.body
    try:
        return secret_box.open_sealed(delivery.body, purpose=MAILS)
    except Unreadable:
        raise ValueError("sealed by another key") from None


def _with_secrets(letter: Letter) -> str:
    text = letter.body
    if letter.sealed_secrets:
        try:
            secrets = json.loads(secret_box.open_sealed(letter.sealed_secrets, purpose=SECRETS))
        except Unreadable:
            raise ValueError("sealed by another key") from None
        for mark, value in secrets.items():
            text = text.replace(mark, value)
    return text


def _enclose(message: EmailMessage, letter: Letter) -> None:
    paper = pdf(letter)
    Letter.objects.filter(pk=letter.pk).update(pdf_sha256=sha256(paper).hexdigest())
    message.add_attachment(paper, maintype="application", subtype="pdf", filename="letter.pdf")
