"""On what each right rests: the case of the law that applies (GDPR Arts. 17, 18, 20 to 22)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """The case of the law; the beginning of the value is the article."""

    NOT_NEEDED = "17_1_a", _("not needed any more, Art. 17(1)(a)")
    CONSENT_WITHDRAWN = "17_1_b", _("consent withdrawn, and no other ground, Art. 17(1)(b)")
    OBJECTED = "17_1_c", _("objection honoured, or marketing, Art. 17(1)(c)")
    UNLAWFUL = "17_1_d", _("processed unlawfully, Art. 17(1)(d)")
    DUTY_TO_ERASE = "17_1_e", _("a legal duty to erase, Art. 17(1)(e)")
    CHILD = "17_1_f", _("collected from a child online, Art. 17(1)(f)")

    CONTESTED = "18_1_a", _("accuracy contested, while we verify it, Art. 18(1)(a)")
    KEPT_UNLAWFUL = "18_1_b", _("unlawful, but they want it kept, Art. 18(1)(b)")
    FOR_CLAIMS = "18_1_c", _("they need it for legal claims, Art. 18(1)(c)")
    OBJECTION_PENDING = "18_1_d", _("while their objection is balanced, Art. 18(1)(d)")

    CONSENT = "20_1_consent", _("we process it by their consent")
    CONTRACT = "20_1_contract", _("we process it for a contract with them")
    NEITHER = "20_1_neither", _("neither: the right does not apply")

    MARKETING = "21_2_marketing", _("direct marketing, Art. 21(2)")
    INTERESTS = "21_1_interests", _("legitimate interests or a public task, Art. 21(1)")
    RESEARCH = "21_6_research", _("research or statistics, Art. 21(6)")

    NOT_AUTOMATED = "22_not_automated", _("no decision was made by machine alone")
    AUTOMATED = "22_automated", _("a machine alone decided; a human looked again")


ARTICLE = {
    "erasure": "17_",
    "restriction": "18_",
    "portability": "20_",
    "objection": "21_",
    "no_automated_decision": "22_",
}
PORTABLE = (Basis.CONSENT, Basis.CONTRACT)


def bases_of(right: str) -> list[tuple[str, str]]:
    """The choices of that right; none where the law names no cases."""
    article = ARTICLE.get(right, "none")
    return [(value, str(label)) for value, label in Basis.choices if value.startswith(article)]


def belongs() -> Q:
    """A basis is one of its right."""
    condition = Q(basis="")
    for right, article in ARTICLE.items():
        condition |= Q(right=right, basis__startswith=article)
    return condition
