"""Texts of letters: rewritten by the office, reviewed by its lawyer (GDPR Art. 12(1), A11)."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Template, TemplateVersion
from dpo_office.correspondence.refusals import LetterRefused, SomebodyElseEdited
from dpo_office.correspondence.services import propriety
from dpo_office.correspondence.services.wording import OFFICE_PLACEHOLDERS, SUBJECT_PLACEHOLDERS
from dpo_office.evidence.models import record
from dpo_office.lib.placeholders import names_in, refuse_unknown
from dpo_office.organisation.models import User


@transaction.atomic
def rewrite(
    template: Template,
    *,
    language: str,
    subject: str,
    body: str,
    after: int,
    by: User | None,
) -> TemplateVersion:
    """Write the next version of a text; letters drafted before keep theirs.

    `after` is the number of the version that was read (0: none), so that of two people who
    rewrite at once the second is refused: SomebodyElseEdited. Raises LetterRefused, or
    PlaceholderRefused naming what the text may not use.
    """
    body = body.replace("\r\n", "\n").strip()
    refuse_unsuitable(template, subject=subject, body=body)
    template = Template.objects.select_for_update().get(pk=template.pk)
    texts = template.versions.filter(language=language)
    newest = texts.aggregate(Max("number"))["number__max"] or 0
    if newest != after:
        raise SomebodyElseEdited(_("Somebody else rewrote this text after you opened it."))
    version = template.versions.create(
        language=language, number=newest + 1, subject=subject, body=body, created_by=by
    )
    facts = {"language": language, "version": version.number}
    record("template.rewritten", template, by=by, facts=facts)
    return version


def refuse_unsuitable(template: Template, *, subject: str, body: str) -> None:
    """Raise LetterRefused or PlaceholderRefused unless these can be a text of this letter."""
    if template.is_passage:
        subject = subject or str(template)
    propriety.refuse_improper(subject=subject, body=body)
    refuse_unknown(subject, possible_in_subject(template))
    refuse_unknown(body, possible_in_body(template))
    missing = [key for key in template.requires if key not in names_in(body)]
    if missing:
        raise LetterRefused(
            _("This letter must contain: %(passages)s.")
            % {"passages": ", ".join(f"{{{{ {key} }}}}" for key in missing)}
        )


def possible_in_subject(template: Template) -> list[str]:
    """References and the office's name only: subjects are read by many eyes."""
    own = [*template.placeholders, *OFFICE_PLACEHOLDERS]
    return [name for name in SUBJECT_PLACEHOLDERS if name in own]


def possible_in_body(template: Template) -> list[str]:
    """All placeholders that a text of this letter may use."""
    names = [*template.placeholders, *OFFICE_PLACEHOLDERS]
    if not template.is_passage:
        # Those with values of their own are filled by what answers a case, not by any letter.
        passages = Template.objects.filter(is_passage=True, placeholders=[])
        names += passages.values_list("key", flat=True)
    return names


@transaction.atomic
def mark_reviewed(version: TemplateVersion, *, lawyer: str, on: date, by: User) -> TemplateVersion:
    """A lawyer has read this very text on that day."""
    if not lawyer.strip() or on > timezone.localdate():
        raise LetterRefused(_("Say which lawyer read the text, and on which day until today."))
    version.reviewed_by, version.reviewed_on = lawyer.strip(), on
    version.save(update_fields=["reviewed_by", "reviewed_on"])
    facts = {"version": version.number, "language": version.language, "on": on.isoformat()}
    record("template.reviewed", version.template, by=by, facts=facts, values={"lawyer": lawyer})
    return version
