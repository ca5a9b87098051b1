"""Each right to its end: what its article asks is recorded, or it is not decided (P4.1, P4.6)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from dpo_office.correspondence.models import Letter
from dpo_office.worklist.models import Task
from dpo_office.worklist.services import tasks
from requests_app.models import Exercise, Restriction
from requests_app.services import (
    closing,
    corrections,
    decision,
    erasures,
    identity,
    recipients,
    redaction,
    replies,
    restrictions,
    withdrawals,
)
from requests_app.services.particulars import Particulars
from tests.requests_app.test_redaction import LATER
from tests.requests_app.words import ACCESS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("delegated")]


@pytest.fixture
def right_of(log):
    """The one right of a new case."""

    def _right_of(right: str) -> Exercise:
        case = log(rights=[right], email=f"{right}@mail.example")
        return Exercise.objects.select_related("part__request").get(part__request=case)

    return _right_of


@pytest.fixture
def decide(dpo):
    """Decide a right; what is no outcome, ground or text goes into the particulars."""

    def _decide(exercise, outcome="granted", *, ground="", done="", reasons="", **given):
        return decision.decide(
            exercise,
            outcome=outcome,
            ground=ground,
            done=done,
            reasons=reasons,
            particulars=Particulars(**given),
            by=dpo,
        )

    return _decide


def refused(ground: str, **more) -> dict:
    return {"outcome": "refused", "ground": ground, "reasons": "So it is.", **more}


# Information (Arts. 13, 14)


def test_information_is_given_by_a_notice_that_was_sent_on_a_day(right_of, decide, now):
    exercise = right_of("informed")
    with pytest.raises(ValidationError, match="which notice"):
        decide(exercise)
    decide(exercise, words={"notice": "Notice 7"}, done_on=now.date())
    assert (exercise.status, exercise.particulars) == ("granted", {"notice": "Notice 7"})


def test_who_has_the_information_already_is_refused_it(right_of, decide):
    assert decide(right_of("informed"), **refused("13_4_known")).ground == "13_4_known"


# Access (Art. 15)


def test_half_of_what_article_15_asks_is_not_told(right_of, decide):
    with pytest.raises(ValidationError, match="purposes, categories, recipients"):
        decide(right_of("access"), words={"purposes": "To answer."})


def test_access_keeps_what_is_told(right_of, decide):
    exercise = decide(right_of("access"), words=ACCESS)
    assert exercise.particulars == ACCESS


# Rectification (Art. 16)


def correct(exercise, dpo, **more):
    words = {"what": "Family name", "old": "Tam", "new": "Tamm", "to": dpo}
    return corrections.ask(exercise, by=dpo, **{**words, **more})


def test_an_item_to_correct_is_a_task_due_with_our_promise(right_of, dpo, staff):
    item = correct(right_of("rectification"), dpo, to=staff)
    assert (item.task.owner, item.task.status) == (staff, "open")
    assert "Tamm" not in item.task.title  # titles appear in mails


def test_rectification_is_granted_once_every_item_is_corrected(right_of, decide, dpo, staff):
    exercise = right_of("rectification")
    with pytest.raises(ValidationError, match="Add what is corrected"):
        decide(exercise)
    item = correct(exercise, dpo, to=staff)
    with pytest.raises(ValidationError, match="1 item is not corrected yet"):
        decide(exercise)
    tasks.finish(item.task, by=staff)
    assert decide(exercise).status == "granted"


def test_an_item_that_is_corrected_already_leaves_no_task_open(right_of, dpo):
    correct(right_of("rectification"), dpo, done=True)
    assert not Task.objects.open().exists()


@pytest.mark.parametrize("missing", ["what", "new"])
def test_a_correction_says_what_is_wrong_and_what_is_right(right_of, dpo, missing):
    with pytest.raises(ValidationError, match="Say what is wrong"):
        correct(right_of("rectification"), dpo, **{missing: " "})


def test_only_rectification_corrects(right_of, dpo):
    with pytest.raises(ValidationError, match="Only rectification"):
        correct(right_of("access"), dpo)


# Erasure (Art. 17)


def keep(exercise, dpo, **more):
    words = {"what": "Invoices", "exemption": "17_3_b_legal_duty", "why": "Seven years by law."}
    return erasures.keep(exercise, by=dpo, **{**words, **more})


@pytest.mark.parametrize("case", ["17_1_a", "17_1_b", "17_1_c", "17_1_d", "17_1_e", "17_1_f"])
def test_each_case_of_article_17_erases_items(right_of, decide, case):
    exercise = decide(right_of("erasure"), basis=case, erased=("Account", "Messages"))
    assert [item.what for item in exercise.items.all()] == ["Account", "Messages"]


def test_erasure_names_its_case_and_what_was_erased(right_of, decide):
    with pytest.raises(ValidationError, match=r"which case of Art\. 17"):
        decide(right_of("erasure"), erased=("Account",))
    with pytest.raises(ValidationError, match="Name what was erased"):
        decide(Exercise.objects.get(), basis="17_1_a")


def test_what_is_kept_makes_it_a_part(right_of, decide, dpo):
    exercise = right_of("erasure")
    keep(exercise, dpo)
    given = {"basis": "17_1_a", "erased": ("Account",)}
    with pytest.raises(ValidationError, match="granted in part"):
        decide(exercise, **given)
    words = {"ground": "17_3_b_legal_duty", "done": "Erased.", "reasons": "Law."}
    decide(exercise, "partly", **words, **given)
    assert [item.fate for item in exercise.items.all()] == ["kept", "erased"]


def test_a_part_without_what_is_kept_is_none(right_of, decide):
    words = {"ground": "17_3_b_legal_duty", "done": "Erased.", "reasons": "Law."}
    with pytest.raises(ValidationError, match="Add what is kept"):
        decide(right_of("erasure"), "partly", **words, basis="17_1_a", erased=("Account",))


def test_nothing_is_erased_in_a_refusal(right_of, decide):
    with pytest.raises(ValidationError, match="Something was erased"):
        decide(right_of("erasure"), **refused("17_3_e_claims"), erased=("Account",))


@pytest.mark.parametrize("bad", [{"what": ""}, {"why": " "}, {"exemption": "15_4_others"}])
def test_an_item_is_kept_on_an_exemption_with_its_reason(right_of, dpo, bad):
    with pytest.raises(ValidationError, match="on which exemption"):
        keep(right_of("erasure"), dpo, **bad)


def test_only_erasure_keeps_items(right_of, dpo):
    with pytest.raises(ValidationError, match="Only an erasure"):
        keep(right_of("access"), dpo)


def test_a_decision_taken_back_lets_items_be_named_anew(right_of, decide, dpo):
    exercise = decide(right_of("erasure"), basis="17_1_a", erased=("Account",))
    decision.reconsider(exercise, reason="More was found.", by=dpo)
    decide(exercise, basis="17_1_a", erased=("Account", "Messages"))
    assert exercise.items.count() == 2


# Restriction (Art. 18)


@pytest.fixture
def restricted(right_of, decide, dpo) -> Exercise:
    """Told to the person, in force."""
    exercise = decide(right_of("restriction"), basis="18_1_a")
    case = exercise.part.request
    identity.confirm(case, proof="code", by=dpo)
    case.refresh_from_db()
    replies.draft_answer(case, by=dpo)
    replies.send_answer(case, by=dpo)
    return Exercise.objects.select_related("part__request").get(pk=exercise.pk)


@pytest.mark.parametrize("case", ["18_1_a", "18_1_b", "18_1_c", "18_1_d"])
def test_each_case_of_article_18_restricts_at_once(right_of, decide, case):
    exercise = decide(right_of("restriction"), basis=case)
    assert Restriction.objects.in_force().get().exercise == exercise


def test_a_restriction_names_its_case(right_of, decide):
    with pytest.raises(ValidationError, match=r"which case of Art\. 18"):
        decide(right_of("restriction"))


def test_a_decision_taken_back_restricts_nothing(right_of, decide, dpo):
    exercise = decide(right_of("restriction"), basis="18_1_a")
    decision.reconsider(exercise, reason="It is verified.", by=dpo)
    assert not Restriction.objects.exists()


def test_it_is_not_lifted_before_the_person_was_told(restricted, dpo):
    """Art. 18(3)."""
    with pytest.raises(ValidationError, match="Tell them first"):
        restrictions.lift(restricted, by=dpo)


def test_it_is_not_lifted_before_the_letter_has_left(restricted, dpo, delivered):
    restrictions.announce(restricted, reason="It is verified.", by=dpo)
    with pytest.raises(ValidationError, match="has not left yet"):
        restrictions.lift(restricted, by=dpo)
    delivered(restricted.part.request)
    restricted.restriction.refresh_from_db()
    assert restrictions.lift(restricted, by=dpo).lifted_by == dpo
    assert not Restriction.objects.in_force().exists()


def test_a_closed_case_still_lifts_its_restriction(restricted, dpo, delivered, now):
    """It outlasts the case, and holds its person against redaction."""
    case = restricted.part.request
    delivered(case)
    case.refresh_from_db()
    closing.close(case, by=dpo)
    assert not redaction.redact(case.pk, now=now + LATER)
    restrictions.announce(restricted, reason="It is verified.", by=dpo)
    delivered(case)
    restricted.restriction.refresh_from_db()
    restrictions.lift(restricted, by=dpo)
    assert redaction.redact(case.pk, now=now + LATER)


def test_it_is_announced_once_and_with_a_reason(restricted, dpo):
    with pytest.raises(ValidationError, match="Say why it ends"):
        restrictions.announce(restricted, reason=" ", by=dpo)
    restrictions.announce(restricted, reason="It is verified.", by=dpo)
    with pytest.raises(ValidationError, match="told already"):
        restrictions.announce(restricted, reason="Again.", by=dpo)


def test_a_notice_that_failed_is_sent_anew(restricted, dpo):
    restrictions.announce(restricted, reason="It is verified.", by=dpo).move_to("failed", by=None)
    restricted.restriction.refresh_from_db()
    again = restrictions.announce(restricted, reason="It is verified.", by=dpo)
    assert restricted.restriction.notice == again


def test_nothing_is_lifted_by_a_right_that_restricts_nothing(right_of, dpo):
    with pytest.raises(ValidationError, match="Nothing is restricted"):
        restrictions.lift(right_of("access"), by=dpo)


def test_the_database_lifts_nothing_without_notice(restricted, dpo, now):
    with pytest.raises(IntegrityError, match="no_restriction_is_lifted_without_notice"):
        Restriction.objects.update(lifted_at=now + timedelta(days=1), lifted_by=dpo)


# Recipients (Art. 19)


@pytest.fixture
def erased(right_of, decide) -> Exercise:
    return decide(right_of("erasure"), basis="17_1_a", erased=("Account",))


def test_a_recipient_was_told_on_a_day_or_could_not_be(erased, dpo, now):
    recipients.note(erased, name="Payroll", told_on=now.date(), by=dpo)
    recipients.note(erased, name="A defunct shop", why_not="It is dissolved.", by=dpo)
    assert [bool(one.told_on) for one in erased.recipients.all()] == [True, False]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({}, "Name the recipient"),
        ({"name": " ", "why_not": "Gone."}, "Name the recipient"),
        ({"told_on": True, "why_not": "Gone."}, "Name the recipient"),
        ({"told_on": "tomorrow"}, "lies in the future"),
    ],
)
def test_a_recipient_neither_told_nor_not_is_refused(erased, dpo, now, bad, why):
    days = {True: now.date(), "tomorrow": now.date() + timedelta(days=2)}
    words = {"name": "Payroll", **bad}
    if "told_on" in words:
        words["told_on"] = days[words["told_on"]]
    with pytest.raises(ValidationError, match=why):
        recipients.note(erased, by=dpo, **words)


def test_who_asks_for_access_alone_has_no_recipients_to_be_told(right_of, dpo, now):
    with pytest.raises(ValidationError, match="corrected, erased or restricted"):
        recipients.note(right_of("access"), name="X", told_on=now.date(), by=dpo)


def test_the_person_who_asks_is_told_who_they_are(erased, dpo, now):
    case = erased.part.request
    with pytest.raises(ValidationError, match="No recipient"):
        recipients.tell(case, by=dpo)
    recipients.note(erased, name="Payroll", told_on=now.date(), by=dpo)
    with pytest.raises(ValidationError, match="not shown who they are"):
        recipients.tell(case, by=dpo)
    identity.confirm(case, proof="code", by=dpo)
    assert "- Payroll: " in recipients.tell(case, by=dpo).body


# Portability (Art. 20)


@pytest.mark.parametrize("basis", ["20_1_consent", "20_1_contract"])
def test_data_by_consent_or_contract_are_portable(right_of, decide, basis):
    assert decide(right_of("portability"), basis=basis).status == "granted"


@pytest.mark.parametrize(("basis", "why"), [("20_1_neither", "Only data"), ("", "rests")])
def test_other_data_are_not(right_of, decide, basis, why):
    with pytest.raises(ValidationError, match=why):
        decide(right_of("portability"), basis=basis)
    assert decide(Exercise.objects.get(), **refused("conditions", basis=basis)).status == "refused"


def test_the_database_makes_nothing_else_portable(right_of, decide):
    decide(right_of("portability"), basis="20_1_consent")
    with pytest.raises(IntegrityError, match="only_consent_or_contract"):
        Exercise.objects.update(basis="20_1_neither")


# Objection (Art. 21)


def test_marketing_stops_on_a_day_without_any_balance(right_of, decide, now):
    with pytest.raises(ValidationError, match="on which day"):
        decide(right_of("objection"), basis="21_2_marketing")
    exercise = decide(Exercise.objects.get(), basis="21_2_marketing", done_on=now.date())
    assert (exercise.status, exercise.particulars) == ("granted", {})


@pytest.mark.parametrize("outcome", ["refused", "partly"])
def test_an_objection_to_marketing_is_never_refused(right_of, decide, now, outcome):
    """Art. 21(3)."""
    words = {"interest": "Ours", "balance": "We sell more."}
    with pytest.raises(ValidationError, match="never refused"):
        decide(
            right_of("objection"),
            outcome,
            ground="21_1_compelling",
            done="Less.",
            reasons="So.",
            basis="21_2_marketing",
            words=words,
            done_on=now.date(),
        )


def test_nor_in_the_database(right_of, decide, now):
    decide(right_of("objection"), basis="21_2_marketing", done_on=now.date())
    with pytest.raises(IntegrityError, match="never_refused"):
        Exercise.objects.update(status="refused", ground="21_1_compelling")


def test_an_objection_says_against_what(right_of, decide):
    with pytest.raises(ValidationError, match="Say against what"):
        decide(right_of("objection"))


def test_another_objection_is_overridden_by_a_recorded_balance_alone(right_of, decide):
    exercise, given = right_of("objection"), refused("21_1_compelling", basis="21_1_interests")
    with pytest.raises(ValidationError, match="Record the balance"):
        decide(exercise, **given, words={"interest": "Ours"})
    decide(exercise, **given, words={"interest": "Ours", "balance": "Fraud."})
    assert exercise.particulars == {"interest": "Ours", "balance": "Fraud."}


def test_another_objection_is_honoured_without_balance(right_of, decide):
    assert decide(right_of("objection"), basis="21_1_interests").status == "granted"


# Decisions by machine (Art. 22)


@pytest.mark.parametrize("basis", ["22_not_automated", "22_automated"])
@pytest.mark.parametrize("missing", ["done_by", "done_on", "words", "basis", None])
def test_a_human_review_says_who_looked_when_and_what_they_found(
    right_of, decide, staff, now, basis, missing
):
    """P4.6."""
    given = {"basis": basis, "done_by": staff, "done_on": now.date(), "words": {"finding": "No."}}
    if missing:
        del given[missing]
        with pytest.raises(ValidationError, match="Record the human review"):
            decide(right_of("no_automated_decision"), **given)
    else:
        exercise = decide(right_of("no_automated_decision"), **given)
        assert (exercise.done_by, exercise.particulars) == (staff, {"finding": "No."})


# What holds for all


@pytest.mark.parametrize("right", Exercise.Right.values)
@pytest.mark.parametrize("outcome", ["nothing_held", "withdrawn", "not_a_request"])
def test_every_right_ends_in_these_without_more(right_of, decide, right, outcome):
    assert decide(right_of(right), outcome, reasons="So.").status == outcome


@pytest.mark.parametrize(
    ("right", "ground"),
    [
        (right, ground)
        for right in Exercise.Right.values
        for ground in sorted(Exercise.GROUNDS_OF_ALL | Exercise.GROUNDS.get(right, frozenset()))
    ],
)
def test_every_right_is_refused_on_each_of_its_grounds(right_of, decide, now, dpo, right, ground):
    """P5.3."""
    given = {
        "objection": {"basis": "21_1_interests", "words": {"interest": "Ours", "balance": "So."}},
        "no_automated_decision": {
            "basis": "22_automated",
            "done_by": dpo,
            "done_on": now.date(),
            "words": {"finding": "It stands."},
        },
    }.get(right, {})
    exercise = decide(right_of(right), **refused(ground, **given))
    assert (exercise.status, exercise.ground) == ("refused", ground)


def test_a_case_of_the_law_belongs_to_its_right(right_of, decide):
    with pytest.raises(ValidationError, match="does not belong to portability"):
        decide(right_of("portability"), basis="17_1_a")


def test_the_database_keeps_cases_of_the_law_apart(right_of):
    right_of("access")
    with pytest.raises(IntegrityError, match="one_of_its_right"):
        Exercise.objects.update(basis="17_1_a")


def test_doubt_is_no_ground_once_identity_is_shown(right_of, decide, dpo):
    """Art. 12(6)."""
    exercise = right_of("access")
    identity.confirm(exercise.part.request, proof="code", by=dpo)
    with pytest.raises(ValidationError, match="no doubt is left"):
        decide(exercise, **refused("12_6_doubted"))


def test_who_stays_in_doubt_is_told_so_without_identity(right_of, decide, dpo):
    """Art. 12(6), 12(4): to where the request came from, and nothing of anybody's."""
    exercise = decide(right_of("access"), **refused("12_6_doubted"))
    case = exercise.part.request
    case.refresh_from_db()
    letter = replies.draft_answer(case, by=dpo)
    assert letter.version.template.key == "identity_doubted"
    assert replies.send_answer(case, by=dpo).status == Letter.Status.QUEUED


# Withdrawn


def test_one_right_withdrawn_is_confirmed_and_the_others_go_on(log, dpo):
    """Bad input: right withdrawn mid-way."""
    case = log(rights=["access", "rectification"])
    access, rectification = Exercise.objects.filter(part__request=case).select_related(
        "part__request"
    )
    correct(rectification, dpo)
    withdrawals.withdraw(rectification, reasons="By phone.", tell=True, by=dpo)
    letter = Letter.objects.about(case).of_kind("withdrawn").get()
    assert "rectification" in letter.body
    assert "access" not in letter.body
    assert not Task.objects.open().exists()  # nobody needs to correct it any more
    case.refresh_from_db()
    assert case.status == "received"
    access.refresh_from_db()
    assert access.status == "open"


def test_the_last_right_is_not_withdrawn_but_the_case_ended(log, dpo):
    exercise = Exercise.objects.select_related("part__request").get(part__request=log())
    with pytest.raises(ValidationError, match="end the case instead"):
        withdrawals.withdraw(exercise, reasons="By phone.", tell=True, by=dpo)


@pytest.mark.parametrize("outcome", ["withdrawn", "not_a_request"])
@pytest.mark.parametrize("tell", [True, False])
def test_a_case_that_ends_is_confirmed_by_letter_if_wanted(log, dpo, outcome, tell):
    case = log()
    withdrawals.end(case, outcome=outcome, reasons="By phone.", tell=tell, by=dpo)
    assert case.status == "ended"
    assert Letter.objects.about(case).of_kind(outcome).exists() is tell


def test_a_right_withdrawn_while_we_wait_for_their_answer_ends_quietly(log, dpo):
    case = log(rights=["access", "erasure"])
    identity.ask(case, doubt="New address.", needed="The old one.", by=dpo)
    erasure = Exercise.objects.select_related("part__request").get(
        part__request=case, right="erasure"
    )
    withdrawals.withdraw(erasure, reasons="By phone.", tell=True, by=dpo)
    withdrawals.end(case, outcome="withdrawn", reasons="By phone.", tell=True, by=dpo)
    assert case.status == "ended"
