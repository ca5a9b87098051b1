"""What the demo's desk records for each right: items, the case of the law, what a human found."""

from datetime import datetime

from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile, User
from requests_app.models import Exercise
from requests_app.services import corrections, erasures, recipients
from requests_app.services.particulars import OF_ACCESS, Particulars

Right, Status = Exercise.Right, Exercise.Status
BASES = {
    Right.ERASURE: "17_1_b",
    Right.RESTRICTION: "18_1_a",
    Right.PORTABILITY: "20_1_contract",
    Right.NO_AUTOMATED_DECISION: "22_automated",
}


class Rights:
    """`texts` are in the language of the person; a colleague corrects what is wrong."""

    def __init__(self, texts: dict[str, dict[str, str]], by: User, colleague: User) -> None:
        self.texts, self.by, self.colleague = texts, by, colleague

    def gather(self, exercise: Exercise, outcome: str, at: datetime) -> None:
        """The items of a right, before it is decided."""
        if exercise.right == Right.RECTIFICATION and outcome in (Status.GRANTED, Status.PARTLY):
            item = {name: self._text(name, exercise) for name in ("what", "old", "new")}
            corrections.ask(exercise, **item, to=self.colleague, done=True, by=self.by, now=at)
        if exercise.right == Right.ERASURE and outcome == Status.PARTLY:
            kept = {"what": self._text("kept", exercise), "why": self._text("rest", exercise)}
            exemption = Exercise.Ground.LEGAL_DUTY
            erasures.keep(exercise, **kept, exemption=exemption, by=self.by, now=at)

    def given(self, exercise: Exercise, outcome: str, at: datetime) -> Particulars:
        """What is recorded with the decision."""
        refused, right = outcome != Status.GRANTED, Right(exercise.right)
        basis = BASES.get(right, "")
        if right == Right.OBJECTION:
            basis = "21_1_interests" if refused else "21_2_marketing"
        names = {
            Right.INFORMED: ("notice",),
            Right.ACCESS: OF_ACCESS,
            Right.OBJECTION: ("interest", "balance") if refused else (),
            Right.NO_AUTOMATED_DECISION: ("finding",),
        }.get(right, ())
        erased = right == Right.ERASURE and outcome != Status.REFUSED
        return Particulars(
            basis=basis,
            words={name: self._text(name, exercise) for name in names},
            erased=(self._text("erased", exercise),) if erased else (),
            done_on=local_date(at, Profile.current().time_zone),
            done_by=self.colleague,
        )

    def tell_others(self, exercise: Exercise, at: datetime) -> None:
        """Whoever had the data is told (Art. 19)."""
        if not recipients.why_not_note(exercise):
            day = local_date(at, Profile.current().time_zone)
            name = "Newsletter service (processor)"
            recipients.note(exercise, name=name, told_on=day, by=self.by, now=at)

    def _text(self, key: str, exercise: Exercise) -> str:
        return self.texts[key][exercise.part.request.language]
