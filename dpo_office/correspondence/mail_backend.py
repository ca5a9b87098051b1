"""Django's mails (sign-in codes, password links) through the outbox: nothing mails in a request."""

import secrets
from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from dpo_office.correspondence.services import outbox
from dpo_office.correspondence.tasks import soon


class OutboxBackend(BaseEmailBackend):
    """Writes one row for each recipient, in the transaction of the request.

    Only the text is taken: mails of the office have no HTML and no remote content.
    """

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for to in message.recipients():
                delivery = outbox.post(
                    f"account:{secrets.token_hex(16)}",
                    to=parseaddr(to)[1],
                    subject=message.subject,
                    body=str(message.body),
                    urgent=True,
                    secret=True,
                )
                soon(delivery)
        return len(email_messages)
