"""How enquiries and matters send their letters: the answer of an enquiry closes it."""

from typing import Any

from dpo_office.accountability.models import Enquiry
from dpo_office.accountability.services import answering, enquiries, matters
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters


class EnquiryLetters:
    model = "accountability.enquiry"

    def verified_address(self, pk: int) -> str:
        return Enquiry.objects.filter(pk=pk).values_list("address", flat=True).first() or ""

    def why_not_send(self, letter: Letter) -> str:
        return enquiries.why_not_answer(letter.about)

    def send(self, letter: Letter, *, by: Any) -> None:
        answering.sent(letter.about, letter, by=by)


class MatterLetters:
    model = "accountability.matter"

    def verified_address(self, pk: int) -> str:
        return ""  # no letter of a matter is an answer to a data subject

    def why_not_send(self, letter: Letter) -> str:
        return matters.why_over(letter.about)

    def send(self, letter: Letter, *, by: Any) -> None:
        letters.send(letter, by=by)
