"""What a letter of a case says: values for the templates, all in the person's language."""

from datetime import datetime

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.correspondence.services.wording import Value
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise, SubjectRequest
from requests_app.services.deadlines import LEGAL_DEADLINE, OUR_PROMISE, controller_part
from requests_app.services.wording import say

QUOTED = 2_000  # characters of their words that a letter repeats; the case keeps them all
Status = Exercise.Status


def draft(
    request: SubjectRequest,
    template: str,
    *,
    by: User | None,
    now: datetime | None = None,
    **words: Value,
) -> Letter:
    """A letter of that template about the case, to the person; `words` fill what is special."""
    return letters.draft(
        request,
        template=template,
        language=request.language,
        to=request.answer_to,
        to_name=request.subject.name,
        context=_context(request) | words,
        by=by,
        now=now,
    )


def _context(request: SubjectRequest) -> dict[str, Value]:
    """What the templates may name; dates are those of the controller part's clocks."""
    part, language = controller_part(request), request.language
    due = {clock.rule_id: clock.due_on for clock in Clock.objects.about(part)}
    exercises = [e for e in part.exercises.all() if e.status not in Exercise.ANSWERLESS]
    values: dict[str, Value] = {
        "reference": request.reference,
        "name": request.subject.name,
        "request": _their_words(request, exercises),
        "received_on": local_date(request.received_at, Profile.current().time_zone),
        "promised_on": due[OUR_PROMISE],
        "due_on": due[LEGAL_DEADLINE],
        "searched": say("searched", language),
    }
    return values | _outcomes(exercises, language)


def _their_words(request: SubjectRequest, exercises: list[Exercise]) -> str:
    words = request.words or ", ".join(say(e.right, request.language) for e in exercises)
    return words if len(words) <= QUOTED else words[:QUOTED].rstrip() + " […]"


def _outcomes(exercises: list[Exercise], language: str) -> dict[str, Value]:
    """What was done, what was not, on which grounds and why."""
    done = [e for e in exercises if e.status in (Status.GRANTED, Status.PARTLY)]
    not_done = [e for e in exercises if e.status != Status.GRANTED]
    return {
        "answer": "\n\n".join(_done(e, language) for e in done),
        "refused": "\n".join(f"- {say(e.right, language)}" for e in not_done),
        "grounds": "; ".join(dict.fromkeys(filter(None, (_ground(e, language) for e in not_done)))),
        "reasons": "\n\n".join(dict.fromkeys(filter(None, (_why(e, language) for e in not_done)))),
    }


def _done(exercise: Exercise, language: str) -> str:
    return exercise.done or f"{say(exercise.right, language)}: {say('granted', language)}"


def _ground(exercise: Exercise, language: str) -> str:
    if exercise.status == Status.NOTHING_HELD:
        return say("nothing_held_ground", language)
    return say(exercise.ground, language) if exercise.ground else ""


def _why(exercise: Exercise, language: str) -> str:
    if exercise.status == Status.NOTHING_HELD:
        return (
            exercise.reasons or f"{say(exercise.right, language)}: {say('nothing_held', language)}"
        )
    return exercise.reasons
