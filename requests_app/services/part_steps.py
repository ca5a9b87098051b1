"""What can be done next with the parts of a request's customers, and why something cannot yet."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from requests_app.models import RequestPart, SubjectRequest
from requests_app.services import (
    asking_where,
    instructions,
    mandates,
    part_endings,
    parts,
    passing,
)
from requests_app.services.step import Step

Status = RequestPart.Status


def of_case(request: SubjectRequest, rights: Sequence[str], now: datetime) -> Iterator[Step]:
    """Steps of the case as a whole: forming parts, and passing on what is ready."""
    own = list(request.parts.of_customers())
    yield from _passing(request, own, now)
    why = parts.why_not_form(request, now)
    initial = {"rights": list(dict.fromkeys(rights)), "words": request.words[: parts.LONGEST]}
    yield Step("form_part", _("Form a customer's part"), why, initial=initial, seldom=not why)
    if not own and not asking_where.why_not_ask(request):
        note = _("A letter leaves at once; no deadline pauses.")
        yield Step("which_website", _("Ask which website"), note=note, seldom=True)


def _passing(request: SubjectRequest, own: list[RequestPart], now: datetime) -> Iterator[Step]:
    for part in own:
        part.request = request
    waiting = [part for part in own if not passing.why_not_ready(part, now)]
    if not waiting or mandates.why_not_speak(request, now):
        return
    note = _("Two letters leave: to the customer, and to the person.")
    if len(waiting) > 1:
        label = _("Pass on all %(n)d parts") % {"n": len(waiting)}
        note = _("Each customer gets its own part only; the person gets one letter.")
        yield Step("pass_on_all", label, note=note)
    else:
        label = _("Pass on to %(customer)s") % {"customer": waiting[0].customer}
        yield Step(f"pass_on-{waiting[0].pk}", label, note=note)


def of_part(part: RequestPart, now: datetime, *, speak: str) -> Iterator[Step]:
    """Steps of one part, shown beside it. `speak` is why nothing may be told now, if so."""
    if part.status == Status.OPEN:
        why = passing.why_not_ready(part, now) or speak
        yield Step(f"pass_on-{part.pk}", _("Pass on"), why)
        yield Step(f"remove_part-{part.pk}", _("Take the part out"), seldom=True)
    if part.status == Status.PASSED_ON:
        yield Step(f"remind-{part.pk}", _("Remind them"), passing.why_not_remind(part, now))
    if part.status == Status.INSTRUCTED:
        yield Step(f"part_done-{part.pk}", _("Done as instructed"))
    if not instructions.why_not_instruct(part):
        yield Step(f"instruction-{part.pk}", _("Take down what they told us"))
    if part.ended_at or part.request.redacted_at:
        return
    if part.status in RequestPart.WITH_CUSTOMER:
        yield Step(f"withdraw_part-{part.pk}", _("The person withdrew this"), seldom=True)
    if not part_endings.why_not_no_answer(part):
        yield Step(f"no_answer-{part.pk}", _("They never answered"), seldom=True)
    if part.request.identity_shown_at and not speak:
        yield Step(f"customer_gone-{part.pk}", _("The customer is gone"), seldom=True)
