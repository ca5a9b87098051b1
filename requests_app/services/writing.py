"""What a letter of a case says: values for the templates, all in the person's language."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.correspondence.services.wording import Value, day_in_words
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise, Fee, SubjectRequest
from requests_app.services import answers, mandates
from requests_app.services.deadlines import LEGAL_DEADLINE, OUR_PROMISE, controller_part
from requests_app.services.wording import say

QUOTED = 2_000  # characters of their words that a letter repeats; the case keeps them all


def draft(
    request: SubjectRequest,
    template: str,
    /,
    *,
    by: User | None,
    now: datetime | None = None,
    **words: Value,
) -> Letter:
    """A letter of that template about the case, to the person or to whoever acts for them.

    `words` fill what is special.
    """
    return draft_with_secrets(request, template, words, secrets={}, by=by, now=now)


def draft_with_secrets(
    request: SubjectRequest,
    template: str,
    words: Mapping[str, Value],
    *,
    secrets: Mapping[str, str],
    by: User | None,
    now: datetime | None = None,
) -> Letter:
    """As `draft`; the `secrets` take the place of their marks in the mail alone."""
    return letters.draft(
        request,
        template=template,
        language=request.language,
        to=request.answer_to,
        to_name=addressee(request),
        context=values_of(request, request.language) | dict(words),
        secrets=secrets,
        by=by,
        now=now,
    )


def addressee(request: SubjectRequest, language: str = "") -> str:
    """Whom a letter addresses; a representative is named with the person (P4.1)."""
    mandate = mandates.current(request)
    if mandate is None:
        return request.subject.name
    acting = say("acting_for", language or request.language) % {"who": request.subject.name}
    return f"{mandate.name} ({acting})"[:200]


def values_of(request: SubjectRequest, language: str) -> dict[str, Value]:
    """What the templates may name; dates are those of the controller part's clocks."""
    part = controller_part(request)
    due = {clock.rule_id: clock.due_on for clock in Clock.objects.about(part)}
    asked = list(part.exercises.select_related("part"))
    exercises = [e for e in asked if e.status not in Exercise.ANSWERLESS]
    values: dict[str, Value] = {
        "reference": request.reference,
        "name": addressee(request, language),
        "request": _their_words(request, exercises or asked, language),
        "received_on": local_date(request.received_at, Profile.current().time_zone),
        "promised_on": due[OUR_PROMISE],
        "due_on": due[LEGAL_DEADLINE],
        "searched": say("searched", language),
        "charge": _charge(request, language),
    }
    return values | answers.outcomes(exercises, language)


def asked_and_passed_on(request: SubjectRequest) -> str:
    """What they asked, and to whom the rest of it went: an answer names that (P2.1)."""
    ours = controller_part(request).exercises.exclude(status__in=Exercise.ANSWERLESS)
    said = _their_words(request, list(ours), request.language)
    gone = request.parts.of_customers().filter(passed_on_at__isnull=False)
    if names := "\n".join(f"- {part.customer}" for part in gone):
        said += f"\n\n{say('went_to', request.language)}\n{names}"
    return said


def _their_words(request: SubjectRequest, exercises: list[Exercise], language: str) -> str:
    words = request.words or ", ".join(say(e.right, language) for e in exercises)
    return words if len(words) <= QUOTED else words[:QUOTED].rstrip() + " […]"


def _charge(request: SubjectRequest, language: str) -> str:
    """That the answer is free, or the fee that was told before (P5.2)."""
    fee = Fee.objects.filter(request=request, waived_at=None).first()
    if fee is None:
        return say("free", language)
    day = local_date(fee.asked_at, Profile.current().time_zone)
    words = {"day": day_in_words(day, language), "amount": euros(fee.amount, language)}
    return say("with_fee", language).format(**words)


def euros(amount: Decimal, language: str) -> str:
    """An amount as that language writes it: €12.50, 12,50 €."""
    return f"€{amount:.2f}" if language == "en" else f"{amount:.2f} €".replace(".", ",")
