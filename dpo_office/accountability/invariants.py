"""What must always hold of enquiries and matters; references only, never values (F5, F6)."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet

from dpo_office.accountability.models import Enquiry, Matter, MatterPaper
from dpo_office.accountability.services.redaction import BLANK
from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import CaseNumber
from dpo_office.worklist.models import Clock

SERIES = {"EQ": Enquiry, "MT": Matter}


class NumbersAreCases:
    """Every number that was given is an enquiry or a matter."""

    identifier = "accountability_received"
    sentence = "Every reference of an enquiry or a matter that was given is there."

    def broken(self) -> list[str]:
        rows = CaseNumber.objects.filter(series__in=SERIES).order_by("series", "year")
        return [line for row in rows for line in _missing(row)]


def _missing(row: CaseNumber) -> Iterator[str]:
    start = f"{row.series}-{row.year}-"
    given = SERIES[row.series].objects.filter(reference__startswith=start)
    known = {int(r.rpartition("-")[2]) for r in given.values_list("reference", flat=True)}
    for number in sorted(set(range(1, row.last + 1)) ^ known):
        yield f"{start}{number:04}: number and case do not agree"


class StatesAndClocksAgree:
    """The promise runs while an enquiry is open; nothing runs for what is over."""

    identifier = "accountability_states"
    sentence = "Clocks of enquiries and matters run while these are open, and not after."

    def broken(self) -> list[str]:
        enquiries = Enquiry.objects.filter(
            Q(status="open") & ~_runs(Enquiry) | ~Q(status="open") & _runs(Enquiry)
        )
        matters = Matter.objects.filter(~Q(status="open") & _runs(Matter))
        return [
            *_lines(enquiries, "its clock does not agree with its state"),
            *_lines(matters, "it is over, but a deadline runs"),
        ]


def _runs(model: type) -> Exists:
    running = Clock.objects.running().filter(about_type=_type(model), about_id=OuterRef("pk"))
    return Exists(running)


class NobodyIsLeftBehind:
    """A redacted enquiry or matter, its letters and papers hold no word about a person (F5)."""

    identifier = "accountability_redacted"
    sentence = "A redacted enquiry or matter holds no word about a person."

    def broken(self) -> list[str]:
        told = MatterPaper.objects.exclude(sender="", note="")
        found = [
            *_lines(
                Matter.objects.filter(status="redacted", pk__in=told.values("matter_id")),
                "redacted, but what came in is there",
            )
        ]
        for model, blank in BLANK.items():
            redacted = model._default_manager.filter(status="redacted")
            letters = Letter.objects.filter(about_type=_type(model), redacted_at=None)
            found += _lines(redacted.exclude(**blank), "redacted, but words are there")
            found += _lines(
                redacted.filter(pk__in=letters.values("about_id")), "redacted, but a letter is not"
            )
        return found


def _type(model: type) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _lines(rows: QuerySet, words: str) -> list[str]:
    references = rows.order_by("pk").values_list("reference", flat=True)
    return [f"{reference}: {words}" for reference in references]
