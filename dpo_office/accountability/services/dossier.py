"""What an evidence file says of a case: dates with their trace, letters, files, the trail."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dpo_office.accountability.models import EvidenceFile
from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services.exported import records_of
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import DossierSection
from dpo_office.lib.periods import Step
from dpo_office.organisation.models import Profile
from dpo_office.worklist.models import Clock

NONE = "–"  # noqa: RUF001  # not known, or not applicable


def of_case(asked: EvidenceFile, *, now: datetime) -> dict[str, Any]:
    """Everything as plain values, for the page and for programs. Times are the office's."""
    kind, profile = asked.about_type, Profile.current()
    case = doors.case_dossiers.get(f"{kind.app_label}.{kind.model}")
    if case is None:
        raise LookupError("asked for without a dossier")
    records = list(records_of(asked.reference))
    persons, day = asked.with_persons, now.astimezone(profile.zone)
    sections = [
        *case.sections(asked.about_id, persons=persons),
        *_clocks(records),
        *_letters(letters_of(records), persons),
        *_files(records, persons),
        *_trail(records),
    ]
    return {
        "title": case.title(asked.about_id, persons=persons),
        "reference": asked.reference,
        "organisation": str(profile),
        "language": "en",
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "made": _("Made on %(at)s; times are those of %(zone)s.")
        % {"at": moment(now), "zone": profile.time_zone},
        "note": "" if persons else _("Persons are left out"),
        "sections": [_plain(section) for section in sections],
    }


def moment(at: datetime | None) -> str:
    """ "Mon 2 Mar 2026, 10:00" in the office's zone; a dash for what is not known."""
    return date_format(at.astimezone(Profile.current().zone), "D j M Y, H:i") if at else NONE


def _plain(section: DossierSection) -> dict[str, Any]:
    return {
        "title": str(section.title),
        "facts": [[str(name), str(value)] for name, value in section.facts],
        "texts": [str(text) for text in section.texts],
        "head": [str(name) for name in section.head],
        "rows": [[str(cell) for cell in row] for row in section.rows],
    }


def _clocks(records: Iterable[models.Model]) -> Iterator[DossierSection]:
    """Each clock with the way in which its day came about, in words."""
    clocks = Clock.objects.filter(_about(records)).prefetch_related("pauses").order_by("pk")
    for clock in clocks:
        extended = clock.extended_at and moment(clock.extended_at)
        facts = [
            (_("Began"), moment(clock.started_at)),
            (_("Due"), date_format(clock.due_on, "D j M Y")),
            (_("Extended on"), extended or ""),
            (_("Stopped"), moment(clock.stopped_at)),
            (_("Kept"), _kept(clock)),
        ]
        facts += [(_("Waited for them"), _pause(pause)) for pause in clock.pauses.all()]
        way = " → ".join(str(Step.from_json(step)) for step in clock.trace)
        title = _("Clock: %(kind)s") % {"kind": clock.get_kind_display()}
        yield DossierSection(title, [fact for fact in facts if fact[1]], [way])


def _kept(clock: Clock) -> str:
    if clock.stopped_at is None:
        return _("it runs")
    return _("yes") if clock.stopped_at < clock.due_at else _("no, late")


def _pause(pause: Any) -> str:
    return _("from %(asked)s to %(answered)s") % {
        "asked": moment(pause.asked_at),
        "answered": moment(pause.answered_at),
    }


def letters_of(records: Iterable[models.Model]) -> list[Letter]:
    """The letters among the records of a case, in the order of writing."""
    pks = [record.pk for record in records if isinstance(record, Letter)]
    letters = Letter.objects.filter(pk__in=pks).order_by("pk")
    return list(letters.select_related("version__template", "delivery"))


def _letters(letters: list[Letter], persons: bool) -> Iterator[DossierSection]:
    """What was sent, and the proof that it left."""
    for letter in letters:
        delivery = getattr(letter, "delivery", None)
        facts = [
            (_("State"), letter.get_status_display()),
            (_("To"), " · ".join(filter(None, [letter.to_name, letter.to])) if persons else ""),
            (_("By"), letter.get_channel_display()),
            (_("Text"), str(letter.version)),
            (_("Sent"), moment(letter.sent_at)),
            (_("SHA-256 of the PDF"), letter.pdf_sha256),
        ]
        if delivery:
            facts += [
                ("Message-ID", delivery.message_id),
                (_("Answer of the mail server"), delivery.answer),
                (_("Tries"), str(delivery.attempts)),
                (_("Possible repeats"), str(delivery.repeats)),
            ]
        title = _("Letter: %(name)s") % {"name": letter.version.template.name}
        yield DossierSection(title, [fact for fact in facts if fact[1]])


def _files(records: Iterable[models.Model], persons: bool) -> Iterator[DossierSection]:
    """Files that are kept, by digest; their names may name somebody. None that we made of it."""
    mine = ContentType.objects.get_for_model(EvidenceFile)
    kept = EncryptedFile.objects.filter(_about(records)).exclude(about_type=mine).order_by("pk")
    rows = [
        [
            file.name if persons else _("file %(n)s") % {"n": file.pk},
            file.kind,
            str(file.size),
            moment(file.stored_at),
            file.sha256,
        ]
        for file in kept
    ]
    if rows:
        head = [_("File"), _("Type"), _("Bytes"), _("Kept since"), "SHA-256"]
        yield DossierSection(_("Files"), head=head, rows=rows)


def _trail(records: Iterable[models.Model]) -> Iterator[DossierSection]:
    events = Event.objects.about_any(*records).exclude(kind=Event.LOOK).order_by("pk")
    rows = [
        [str(e.pk), moment(e.happened_at or e.at), e.in_words(), str(e.actor or _("the office"))]
        for e in events.select_related("actor")
    ]
    head = [_("No."), _("When"), _("What"), _("Who")]
    note = _("The proof of these lines is in trail.zip; verify.py checks it.")
    yield DossierSection(_("What happened"), texts=[note], head=head, rows=rows)


def _about(records: Iterable[models.Model]) -> models.Q:
    """Rows with a generic key to any of these."""
    found = models.Q(pk__in=[])
    for one in records:
        kind = ContentType.objects.get_for_model(one)
        found |= models.Q(about_type=kind, about_id=one.pk)
    return found
