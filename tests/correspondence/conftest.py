import pytest

from dpo_office.correspondence.services import letters, outbox
from tests.correspondence.sink import Listening


@pytest.fixture
def sink(settings):
    """A mail server on loopback that the office uses."""
    with Listening() as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        yield sink


CONTEXT = {
    "reference": "SR-2026-0138",
    "name": "Karl Proovik",
    "request": "Which data do you hold about me?",
    "received_on": "2 March 2026",
    "grounds": "Art. 12(5)",
    "reasons": "It is the tenth request in two weeks.",
    "answer": "You find it attached.",
    "charge": "This answer is free of charge.",
}


@pytest.fixture
def draft(profile, dpo):
    """Drafts a letter about the DPO herself: any record will do."""

    def _draft(template="answer_granted", language="en", to="karl@proovik.example", **more):
        context = CONTEXT | more.pop("context", {})
        return letters.draft(
            dpo, template=template, language=language, to=to, context=context, by=dpo, **more
        )

    return _draft


@pytest.fixture
def mail(profile):
    """Puts a mail into the outbox."""

    def _mail(key="test:1", **more):
        return outbox.post(key, to="karl@proovik.example", subject="Hello", body="Text", **more)

    return _mail
