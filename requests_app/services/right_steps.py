"""The steps that only some rights have, and those that outlast the answer."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from requests_app.models import Exercise, SubjectRequest
from requests_app.services import corrections, erasures, fees, recipients, restrictions
from requests_app.services.step import Step


def before_deciding(exercise: Exercise) -> Iterator[Step]:
    """Items are gathered before the right is decided."""
    if not corrections.why_not_ask(exercise):
        yield Step(f"correct-{exercise.pk}", _("Have an item corrected"))
    if not erasures.why_not_keep(exercise):
        yield Step(f"keep-{exercise.pk}", _("Keep an item, with its exemption"))


def beside(request: SubjectRequest, exercises: Iterable[Exercise]) -> Iterator[Step]:
    """What hardly any case needs before its answer."""
    exercises = list(exercises)
    asked = [exercise for exercise in exercises if exercise.status not in Exercise.ANSWERLESS]
    for exercise in asked if len(asked) > 1 else []:
        yield Step(f"withdraw-{exercise.pk}", _("Withdrawn: %(right)s") % {"right": exercise})
    yield from about_recipients(request, exercises)
    if not fees.why_not_waive(request):
        yield Step("waive_fee", _("Give the fee up"))
    else:
        note = _("Only where we can prove that the request is excessive (Art. 12(5)).")
        yield Step("ask_fee", _("Ask for a fee"), fees.why_not_ask(request), note)


def about_recipients(request: SubjectRequest, exercises: Iterable[Exercise]) -> Iterator[Step]:
    """Whom we told of what was corrected, erased or restricted (Art. 19)."""
    told_of = [exercise for exercise in exercises if not recipients.why_not_note(exercise)]
    for exercise in told_of:
        name = f"recipient-{exercise.pk}"
        label = _("Note a recipient told of %(right)s") % {"right": exercise}
        yield Step(name, label, seldom=True)
    if told_of and not recipients.why_not_tell(request):
        note = _("If they ask for it (Art. 19). A letter leaves at once.")
        yield Step("tell_recipients", _("Tell them who was told"), note=note, seldom=True)


def lasting(request: SubjectRequest) -> Iterator[Step]:
    """A restriction outlasts the answer, and the closing of the case."""
    for exercise in restrictions.in_force(request):
        if not restrictions.why_not_announce(exercise):
            note = _("A letter leaves at once; lifting comes after it (Art. 18(3)).")
            label = _("Tell them that the restriction ends")
            yield Step(f"announce-{exercise.pk}", label, note=note, seldom=True)
        why = restrictions.why_not_lift(exercise)
        yield Step(f"lift-{exercise.pk}", _("Lift the restriction"), why)
