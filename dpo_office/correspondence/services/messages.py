"""The mail itself, as RFC 5322 bytes: the same on every try but for what the carrier adds."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from django.conf import settings

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services.wording import office_values


def built(delivery: Delivery) -> bytes:
    """The mail of this delivery. Headers by EmailMessage, which refuses CR and LF (RFC 5322)."""
    letter = delivery.letter
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(office_values("en")["organisation"], addr_spec=settings.MAIL_FROM)
    message["To"] = Address(addr_spec=delivery.to)
    message["Subject"] = delivery.subject
    message["Date"] = delivery.created_at
    message["Message-ID"] = delivery.message_id
    if delivery.automatic:
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by machine, please
    if letter:
        message["Content-Language"] = letter.language
    message.set_content(letter.body if letter else delivery.body)
    return message.as_bytes()
