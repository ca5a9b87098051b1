"""How a request sends its letters: the answer is a step of the case, other letters just leave."""

from typing import Any

from django.utils import timezone

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from requests_app.models import SubjectRequest
from requests_app.services import mandates, replies


class RequestLetters:
    model = "requests_app.subjectrequest"

    def verified_address(self, pk: int) -> str:
        """P5.1: where the person, or who may act for them, was shown to be."""
        shown = SubjectRequest.objects.filter(pk=pk, identity_shown_at__isnull=False)
        case = shown.first()
        if case is None or mandates.why_not_speak(case, timezone.now()):
            return ""
        return case.answer_to

    def why_not_send(self, letter: Letter) -> str:
        return replies.why_not_answer(letter.about) if self._answers(letter) else ""

    def send(self, letter: Letter, *, by: Any) -> None:
        if self._answers(letter):
            replies.send_answer(letter.about, by=by)
        else:
            letters.send(letter, by=by)

    @staticmethod
    def _answers(letter: Letter) -> bool:
        return replies.answer_of(letter.about) == letter
