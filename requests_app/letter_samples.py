"""A request lends its values, so that a text of a letter can be tried before it is used."""

from collections.abc import Mapping

from dpo_office.correspondence.services.wording import Value
from requests_app.models import SubjectRequest
from requests_app.services import writing


class RequestSamples:
    identifier = "requests"

    def sample(
        self, reference: str, language: str
    ) -> tuple[SubjectRequest, Mapping[str, Value]] | None:
        """Of a case whose person was not taken out of it; in the language of the text."""
        cases = SubjectRequest.objects.filter(reference=reference, redacted_at=None)
        case = cases.select_related("subject").first()
        return (case, writing.values_of(case, language)) if case else None
