"""The demo's mails that come in: real ones, handed over and recorded as a person does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from dpo_office.correspondence.services import incoming
from dpo_office.correspondence.services.incoming import Arrived
from dpo_office.organisation.models import Profile, User

TYPED = timedelta(seconds=40)  # from the sender's Date to our server


def written(
    *, name: str, email: str, words: str, received_at: datetime, answers: str = ""
) -> bytes:
    """The mail as it lay in the office's mailbox, with the line of the office's own server."""
    sent_at = received_at - TYPED
    message = EmailMessage(policy=SMTP)
    message["Received"] = f"from mail.example by mx.conversion.example; {_at(received_at)}"
    message["Message-ID"] = f"<{sent_at:%Y%m%d%H%M%S}.{email}>"
    message["Date"] = sent_at
    message["From"] = formataddr((name, email))
    message["To"] = Profile.current().email
    message["Subject"] = f"Re: {answers}" if answers else "GDPR"
    message.set_content(words)
    return message.as_bytes()


def _at(moment: datetime) -> str:
    return format_datetime(moment.astimezone(Profile.current().zone))


@contextmanager
def came(*, by: User, now: datetime, **mail: Any) -> Iterator[Arrived]:
    """Hand it over, and give it to be recorded."""
    dropped = incoming.drop(written(**mail), by=by, now=now)
    with incoming.arrived(dropped, now=now) as arrived:
        yield arrived
