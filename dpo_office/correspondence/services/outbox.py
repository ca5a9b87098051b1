"""The outbox: mails are rows, written in the transaction of the deed and sent by a worker."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.services import propriety


@transaction.atomic
def post(
    key: str,
    *,
    to: str,
    subject: str,
    body: str = "",
    letter: Letter | None = None,
    automatic: bool = True,
    urgent: bool = False,
    secret: bool = False,
) -> Delivery:
    """Put one mail into the outbox; the same `key` a second time is the same mail.

    A letter brings its own text. `secret` mails (they hold a link to sign in) lose their
    text once they are sent. Nothing leaves inside this call.
    """
    propriety.refuse_control_characters("subject", subject)
    now = timezone.now()
    delivery, _ = Delivery.objects.get_or_create(
        key=key,
        defaults={
            "letter": letter,
            "message_id": f"<{secrets.token_hex(16)}@{settings.MAIL_FROM.rpartition('@')[2]}>",
            "to": propriety.mail_address(to),
            "subject": subject,
            "body": body,
            "automatic": automatic,
            "urgent": urgent,
            "secret": secret,
            "created_at": now,
            "next_try_at": now,
        },
    )
    return delivery
