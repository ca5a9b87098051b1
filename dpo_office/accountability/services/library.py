"""The answer library: kept, rewritten, retired (O5)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.accountability.models import AnswerVersion, LibraryAnswer
from dpo_office.accountability.services.acting import insist
from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_line, checked_lines
from dpo_office.organisation.models import User

LONGEST = 50_000  # characters of one answer


@transaction.atomic
def keep(
    *, title: str, kind: str, language: str, body: str, by: User | None, now: datetime | None = None
) -> LibraryAnswer:
    """Keep an answer for the next who asks. Raises ValidationError when the title is taken."""
    title = checked_line(title, field=_("What it answers"), longest=160)
    if not title:
        raise ValidationError(_("Say what it answers, so that it is found again."))
    if LibraryAnswer.objects.filter(title=title).exists():
        raise ValidationError(_("“%(title)s” is there already. Rewrite it.") % {"title": title})
    answer = LibraryAnswer.objects.create(title=title, kind=kind)
    record("answer.kept", answer, by=by, facts={"kind": str(kind)})
    _write(answer, language, body, after=0, by=by, now=now or timezone.now())
    return answer


@transaction.atomic
def rewrite(
    answer: LibraryAnswer,
    *,
    language: str,
    body: str,
    after: int,
    by: User | None,
    now: datetime | None = None,
) -> AnswerVersion:
    """The next version in that language; `after` is the number that was read (0: none).

    Of two people who rewrite at once the second is refused. Raises ValidationError.
    """
    answer.refresh_from_db(from_queryset=LibraryAnswer.objects.select_for_update())
    insist(why_not_rewrite(answer))
    version = _write(answer, language, body, after=after, by=by, now=now or timezone.now())
    facts = {"language": language, "version": version.number}
    record("answer.rewritten", answer, by=by, facts=facts)
    return version


def why_not_rewrite(answer: LibraryAnswer) -> str:
    """Why it stays as it is, in words; empty when it can be rewritten."""
    return _("It is retired. Take it back into use first.") if answer.retired_at else ""


@transaction.atomic
def retire(answer: LibraryAnswer, *, by: User, now: datetime | None = None) -> LibraryAnswer:
    """It is not offered any more; what was said with it stays."""
    insist(_("It is retired already.") if answer.retired_at else "")
    answer.retired_at = now or timezone.now()
    answer.save(update_fields=["retired_at"])
    record("answer.retired", answer, by=by)
    return answer


@transaction.atomic
def use_again(answer: LibraryAnswer, *, by: User) -> LibraryAnswer:
    """It is offered again."""
    insist("" if answer.retired_at else _("It is in use."))
    answer.retired_at = None
    answer.save(update_fields=["retired_at"])
    record("answer.in_use_again", answer, by=by)
    return answer


def _write(
    answer: LibraryAnswer, language: str, body: str, *, after: int, by: User | None, now: datetime
) -> AnswerVersion:
    body = checked_lines(body, field=_("Text"), longest=LONGEST)
    if not body:
        raise ValidationError(_("An answer needs a text."))
    newest = answer.versions.filter(language=language).aggregate(Max("number"))["number__max"] or 0
    if newest != after:
        raise ValidationError(_("Somebody else rewrote this text after you opened it."))
    return answer.versions.create(
        language=language, number=newest + 1, body=body, written_by=by, written_at=now
    )
