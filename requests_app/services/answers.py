"""What an answer says of each right: what was done, what was not, on which ground and why.

Each right has its passage, a text that the office edits; its values come from what was recorded
(GDPR Arts. 12(3), (4), 13 to 22).
"""

from collections.abc import Callable, Mapping

from dpo_office.correspondence.models import Template
from dpo_office.correspondence.services import wording
from dpo_office.correspondence.services.wording import Value, day_in_words
from dpo_office.lib.periods import local_date
from dpo_office.lib.placeholders import fill
from dpo_office.organisation.models import Profile
from requests_app.models import Basis, ErasureItem, Exercise, RequestPart, Restriction
from requests_app.services.wording import say

Right, Status, Fate = Exercise.Right, Exercise.Status, ErasureItem.Fate
DONE = (Status.GRANTED, Status.PARTLY)
Passage = tuple[str, Mapping[str, Value]] | None  # key and values; None: its words say it all


def outcomes(exercises: list[Exercise], language: str) -> dict[str, Value]:
    """The values of an answer; a right that is granted in part is told on both sides."""
    done = [e for e in exercises if e.status in DONE]
    not_done = [e for e in exercises if e.status != Status.GRANTED]
    grounds = dict.fromkeys(filter(None, (_ground(e, language) for e in not_done)))
    reasons = dict.fromkeys(filter(None, (_why(e, language) for e in not_done)))
    return {
        "answer": "\n\n".join(_titled(e, done_words(e, language), done, language) for e in done),
        "refused": "\n".join(f"- {say(e.right, language)}" for e in not_done),
        "grounds": "; ".join(grounds),
        "reasons": "\n\n".join(reasons),
    }


def done_words(exercise: Exercise, language: str) -> str:
    """What was done for one right, in words that its person reads."""
    ours = exercise.part.capacity == RequestPart.Capacity.CONTROLLER
    passage = PASSAGES[Right(exercise.right)](exercise, language) if ours else None
    texts = [exercise.done, passage_words(passage, language) if passage else ""]
    said = "\n\n".join(filter(None, texts))
    return said or f"{say(exercise.right, language)}: {say('granted', language)}"


def passage_words(passage: tuple[str, Mapping[str, Value]], language: str) -> str:
    """The newest text of that passage, filled. Raises LetterRefused or PlaceholderRefused."""
    key, values = passage
    text = wording.current_text(Template.objects.get(key=key), language).body
    return fill(text, wording.office_values(language) | wording.in_words(values, language))


def _titled(exercise: Exercise, words: str, all_done: list[Exercise], language: str) -> str:
    """Of several rights each begins with its name."""
    if len(all_done) == 1:
        return words
    title = say(exercise.right, language)
    return f"{title[:1].upper()}{title[1:]}\n\n{words}"


def _ground(exercise: Exercise, language: str) -> str:
    if exercise.status == Status.NOTHING_HELD:
        return say("nothing_held_ground", language)
    return say(exercise.ground, language) if exercise.ground else ""


def _why(exercise: Exercise, language: str) -> str:
    if exercise.status == Status.NOTHING_HELD:
        return (
            exercise.reasons or f"{say(exercise.right, language)}: {say('nothing_held', language)}"
        )
    beside = _beside_refusal(exercise, language) if exercise.status in Exercise.GROUNDED else None
    texts = [exercise.reasons, passage_words(beside, language) if beside else ""]
    return "\n\n".join(filter(None, texts))


def _beside_refusal(exercise: Exercise, language: str) -> Passage:
    """What a refusal tells beside its reasons: items kept, the balance, the human's finding."""
    if exercise.right == Right.ERASURE:
        kept = [_kept(item, language) for item in exercise.items.filter(fate=Fate.KEPT)]
        return ("told_kept", {"kept": "\n".join(kept)}) if kept else None
    if exercise.right == Right.OBJECTION and exercise.particulars.get("balance"):
        return "told_overridden", {
            name: exercise.particulars[name] for name in ("interest", "balance")
        }
    if exercise.right == Right.NO_AUTOMATED_DECISION and exercise.status == Status.REFUSED:
        return _human_review(exercise, language)
    return None


def _kept(item: ErasureItem, language: str) -> str:
    return f"- {item.what}: {say(item.exemption, language)}. {item.why}"


def _informed(exercise: Exercise, language: str) -> Passage:
    if not exercise.done_on:
        return None
    return "told_informed", {"notice": exercise.particulars["notice"], "sent_on": exercise.done_on}


def _access(exercise: Exercise, language: str) -> Passage:
    if not exercise.particulars:
        return None
    none = {"transfers": say("no_transfers", language), "automated": say("not_automated", language)}
    return "told_access", none | exercise.particulars


def _rectification(exercise: Exercise, language: str) -> Passage:
    items = [item for item in exercise.corrections.select_related("task") if item.is_done]
    lines = [
        "- "
        + say("corrected" if item.old else "completed", language).format(
            what=item.what, old=item.old, new=item.new
        )
        for item in items
    ]
    return ("told_rectification", {"items": "\n".join(lines)}) if lines else None


def _erasure(exercise: Exercise, language: str) -> Passage:
    lines = [f"- {item.what}" for item in exercise.items.filter(fate=Fate.ERASED)]
    return ("told_erasure", {"items": "\n".join(lines)}) if lines else None


def _restriction(exercise: Exercise, language: str) -> Passage:
    restriction = Restriction.objects.filter(exercise=exercise).first()
    if restriction is None:
        return None
    until = say("until_gone", language)
    if restriction.until:
        day = day_in_words(restriction.until, language)
        until = say("until_day", language).format(day=day)
    since = local_date(restriction.since, Profile.current().time_zone)
    return "told_restriction", {"since": since, "until": until}


def _portability(exercise: Exercise, language: str) -> Passage:
    return "told_portability", {}


def _objection(exercise: Exercise, language: str) -> Passage:
    if exercise.basis == Basis.MARKETING and exercise.done_on:
        return "told_marketing", {"stopped_on": exercise.done_on}
    return "told_objection", {}


def _human_review(exercise: Exercise, language: str) -> Passage:
    if not exercise.done_on:
        return None
    key = "told_human_review" if exercise.basis == Basis.AUTOMATED else "told_not_automated"
    return key, {"reviewed_on": exercise.done_on, "finding": exercise.particulars["finding"]}


PASSAGES: dict[Exercise.Right, Callable[[Exercise, str], Passage]] = {
    Right.INFORMED: _informed,
    Right.ACCESS: _access,
    Right.RECTIFICATION: _rectification,
    Right.ERASURE: _erasure,
    Right.RESTRICTION: _restriction,
    Right.PORTABILITY: _portability,
    Right.OBJECTION: _objection,
    Right.NO_AUTOMATED_DECISION: _human_review,
}
