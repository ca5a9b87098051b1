"""What can be done with many requests at once: each by the service that does it with one."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.correspondence.models import Letter
from dpo_office.lib.door_shapes import Done
from dpo_office.organisation.models import User
from dpo_office.worklist.models import BulkItem, BulkRun
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import (
    decision,
    handing,
    import_sheet,
    importing,
    merging,
    same_letter,
)


class OnCases:
    """Each record is a request."""

    follow = ""

    def address(self, item: BulkItem) -> str:
        return reverse("admin:requests_app_subjectrequest_change", args=[item.number])

    def do(self, number: int, *, run: BulkRun) -> Done:
        return self.act(SubjectRequest.objects.get(pk=number), run)

    def act(self, case: SubjectRequest, run: BulkRun) -> Done:
        raise NotImplementedError


class Assign(OnCases):
    identifier = "assign"
    right = "requests_app.assign_subjectrequest"
    title = gettext_lazy("Hand requests over")

    def act(self, case: SubjectRequest, run: BulkRun) -> Done:
        handing.hand_over(case, to=User.objects.get(pk=run.data["to"]), by=run.by)
        return Done()


class EndAsSpam(OnCases):
    identifier = "end_as_spam"
    right = "requests_app.end_as_spam_subjectrequest"
    title = gettext_lazy("End as no request")

    def act(self, case: SubjectRequest, run: BulkRun) -> Done:
        outcome, reasons = Exercise.Status.NOT_A_REQUEST, run.data["reasons"]
        decision.decide_all(case, outcome=outcome, reasons=reasons, by=run.by)
        return Done()


class Merge(OnCases):
    identifier = "merge"
    right = "requests_app.merge_subjectrequest"
    title = gettext_lazy("Merge duplicates")

    def act(self, case: SubjectRequest, run: BulkRun) -> Done:
        into = merging.merge(case, into=SubjectRequest.objects.get(pk=run.data["into"]), by=run.by)
        return Done(_("goes on in %(case)s") % {"case": into})


class DraftLetters(OnCases):
    identifier = "draft_letters"
    right = "requests_app.same_letter_subjectrequest"
    title = gettext_lazy("Write the same letter")
    follow = "send_letters"

    def act(self, case: SubjectRequest, run: BulkRun) -> Done:
        words = {"question": run.data.get("question", "")}
        letter = same_letter.draft(
            case, run.data["letter"], **words, by=run.by, now=timezone.now()
        )  # fmt: skip
        return Done(_("drafted"), made=letter.pk)

    def address(self, item: BulkItem) -> str:
        """The draft, to be read and changed; else the case."""
        if item.made:
            return reverse("admin:correspondence_letter_change", args=[item.made])
        return super().address(item)


class SendLetters:
    identifier = "send_letters"
    right = "requests_app.send_answer_subjectrequest"
    title = gettext_lazy("Send these letters")
    follow = ""

    def do(self, number: int, *, run: BulkRun) -> Done:
        letter = Letter.objects.select_related("version__template").get(pk=number)
        same_letter.send(letter, by=run.by, now=timezone.now())
        return Done(_("on its way"))

    def address(self, item: BulkItem) -> str:
        return reverse("admin:correspondence_letter_change", args=[item.number])


class ImportRequests:
    """Each record is a row of the run's workbook."""

    identifier = importing.KIND
    right = "requests_app.import_requests_subjectrequest"
    title = gettext_lazy("Import requests")
    yes = gettext_lazy("Import the %(n)d good rows")
    follow = ""

    def do(self, number: int, *, run: BulkRun) -> Done:
        row = importing.rows_of(run)[number]
        case = importing.take_over(row, by=run.by, now=timezone.now())
        return Done(str(case), made=case.pk)

    def address(self, item: BulkItem) -> str:
        if not item.made:
            return ""
        return reverse("admin:requests_app_subjectrequest_change", args=[item.made])

    def not_done(self, run: BulkRun) -> Iterator[bytes]:
        """The rows that were not taken, as a workbook that can be mended and sent again."""
        rows = importing.rows_of(run)
        items = run.items.filter(state=BulkItem.State.REFUSED)
        return import_sheet.given_back((rows[i.number], i.why) for i in items)


DEEDS: list[Any] = [ImportRequests(), Assign(), EndAsSpam(), Merge(), DraftLetters(), SendLetters()]
