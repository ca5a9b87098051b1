"""What must be recorded before a right is decided: each by its own article (GDPR Arts. 13-22)."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from requests_app.models import Basis, Exercise, RequestPart
from requests_app.models.basis import PORTABLE, bases_of
from requests_app.services import corrections, erasures
from requests_app.services.particulars import DECIDED, OF_ACCESS, Particulars

Right, Status, Ground = Exercise.Right, Exercise.Status, Exercise.Ground
DONE = (Status.GRANTED, Status.PARTLY)


def why_not(exercise: Exercise, outcome: str, ground: str, given: Particulars) -> str:
    """Why the right can't end so yet, in words; empty when all that it asks is recorded.

    A customer decides on its own part; what the law asks is its to record.
    """
    ours = exercise.part.capacity == RequestPart.Capacity.CONTROLLER
    if outcome not in DECIDED or not ours:
        return ""
    if ground == Ground.DOUBTED and exercise.part.request.identity_shown_at:
        return _("Identity is shown already; no doubt is left (Art. 12(6)).")
    if given.basis and given.basis not in dict(bases_of(exercise.right)):
        return _("That case of the law does not belong to %(right)s.") % {"right": exercise}
    return CONDITIONS[Right(exercise.right)](exercise, outcome, ground, given)


def _informed(exercise: Exercise, outcome: str, ground: str, given: Particulars) -> str:
    if outcome in DONE and not (given.words.get("notice", "").strip() and given.done_on):
        return _("Say which notice they were sent, and when (Arts. 13, 14).")
    return ""


def _access(exercise: Exercise, outcome: str, ground: str, given: Particulars) -> str:
    """Whatever is told, all of it is: a copy alone is half an answer (Art. 15(1))."""
    if outcome not in DONE or not any(given.words.values()):
        return ""
    if all(given.words.get(name, "").strip() for name in OF_ACCESS):
        return ""
    return _("Art. 15(1) asks for purposes, categories, recipients, how long, and the source.")


def _rectification(exercise: Exercise, outcome: str, ground: str, given: Particulars) -> str:
    return corrections.why_not_done(exercise) if outcome == Status.GRANTED else ""


def _erasure(exercise: Exercise, outcome: str, ground: str, given: Particulars) -> str:
    if outcome in DONE and not given.basis:
        return _("Say which case of Art. 17(1) it is.")
    return erasures.why_not_end(exercise, outcome, given.erased)


def _restriction(exercise: Exercise, outcome: str, ground: str, given: Particulars) -> str:
    return "" if given.basis or outcome not in DONE else _("Say which case of Art. 18(1) it is.")


def _portability(exercise: Exercise, outcome: str, ground: str, given: Particulars) -> str:
    if not given.basis and outcome in DONE:
        return _("Say on what the processing rests: consent or contract (Art. 20(1)(a)).")
    if outcome in DONE and given.basis not in PORTABLE:
        return _(
            "Only data processed by consent or contract are portable. Refuse it on the ground "
            "that its conditions are not met, and say so."
        )
    return ""


def _objection(exercise: Exercise, outcome: str, ground: str, given: Particulars) -> str:
    if not given.basis:
        return _("Say against what they object: marketing, or something else (Art. 21).")
    if given.basis == Basis.MARKETING:
        if outcome != Status.GRANTED:
            return _("Marketing stops at once; that is never refused (Art. 21(3)).")
        return "" if given.done_on else _("Say on which day marketing to them stopped.")
    balanced = given.words.get("interest", "").strip() and given.words.get("balance", "").strip()
    if outcome != Status.GRANTED and not balanced:
        return _("Record the balance: whose interest, and why it outweighs theirs (Art. 21(1)).")
    return ""


def _human_review(exercise: Exercise, outcome: str, ground: str, given: Particulars) -> str:
    looked = given.done_by and given.done_on and given.words.get("finding", "").strip()
    if given.basis and looked:
        return ""
    return _("Record the human review: who looked, when, and what they found (Art. 22(3)).")


Condition = Callable[[Exercise, str, str, Particulars], str]
CONDITIONS: dict[Exercise.Right, Condition] = {
    Right.INFORMED: _informed,
    Right.ACCESS: _access,
    Right.RECTIFICATION: _rectification,
    Right.ERASURE: _erasure,
    Right.RESTRICTION: _restriction,
    Right.PORTABILITY: _portability,
    Right.OBJECTION: _objection,
    Right.NO_AUTOMATED_DECISION: _human_review,
}
