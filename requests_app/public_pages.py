"""What the links in our letters open: an address is shown, a customer says what it wants (A10).

Without account and without script. A page tells nothing that its reader has not been sent: no
person is named on it, no other customer, and whoever has no live link sees one and the same page.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from dpo_office.correspondence.services.wording import day_in_words
from dpo_office.evidence.services import files
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import OneTimeLink, Profile
from dpo_office.organisation.public import closed
from requests_app.customer_form import CustomerForm
from requests_app.models import RequestPart
from requests_app.services import address_links, instructions, part_words, passing, proving
from requests_app.services.wording import say


def _say(key: str) -> str:
    return say(key, translation.get_language() or "en")


class AddressCheck:
    """Whoever opens it and presses the button reads the address that answers go to."""

    identifier = address_links.ADDRESS_CHECK
    inside = False
    at_once = True

    @property
    def title(self) -> str:
        return _say("check_title")

    @property
    def button(self) -> str:
        return _say("check_button")

    def language_of(self, link: OneTimeLink) -> str:
        request = address_links.request_of(link)
        return request.language if request else "en"

    def open(self, request: HttpRequest, link: OneTimeLink) -> HttpResponse:
        if proving.shown_by_link(link, now=timezone.now()) is None:
            return closed(request)
        words = {"title": _say("check_done"), "text": _say("check_done_text")}
        return render(request, "public/thanks.html", words)

    def send_code(self, link: OneTimeLink, code: str) -> None:
        """The code went with the link; it is told to us, not typed here."""


class CustomersPage:
    """One customer's part: it confirms receipt, and instructs us or says that it answers."""

    identifier = passing.LINK
    inside = False
    at_once = False
    life = timedelta(hours=2)  # to write in peace; what is typed must not be lost

    @property
    def title(self) -> str:
        return _say("part_title")

    @property
    def button(self) -> str:
        return _say("part_button")

    def language_of(self, link: OneTimeLink) -> str:
        part = _part_of(link)
        return part_words.language_of(part) if part else "en"

    def open(self, request: HttpRequest, link: OneTimeLink) -> HttpResponse:
        part = _part_of(link)
        if part is None:
            return closed(request)
        if request.method == "POST" and "receipt" in request.POST:
            instructions.confirm_receipt(part)
            return redirect("opened_link")
        form = CustomerForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and _keep(part, form):
            return render(request, "public/customer_part.html", _content(part, None))
        return render(request, "public/customer_part.html", _content(part, form))

    def send_code(self, link: OneTimeLink, code: str) -> None:
        """The link alone opens it: the letter it came with holds more than the page."""


def _part_of(link: OneTimeLink) -> RequestPart | None:
    own = RequestPart.objects.of_customers().select_related("request", "customer")
    return own.filter(pk=int(link.about), request__redacted_at=None).first()


def _keep(part: RequestPart, form: CustomerForm) -> bool:
    """Whether it was kept; if not, the form says why."""
    data = dict(form.cleaned_data)
    try:
        with files.taken_in(data.pop("files"), instructions.ENCLOSED) as enclosed:
            instructions.take_down(part, enclosed=enclosed, by=None, **data)
    except ValidationError as refusal:
        fields = getattr(refusal, "message_dict", None) or {None: refusal.messages}
        for field, texts in fields.items():
            form.add_error(field if field in form.fields else None, texts)
        return False
    return True


def _content(part: RequestPart, form: CustomerForm | None) -> dict:
    language = part_words.language_of(part)
    passed_on = part.passed_on_at or part.formed_at
    day = day_in_words(local_date(passed_on, Profile.current().time_zone), language)
    keys = ("letter", "receipt", "receipt_done", "decide", "send", "told", "thanks", "over")
    over = bool(instructions.why_not_instruct(part))
    return {
        "title": _say("part_title"),
        "customer": str(part.customer),
        "asked": _say("part_asked") % {"day": day, "reference": part.request.reference},
        "rights": [part_words.right_words(right, language) for right in part.rights],
        "part": part,
        "told": list(part.instructions.filter(channel="link")),
        "kinds": {"act": _say("part_act"), "customer_answers": _say("part_answers")},
        "form": None if over or form is None else form,
        "thanks": form is None,
        "over": over,
        "say": {key: _say(f"part_{key}") for key in keys},
    }
