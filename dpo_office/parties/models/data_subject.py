"""Data subjects and how they are known: the people whom the data is about (GDPR Art. 4(1))."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dpo_office.lib.plain_text import checked_line
from dpo_office.parties.models.customer import Customer

MOST_FOUND = 1000


class DataSubjectQuerySet(models.QuerySet["DataSubject"]):
    def matching(self, text: str) -> Self:
        """People whose name or an identifier contains `text`, by index (3 characters or more).

        Of a name that very many bear the newest MOST_FOUND: whoever reads asks more closely.
        """
        names = DataSubject.objects.filter(name__icontains=text).order_by("-pk")
        identifiers = Identifier.objects.filter(value__icontains=text).order_by("-pk")
        found = names.values("pk")[:MOST_FOUND].union(identifiers.values("subject_id")[:MOST_FOUND])
        return self.filter(pk__in=found)

    def known_by(self, kind: str, value: str) -> Self:
        """People with exactly this identifier, normalised as it is stored."""
        found = Identifier.objects.filter(kind=kind, value=Identifier.normalised(kind, value))
        return self.filter(pk__in=found.values("subject_id"))


class DataSubject(models.Model):
    """A person, whatever tie there is to the company; residence and nationality never matter."""

    class Tie(models.TextChoices):
        OPERATOR = "operator", _("operator of a customer")
        END_USER = "end_user", _("end user")
        EMPLOYEE = "employee", _("employee")
        APPLICANT = "applicant", _("applicant")
        PROSPECT = "prospect", _("prospect")
        REPORTER = "reporter", _("security reporter")
        SUPPLIER = "supplier", _("supplier's contact")
        UNKNOWN = "unknown", _("not known yet")

    name = models.CharField(_("name"), max_length=200)
    tie = models.CharField(_("tie to us"), max_length=20, choices=Tie, default=Tie.UNKNOWN)
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("customer"),
        help_text=_("Whose operator or end user the person is, where that is known."),
    )
    language = models.CharField(_("language of letters"), max_length=5, default="en")
    redacted_at = models.DateTimeField(_("redacted"), null=True, editable=False)

    objects = DataSubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["-id"]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="subject_name_search"),
        ]

    def __str__(self) -> str:
        return self.name or gettext("redacted")

    def clean(self) -> None:
        self.name = checked_line(self.name, field=gettext("Name"), longest=200)


class Identifier(models.Model):
    """One way a person is known: an address, a number, an account."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        CUSTOMER_ID = "customer_id", _("customer number")
        USER_ID = "user_id", _("user number")

    subject = models.ForeignKey(
        DataSubject, models.CASCADE, related_name="identifiers", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.EMAIL)
    value = models.CharField(_("value"), max_length=254)
    shown_at = models.DateTimeField(_("shown to be theirs"), null=True, editable=False)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "value"], name="identifier_once_per_person"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "value"], name="identifier_exact"),
            GinIndex(OpClass(Upper("value"), name="gin_trgm_ops"), name="identifier_search"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"

    @staticmethod
    def normalised(kind: str, value: str) -> str:
        """The stored form: addresses in lower case, phones as + and digits."""
        value = value.strip()
        if kind == Identifier.Kind.EMAIL:
            return value.lower()
        if kind == Identifier.Kind.PHONE:
            return "".join(c for c in value if c.isdigit() or c == "+")
        return value
