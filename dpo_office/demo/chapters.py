"""What the demo's desk does with one request, step by step, each at its own time."""

from datetime import datetime

from dpo_office.correspondence.models import Letter
from dpo_office.demo import mail, parts
from dpo_office.demo.post import Post
from dpo_office.demo.rights import Rights
from dpo_office.organisation.models import User
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import decision, extension, identity, mail_intake, questions, replies

WAYS = {  # each comes as far as its last word says
    "logged": (),
    "acknowledged": ("acknowledge",),
    "acknowledgement_failed": ("acknowledge", "lose"),
    "identified": ("acknowledge", "identify"),
    "passed_on": ("acknowledge", "identify", "pass_on"),
    "represented": ("represent",),
    "heard": ("acknowledge", "hear"),
    "asked": ("acknowledge", "ask_identity"),
    "clarified": ("acknowledge", "identify", "ask_question"),
    "extended": ("acknowledge", "identify", "extend"),
    "advised": ("acknowledge", "identify", "advise"),
    "decided": ("acknowledge", "identify", "advise", "grant"),
    "written": ("acknowledge", "identify", "grant", "write"),
    "answered": ("acknowledge", "identify", "grant", "write", "send"),
    "answer_failed": ("acknowledge", "identify", "grant", "write", "send", "lose"),
}


class Chapters:
    """Acts as the first of `users`, whose texts are in the person's language."""

    def __init__(self, texts: dict[str, dict[str, str]], users: list[User], post: Post) -> None:
        self.texts, self.users, self.post = texts, users, post
        self.by = users[0]
        self.rights = Rights(texts, by=users[0], colleague=users[1])

    def until(self, end: str, case: SubjectRequest, first: datetime, later: datetime) -> None:
        """Take the steps of that way: the acknowledgement at `first`, all others at `later`."""
        for step in WAYS[end]:
            getattr(self, step)(case, first if step == "acknowledge" else later)
            case.refresh_from_db()

    def answer(self, case: SubjectRequest, outcome: str, at: datetime, sent: datetime) -> None:
        """From acknowledgement to the answer, or to the end of a case that needs none."""
        self.acknowledge(case, at)
        if outcome in Exercise.ANSWERLESS:
            self._all(case, outcome, at)
            return
        if outcome != Exercise.Status.CANNOT_IDENTIFY:
            self.identify(case, at)
        self._decide(case, outcome, at)
        case.refresh_from_db()
        self.write(case, at)
        self.send(case, sent)

    def acknowledge(self, case: SubjectRequest, at: datetime) -> None:
        replies.acknowledge(case, by=self.by, now=at)

    def lose(self, case: SubjectRequest, at: datetime) -> None:
        """The last letter will not arrive."""
        letter = replies.answer_of(case) or Letter.objects.about(case).first()
        if letter:
            self.post.lose(letter)

    def hear(self, case: SubjectRequest, at: datetime) -> None:
        """The person wrote once more, and the mail was dropped on the case."""
        name, words = case.subject.name, self._text("more", case)
        said = {"name": name, "email": case.answer_to, "words": words, "answers": case.reference}
        with mail.came(**said, received_at=at, by=self.by, now=at) as came:
            mail_intake.record_mail(case, came, received_at=at, by=self.by, now=at)

    def identify(self, case: SubjectRequest, at: datetime) -> None:
        identity.confirm(case, proof="known_address", by=self.by, now=at)

    def pass_on(self, case: SubjectRequest, at: datetime) -> None:
        parts.passed_to_two(case, by=self.by, at=at)

    def represent(self, case: SubjectRequest, at: datetime) -> None:
        parts.represented(case, by=self.by, at=at)

    def ask_identity(self, case: SubjectRequest, at: datetime) -> None:
        identity.ask(
            case,
            doubt="The address that wrote to us is not the one of the account.",
            needed="An answer from the account's own address.",
            by=self.by,
            now=at,
        )

    def ask_question(self, case: SubjectRequest, at: datetime) -> None:
        questions.ask(case, question="Which of your two accounts do you mean?", by=self.by, now=at)

    def extend(self, case: SubjectRequest, at: datetime) -> None:
        reason = "Three archives have to be searched by hand, for each of your two accounts."
        extension.extend(case, reason=reason, by=self.by, now=at)

    def advise(self, case: SubjectRequest, at: datetime) -> None:
        for exercise in self._rights(case):
            advice = "Grant it: the person is known, and nothing here is anybody else's."
            decision.advise(exercise, advice=advice, by=self.users[1], now=at)

    def grant(self, case: SubjectRequest, at: datetime) -> None:
        self._decide(case, "granted", at)

    def write(self, case: SubjectRequest, at: datetime) -> None:
        replies.draft_answer(case, by=self.by, now=at)

    def send(self, case: SubjectRequest, at: datetime) -> None:
        replies.send_answer(case, by=self.by, now=at)

    def _decide(self, case: SubjectRequest, outcome: str, at: datetime) -> None:
        if outcome in ("nothing_held", "cannot_identify"):
            self._all(case, outcome, at)
            return
        by = self.users[2] if outcome in Exercise.GROUNDED else self.by  # management refuses
        for exercise in self._rights(case):
            self.rights.gather(exercise, outcome, at)
            given = self.rights.given(exercise, outcome, at)
            words = self._words(exercise, outcome)
            decision.decide(exercise, outcome=outcome, by=by, now=at, particulars=given, **words)
            self.rights.tell_others(exercise, at)

    def _all(self, case: SubjectRequest, outcome: str, at: datetime) -> None:
        reasons = "" if outcome == "nothing_held" else self._text("unknown", case)
        if outcome in Exercise.ANSWERLESS:
            reasons = "Told us so by telephone."
        decision.decide_all(case, outcome=outcome, reasons=reasons, by=self.by, now=at)

    def _words(self, exercise: Exercise, outcome: str) -> dict[str, str]:
        case = exercise.part.request
        if outcome == "granted":
            return {"done": self._text("granted", case)}
        if outcome == "refused":
            return {"ground": "12_5_excessive", "reasons": self._text("reasons", case)}
        ground = "17_3_b_legal_duty" if exercise.right == "erasure" else "conditions"
        done, reasons = self._text("granted", case), self._text("rest", case)
        return {"ground": ground, "done": done, "reasons": reasons}

    def _text(self, key: str, case: SubjectRequest) -> str:
        return self.texts[key][case.language]

    @staticmethod
    def _rights(case: SubjectRequest) -> list[Exercise]:
        rights = Exercise.objects.filter(part__request=case)
        return list(rights.select_related("part__request"))
