"""Every right comes to an end, and every answer says what the law asks (P4.1, P5.1, P5.3)."""

import pytest
from django.core.exceptions import ValidationError

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services.wording import day_in_words
from dpo_office.evidence.models import TransitionRefused
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise
from requests_app.services import closing, decision, identity, replies
from requests_app.services.particulars import Particulars
from requests_app.services.wording import table

pytestmark = pytest.mark.usefixtures("delegated")
LANGUAGES = ["en", "et", "fr", "de"]
REMEDIES = {
    "en": ("lodge a complaint", "go to court"),
    "et": ("esitada kaebus", "pöörduda kohtusse"),
    "fr": ("introduire une réclamation", "saisir un tribunal"),
    "de": ("bei einer Aufsichtsbehörde zu beschweren", "vor Gericht zu gehen"),
}


def rights(case) -> list[Exercise]:
    return list(Exercise.objects.filter(part__request=case))


def answer(case, dpo) -> str:
    """The text of the case's answer."""
    return replies.draft_answer(case, by=dpo).body


def refuse(exercise, dpo, **changes) -> Exercise:
    words = {"ground": "12_5_excessive", "reasons": "It is the ninth this month."}
    return decision.decide(exercise, outcome="refused", by=dpo, **(words | changes))


def grant_in_part(exercise, dpo) -> Exercise:
    return decision.decide(
        exercise,
        outcome="partly",
        done="A copy without the names of others.",
        ground="15_4_others",
        reasons="The rest is about others.",
        by=dpo,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", ["refused", "partly", "nothing_held", "cannot_identify"])
def test_a_no_names_the_authority_and_the_court(log, dpo, language, outcome):
    """P5.3, Art. 12(4): in every language, whole or in part."""
    case = log(language=language)
    match outcome:
        case "refused":
            refuse(rights(case)[0], dpo)
        case "partly":
            grant_in_part(rights(case)[0], dpo)
        case _:
            decision.decide_all(case, outcome=outcome, reasons="No name fits.", by=dpo)
    text = answer(case, dpo)
    for remedy in REMEDIES[language]:
        assert remedy in text
    assert "Andmekaitse Inspektsioon" in text or "AKI" in text


@pytest.mark.parametrize(("language", "words"), [("et", "ülemäärane"), ("fr", "excessive")])
def test_grounds_and_rights_are_in_the_letters_language(log, dpo, language, words):
    """Art. 12(1): plain language, one of them."""
    case = log(language=language)
    refuse(rights(case)[0], dpo)
    text = answer(case, dpo)
    assert words in text
    assert "access" not in text.replace("accès", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_right_and_ground_has_words_in_every_language(language):
    for key in [*Exercise.Right.values, *Exercise.Ground.values]:
        assert table()[key][language].strip(), (key, language)


def test_a_part_granted_tells_both_what_was_done_and_why_not_the_rest(logged, dpo):
    grant_in_part(rights(logged)[0], dpo)
    text = answer(logged, dpo)
    for words in ("A copy without the names", "rights of others", "The rest is about others"):
        assert words in text


def test_a_part_granted_has_to_say_what_was_done(logged, dpo):
    with pytest.raises(ValidationError, match="what was done"):
        decision.decide(
            rights(logged)[0], outcome="partly", ground="conditions", reasons="So.", by=dpo
        )


def test_two_rights_that_end_differently_make_an_answer_in_part(log, dpo):
    case = log(rights=["access", "erasure"])
    first, second = rights(case)
    decision.decide(first, outcome="granted", done="A copy is enclosed.", by=dpo)
    refuse(second, dpo, ground="17_3_b_legal_duty", reasons="Invoices are kept for seven years.")
    letter = replies.draft_answer(case, by=dpo)
    assert letter.version.template.key == "answer_partly"
    assert "A copy is enclosed." in letter.body
    assert "seven years" in letter.body


def test_refused_beside_nothing_held_is_a_refusal_with_both_grounds(log, dpo):
    case = log(rights=["access", "erasure"])
    refuse(rights(case)[0], dpo)
    decision.decide_all(case, outcome="nothing_held", by=dpo)
    letter = replies.draft_answer(case, by=dpo)
    assert letter.version.template.key == "refusal"
    assert "excessive" in letter.body
    assert "no such data is held" in letter.body


def test_a_ground_belongs_to_its_right(logged, dpo):
    """Art. 17(3) is no reason against access."""
    with pytest.raises(ValidationError, match="does not belong to access"):
        refuse(rights(logged)[0], dpo, ground="17_3_b_legal_duty")


def test_every_ground_belongs_to_some_right():
    belonging = set(Exercise.GROUNDS_OF_ALL).union(*Exercise.GROUNDS.values())
    assert belonging == set(Exercise.Ground.values)


def test_nothing_held_is_one_call_for_all_rights(log, dpo):
    case = log(rights=["access", "erasure"])
    decision.decide_all(case, outcome="nothing_held", by=dpo)
    assert case.status == "decided"
    assert {e.status for e in rights(case)} == {"nothing_held"}


def test_who_cannot_be_identified_is_told_so_without_identity(logged, dpo):
    """Art. 11(2): nobody is identified, so the answer goes where the request came from."""
    decision.decide_all(logged, outcome="cannot_identify", reasons="No such account.", by=dpo)
    replies.draft_answer(logged, by=dpo)
    assert replies.send_answer(logged, by=dpo).to == "maarit@mail.example"
    assert logged.status == "answered"


@pytest.mark.parametrize("outcome", ["nothing_held", "refused", "granted"])
def test_every_other_answer_needs_identity(logged, dpo, outcome):
    """Design, "Letters": to the verified address only."""
    ground = {"ground": "conditions", "reasons": "So."} if outcome == "refused" else {}
    decision.decide(rights(logged)[0], outcome=outcome, by=dpo, **ground)
    logged.refresh_from_db()
    replies.draft_answer(logged, by=dpo)
    with pytest.raises(ValidationError, match="not shown who they are"):
        replies.send_answer(logged, by=dpo)


def test_cannot_identify_after_identity_was_shown_is_refused(logged, dpo):
    identity.confirm(logged, proof="code", by=dpo)
    with pytest.raises(ValidationError, match="shown already"):
        decision.decide_all(logged, outcome="cannot_identify", reasons="No.", by=dpo)


def test_cannot_identify_beside_a_decided_right_is_refused(log, dpo):
    case = log(rights=["access", "erasure"])
    decision.decide(rights(case)[0], outcome="granted", by=dpo)
    with pytest.raises(ValidationError, match="take that back first"):
        decision.decide_all(case, outcome="cannot_identify", reasons="No.", by=dpo)


@pytest.mark.parametrize("outcome", ["withdrawn", "not_a_request"])
def test_a_case_that_needs_no_answer_ends_and_its_clocks_stand(logged, dpo, outcome):
    decision.decide_all(logged, outcome=outcome, reasons="Told us by phone today.", by=dpo)
    assert logged.status == "ended"
    assert logged.closed_at
    assert not Clock.objects.about(logged.parts.get()).running().exists()


def test_ending_without_reasons_is_refused(logged, dpo):
    with pytest.raises(ValidationError, match="Say why"):
        decision.decide_all(logged, outcome="withdrawn", by=dpo)


def test_one_right_withdrawn_leaves_the_other_to_be_answered(log, dpo):
    case = log(rights=["access", "erasure"])
    first, second = rights(case)
    decision.decide(first, outcome="withdrawn", reasons="By phone.", by=dpo)
    given = Particulars(basis="17_1_b", erased=("Your account",))
    decision.decide(second, outcome="granted", particulars=given, by=dpo)
    letter = replies.draft_answer(case, by=dpo)
    assert letter.version.template.key == "answer_granted"
    assert "By phone." not in letter.body


def test_a_decided_case_can_still_be_withdrawn(decided, dpo):
    replies.draft_answer(decided, by=dpo)
    decision.decide_all(decided, outcome="withdrawn", reasons="By phone.", by=dpo)
    assert decided.status == "ended"
    assert not Letter.objects.about(decided).drafts().exists()


def test_a_decision_taken_back_opens_the_case_and_gives_up_the_draft(decided, dpo):
    draft = replies.draft_answer(decided, by=dpo)
    decision.reconsider(rights(decided)[0], reason="A store was forgotten.", by=dpo)
    decided.refresh_from_db()
    draft.refresh_from_db()
    assert decided.status == "received"
    assert draft.status == "discarded"
    assert rights(decided)[0].decided_by is None


def test_an_answered_decision_stands(answered, dpo):
    with pytest.raises(ValidationError, match="left already"):
        decision.reconsider(rights(answered)[0], reason="Oh.", by=dpo)


def test_advice_stands_beside_the_decision_and_says_whose_it_is(logged, dpo, decision_owner):
    """Art. 38(3), 39(1): two fields, two people."""
    decision.advise(rights(logged)[0], advice="Grant it.", by=dpo)
    refuse(rights(logged)[0], decision_owner)
    exercise = rights(logged)[0]
    assert (exercise.advice, exercise.advised_by) == ("Grant it.", dpo)
    assert exercise.decided_by == decision_owner
    assert "Grant it." not in answer(logged, dpo)


def test_an_answer_that_failed_is_written_anew_and_the_clocks_run_on(answered, dpo):
    """P5.1: an answer that never left is none."""
    letter = replies.answer_of(answered)
    letter.move_to("failed", by=None)
    assert "could not leave" in closing.why_not_close(answered)
    replies.write_again(answered, by=dpo)
    assert answered.status == "decided"
    assert answered.answered_at is None
    assert Clock.objects.about(answered.parts.get()).running().count() == 2
    assert replies.draft_answer(answered, by=dpo) != letter


def test_an_answer_that_left_is_not_written_anew(answered, dpo):
    with pytest.raises(ValidationError, match="has not failed"):
        replies.write_again(answered, by=dpo)


def test_a_failed_acknowledgement_does_not_hold_the_case_open(logged, dpo, delivered):
    replies.acknowledge(logged, by=dpo).move_to("failed", by=None)
    identity.confirm(logged, proof="code", by=dpo)
    decision.decide_all(logged, outcome="nothing_held", by=dpo)
    replies.draft_answer(logged, by=dpo)
    letter = replies.send_answer(logged, by=dpo)
    letter.move_to("sent", by=None, sent_at=logged.answered_at)
    assert closing.close(logged, by=dpo).status == "closed"


def test_the_acknowledgement_names_both_dates(logged, dpo):
    """P5.1: our promise and the law's."""
    text = replies.acknowledge(logged, by=dpo).body
    for clock in Clock.objects.about(logged.parts.get()):
        assert day_in_words(clock.due_on, "en") in text


def test_an_unknown_outcome_is_refused(logged, dpo):
    with pytest.raises(TransitionRefused):
        decision.decide(rights(logged)[0], outcome="forgotten", by=dpo)
