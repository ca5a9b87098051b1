"""Where answers to a request may go: the address at which the person was shown to be (P5.1)."""

from requests_app.models import SubjectRequest


class RequestAddressee:
    model = "requests_app.subjectrequest"

    def verified_address(self, pk: int) -> str:
        shown = SubjectRequest.objects.filter(pk=pk, identity_shown_at__isnull=False)
        return shown.values_list("answer_to", flat=True).first() or ""
