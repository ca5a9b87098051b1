"""What must always hold of requests (security bar, 3.1 to 3.3); references only, never values."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dpo_office.correspondence.models import Incoming, Letter
from dpo_office.correspondence.services.propriety import mail_address
from dpo_office.evidence.models import CaseNumber, Event
from dpo_office.parties.models import DataSubject
from dpo_office.worklist.models import Clock
from requests_app.models import (
    Correction,
    ErasureItem,
    Exercise,
    Fee,
    Note,
    Recipient,
    RequestPart,
    Restriction,
    SubjectRequest,
)
from requests_app.part_invariants import left_in_parts
from requests_app.services.replies import ALL_ANSWERS

Status = SubjectRequest.Status


class NothingIsLost:
    """Every number that was given is a case, and the trail tells of its receipt."""

    identifier = "requests_received"
    sentence = "Every reference that was given is a case, and the trail tells of its receipt."

    def broken(self) -> list[str]:
        logged = Event.objects.filter(
            kind="request.logged", about_type=_type(SubjectRequest), about_id=OuterRef("pk")
        )
        silent = SubjectRequest.objects.exclude(Exists(logged))
        return [*_missing_numbers(), *_lines(silent, "the trail does not tell of its receipt")]


def _missing_numbers() -> Iterator[str]:
    for series in CaseNumber.objects.filter(series="SR").order_by("year"):
        start = f"SR-{series.year}-"
        given = SubjectRequest.objects.filter(reference__startswith=start)
        known = {int(r.rpartition("-")[2]) for r in given.values_list("reference", flat=True)}
        for number in sorted(set(range(1, series.last + 1)) ^ known):
            yield f"{start}{number:04}: number and case do not agree"


class StatesTellTheTruth:
    """A case's state agrees with its rights, its clocks and its letters."""

    identifier = "requests_states"
    sentence = "The state of every case agrees with its rights, its clocks and its letters."

    def broken(self) -> list[str]:
        open_rights = Exercise.objects.filter(
            part__request=OuterRef("pk"), status=Exercise.Status.OPEN
        )
        undecided = [Status.RECEIVED, Status.ACKNOWLEDGED]
        cases = SubjectRequest.objects.order_by("pk")
        return [
            *_lines(
                cases.filter(Exists(open_rights)).exclude(status__in=undecided),
                "a right is open, but the case says that it is decided",
            ),
            *_lines(
                cases.filter(~Exists(open_rights), status__in=undecided),
                "every right is decided, but the case does not say so",
            ),
            *_lines(cases.filter(closed_at__isnull=True, parts=None), "it has no part"),
            *_lines(_clocks_apart(cases), "its clocks do not agree with its state"),
            *_lines(_unanswered(cases), "closed, but no answer of it left"),
        ]


def _clocks_apart(cases: QuerySet[SubjectRequest]) -> QuerySet[SubjectRequest]:
    """While a case waits for its answer both clocks of our part run; afterwards none does."""
    parts = RequestPart.objects.filter(request=OuterRef("pk"), capacity="controller")
    running = Clock.objects.running().filter(about_type=_type(RequestPart))
    for rule in ("our_promise", "dsr_base"):
        of_rule = running.filter(rule_id=rule).values("about_id")
        parts = parts.filter(pk__in=of_rule)
    ours = RequestPart.objects.ours().filter(request=OuterRef("pk"))
    any_runs = ours.filter(pk__in=running.values("about_id"))
    waits = Q(answered_at=None, closed_at=None)
    return cases.filter(waits & ~Exists(parts) | ~waits & Exists(any_runs))


def _unanswered(cases: QuerySet[SubjectRequest]) -> QuerySet[SubjectRequest]:
    sent = Letter.objects.sent().of_kind(*ALL_ANSWERS).filter(about_type=_type(SubjectRequest))
    closed = cases.filter(status=Status.CLOSED, imported_at=None)  # others were answered elsewhere
    return closed.exclude(pk__in=sent.values("about_id"))


class AnswersGoToTheVerified:
    """No answer that says something about a person went elsewhere than where they were shown."""

    identifier = "answers_addressee"
    sentence = "Answers leave only for the address that was shown to be the person's."

    def broken(self) -> list[str]:
        left = Letter.objects.filter(
            version__template__is_answer=True,
            about_type=_type(SubjectRequest),
            redacted_at=None,
            channel=Letter.Channel.MAIL,
        ).exclude(status__in=[Letter.Status.DRAFT, Letter.Status.DISCARDED])
        shown = SubjectRequest.objects.filter(
            pk=OuterRef("about_id"),
            identity_shown_at__isnull=False,
            answer_to__iexact=OuterRef("to"),
        )
        # An address that changed after a letter had left says nothing about that letter.
        changed = Event.objects.filter(
            kind="request.address_changed",
            about_type=_type(SubjectRequest),
            about_id=OuterRef("about_id"),
            at__gte=OuterRef("frozen_at"),
        )
        return [
            f"{letter.about}: letter {letter.pk} went to an address that was not shown to be theirs"
            for letter in left.exclude(Exists(shown) | Exists(changed)).order_by("pk")
            if not _is_shown(letter)
        ]


def _is_shown(letter: Letter) -> bool:
    """The same address in the form that mail servers use (IDNA), which SQL can't compare."""
    case = letter.about
    return bool(case.identity_shown_at) and mail_address(case.answer_to) == letter.to


class NobodyIsLeftBehind:
    """A redacted case, its letters, messages and rights hold no word about the person (F5)."""

    identifier = "requests_redacted"
    sentence = "A redacted case holds no word about its person."

    def broken(self) -> list[str]:
        redacted = SubjectRequest.objects.filter(status=Status.REDACTED)
        words = redacted.exclude(words="", answer_to="", late_words="", former_reference="")
        rights = Exercise.objects.exclude(advice="", done="", reasons="", particulars={})
        items = [
            Correction.objects.exclude(what="", old="", new=""),
            ErasureItem.objects.exclude(what="", why=""),
            Recipient.objects.exclude(name="", why_not=""),
        ]
        letters = Letter.objects.filter(about_type=_type(SubjectRequest), redacted_at=None)
        notes = Note.objects.exclude(text="")
        said = Incoming.objects.filter(about_type=_type(SubjectRequest), redacted_at=None)
        needed = SubjectRequest.objects.filter(subject=OuterRef("pk"), redacted_at=None)
        named = DataSubject.objects.filter(redacted_at=None).exclude(Exists(needed))
        return [
            *_lines(words, "redacted, but its words or address are there"),
            *_lines(
                redacted.filter(pk__in=rights.values("part__request_id")),
                "redacted, but what was said of a right is there",
            ),
            *_lines(
                redacted.filter(Q(pk__in=Fee.objects.exclude(argument="").values("request_id")))
                | _of_items(redacted, items),
                "redacted, but what an item or a fee says is there",
            ),
            *_lines(
                redacted.filter(pk__in=letters.values("about_id")), "redacted, but a letter is not"
            ),
            *_lines(
                redacted.filter(pk__in=notes.values("request_id")), "redacted, but a note is not"
            ),
            *_lines(
                redacted.filter(pk__in=said.values("about_id")), "redacted, but a message is not"
            ),
            *_lines(redacted.filter(subject__in=named), "redacted, but its person is named"),
            *(line for found, why in left_in_parts(redacted) for line in _lines(found, why)),
        ]


def _of_items(cases: QuerySet[SubjectRequest], items: list[QuerySet]) -> QuerySet[SubjectRequest]:
    """Those of the cases to whose rights any of the rows belong."""
    belongs = Q()
    for rows in items:
        belongs |= Q(pk__in=rows.values("exercise__part__request_id"))
    return cases.filter(belongs)


class RestrictionsEndTold:
    """No restriction was lifted before the letter that tells of it had left (Art. 18(3))."""

    identifier = "restrictions_lifted"
    sentence = "No restriction was lifted before its notice had left."

    def broken(self) -> list[str]:
        lifted = Restriction.objects.filter(lifted_at__isnull=False)
        told = Q(notice__status=Letter.Status.SENT, notice__sent_at__lte=F("lifted_at"))
        untold = lifted.exclude(told).values("exercise__part__request_id")
        cases = SubjectRequest.objects.filter(pk__in=untold)
        return _lines(cases, "a restriction was lifted, but no notice had left before")


def _type(model: type) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _lines(cases: QuerySet[SubjectRequest], words: str) -> list[str]:
    references = cases.order_by("pk").values_list("reference", flat=True)
    return [f"{reference}: {words}" for reference in references]
