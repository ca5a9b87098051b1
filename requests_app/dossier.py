"""What the evidence file of a request tells: who asked for what, what was decided and why."""

from collections.abc import Iterator

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dpo_office.accountability.services.dossier import moment
from dpo_office.lib.door_shapes import DossierSection
from dpo_office.organisation.models import Profile
from requests_app.admin.right_cards import RELATED, lines_of, words_of
from requests_app.models import Exercise, SubjectRequest


class RequestDossier:
    model = "requests_app.subjectrequest"

    def title(self, pk: int, *, persons: bool) -> str:
        case = SubjectRequest.objects.select_related("subject").get(pk=pk)
        rights = dict.fromkeys(e.get_right_display() for e in _exercises(pk))
        who = (case.subject.name if persons else "") or _("A person")
        asked = {"who": who, "rights": get_text_list([str(r) for r in rights], _("and"))}
        return _("%(who)s asks for %(rights)s") % asked

    def sections(self, pk: int, *, persons: bool) -> list[DossierSection]:
        case = SubjectRequest.objects.select_related("subject", "handler").get(pk=pk)
        told = [_case(case, persons)]
        if persons and case.words:
            told.append(DossierSection(_("In their words"), texts=[case.words]))
        return [*told, *_decisions(pk, persons)]


def _exercises(pk: int) -> list[Exercise]:
    rights = Exercise.objects.filter(part__request=pk).order_by("part_id", "pk")
    known = rights.select_related("part__customer", "decided_by", "advised_by", "restriction")
    return list(known.prefetch_related(*RELATED))


def _case(case: SubjectRequest, persons: bool) -> DossierSection:
    facts = [
        (_("State"), case.get_status_display()),
        (_("Person"), case.subject.name if persons else ""),
        (_("Came by"), case.get_channel_display()),
        (_("Received"), moment(case.received_at)),
        (_("Recorded"), moment(case.recorded_at)),
        (_("Acknowledged"), moment(case.acknowledged_at)),
        (_("Identity"), case.get_identity_proof_display()),
        (_("Identity shown"), moment(case.identity_shown_at)),
        (_("Answer to"), case.answer_to if persons else ""),
        (_("Answered"), moment(case.answered_at)),
        (_("Closed"), moment(case.closed_at)),
        (_("Handled by"), str(case.handler or "")),
    ]
    return DossierSection(_("The request"), [fact for fact in facts if fact[1]])


def _decisions(pk: int, persons: bool) -> Iterator[DossierSection]:
    """Each right with its outcome, ground, advice and reasons (Arts. 12(4), 39(1))."""
    own = str(Profile.current())
    for exercise in _exercises(pk):
        who = str(exercise.part.customer or own)
        facts = [
            (_("Answered by"), who),
            (_("Outcome"), exercise.get_status_display()),
            (_("Ground"), exercise.get_ground_display()),
            (_("Case of the law"), exercise.get_basis_display()),
            (_("Decided by"), str(exercise.decided_by or "")),
            (_("Decided"), moment(exercise.decided_at)),
            (_("Advised by"), str(exercise.advised_by or "")),
        ]
        texts = [
            (_("Advice: %(text)s"), exercise.advice),
            (_("What was done: %(text)s"), exercise.done),
            (_("Why not: %(text)s"), exercise.reasons),
        ]
        words = [name % {"text": text} for name, text in texts if text and persons]
        recorded = words_of(exercise) if persons else []
        words += [f"{title}: {text}" for title, text, whose in recorded]
        items = [[i.what, str(i.label.text), i.note] for i in lines_of(exercise)] if persons else []
        head = [_("What"), _("State"), _("Note")]
        yield DossierSection(str(exercise), [f for f in facts if f[1]], words, head, items)
