"""What can be done next so that it is known who writes, and for whom; the least proof first."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from requests_app.models import SubjectRequest
from requests_app.services import documents, identity, mandates, proving, representing
from requests_app.services.step import Step


def of_case(request: SubjectRequest, now: datetime) -> Iterator[Step]:
    """Links, codes, documents and mandates, as far as the case needs them."""
    yield from _representing(request, now)
    if identity.why_not_confirm(request):
        return
    if not documents.why_not_check(request):
        note = _("The file is removed at once, whatever you found.")
        yield Step("check_document", _("Say what the document shows"), note=note)
    waits = not proving.why_not_code(request, now)
    if waits:
        yield Step("code_given", _("Enter the code that they gave"), seldom=True)
    label = _("Send the link again") if waits else _("Send a link that shows the address")
    note = "" if waits else _("One click shows it; no deadline pauses.")
    yield Step("send_check", label, proving.why_not_send(request), note, seldom=waits)
    yield Step("keep_document", _("Keep a document that they sent"), seldom=True)


def _representing(request: SubjectRequest, now: datetime) -> Iterator[Step]:
    mandate = mandates.current(request)
    if mandate is None:
        if not representing.why_not_begin(request):
            yield Step("acts_for", _("Somebody acts for them"), seldom=True)
        return
    if mandates.why_not_renew(request):
        return
    why = mandates.why_not_check(request, now)
    if not mandate.checked_at:
        yield Step("check_mandate", _("Record that the mandate is good"), why)
    if why := mandates.why_not_speak(request, now):
        yield Step("ask_mandate", _("Ask for the mandate"), note=why)
    yield Step("renew_mandate", _("Keep the mandate that came"), seldom=not why)
    yield Step("end_mandate", _("They act for themselves"), seldom=True)
