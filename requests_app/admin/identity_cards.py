"""The cards that say who writes, by what they showed it, and for whom (Art. 12(6); P4.1)."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.desk import when
from dpo_office.desk.case_file import Section, StateLabel
from dpo_office.organisation.models import Profile, User
from dpo_office.parties.models import DataSubject, Identifier
from requests_app.models import ProofDocument, SubjectRequest
from requests_app.services import address_links, documents, mandates


def identity_card(case: SubjectRequest, now: datetime, *, persons: bool) -> Section:
    """By what the person was shown to be who they say; where answers go."""
    shown = case.identity_shown_at
    content = {
        "case": case,
        "address": case.answer_to if persons else "",
        "lines": [*_sent(case, now), *_documents(case, now), *(_also(case) if persons else [])],
        "others": _other_cases(case) if persons else [],
    }
    label = StateLabel(_("shown"), "done") if shown else StateLabel(_("not shown yet"), "soon")
    return Section(_("Identity"), "desk/case_identity.html", content, label=label)


def mandate_card(case: SubjectRequest, now: datetime, *, persons: bool) -> list[Section]:
    """Who acts for the person, and how good their mandate is; none while nobody does."""
    mandate = mandates.current(case)
    if mandate is None:
        return []
    why = mandates.why_not_speak(case, now)
    label = StateLabel(_("not good"), "soon") if why else StateLabel(_("good"), "done")
    content = {"mandate": mandate, "why": why, "persons": persons}
    return [Section(_("Acts for them"), "desk/case_mandate.html", content, label=label)]


def _sent(case: SubjectRequest, now: datetime) -> Iterator[str]:
    link = None if case.closed_at else address_links.waiting(case, now)
    if link:
        words = {"sent": _moment(link.made_at, now), "until": _moment(link.expires_at, now)}
        yield _("Link and code were sent %(sent)s; they are good until %(until)s.") % words


def _documents(case: SubjectRequest, now: datetime) -> Iterator[str]:
    for proof in case.proofs.select_related("checked_by"):
        yield _of_document(proof, now)


def _of_document(proof: ProofDocument, now: datetime) -> str:
    if proof.checked_at:
        found = _("it showed who they are") if proof.convinced else _("it did not show it")
        words = {"who": proof.checked_by, "at": _moment(proof.checked_at, now), "found": found}
        return _("A document was checked by %(who)s %(at)s: %(found)s. It is removed.") % words
    if proof.file_id:
        until = _moment(proof.kept_at + documents.KEPT, now)
        return _("A document waits to be checked; it is removed by %(until)s.") % {"until": until}
    return _("A document that came %(at)s was removed unchecked.") % {
        "at": _moment(proof.kept_at, now)
    }


def _also(case: SubjectRequest) -> Iterator[str]:
    """Ties that change how the case is handled: one of us, or an operator as well."""
    if case.redacted_at:
        return
    account = User.objects.filter(email__iexact=case.answer_to).first()
    if account:
        yield _("This address is an account of the office: %(who)s.") % {"who": account}
        if account == case.handler:
            yield _("They handle their own case. Hand it over.")
    known = DataSubject.objects.known_by(Identifier.Kind.EMAIL, case.answer_to)
    operators = known.filter(tie=DataSubject.Tie.OPERATOR).exclude(pk=case.subject_id)
    for operator in operators.select_related("customer")[:5]:
        yield _("Also known as operator of %(customer)s.") % {
            "customer": operator.customer or _("a customer")
        }


def _other_cases(case: SubjectRequest) -> list[dict[str, str]]:
    """Two cases for one person are answered knowing of each other."""
    if case.redacted_at:
        return []
    known = DataSubject.objects.known_by(Identifier.Kind.EMAIL, case.answer_to)
    same = SubjectRequest.objects.filter(subject__in=known) | SubjectRequest.objects.filter(
        subject=case.subject_id
    )
    others = same.exclude(pk=case.pk).distinct().order_by("-id")[:5]
    return [
        {
            "reference": other.reference,
            "state": str(other.get_status_display()),
            "link": reverse("admin:requests_app_subjectrequest_change", args=[other.pk]),
        }
        for other in others
    ]


def _moment(at: datetime, now: datetime) -> str:
    return when.absolute(at, now, Profile.current().zone)
