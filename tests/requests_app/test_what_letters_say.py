"""Each letter says, in each language, all that the law has it say (Arts. 12 to 22, 77, 79)."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from dpo_office.correspondence.models import Letter, Template
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.correspondence.services import letters
from dpo_office.lib.placeholders import PlaceholderRefused, names_in
from requests_app.models import Exercise
from requests_app.services import (
    answers,
    decision,
    erasures,
    extension,
    identity,
    questions,
    replies,
    writing,
)
from requests_app.services.particulars import Particulars
from requests_app.services.wording import table
from tests.requests_app.test_outcomes import LANGUAGES, REMEDIES
from tests.requests_app.test_the_desk import page, take
from tests.requests_app.words import ACCESS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("delegated")]
MUST_SAY = tomllib.loads(Path(__file__).with_name("letters_must_say.toml").read_text())
LETTERS = sorted(key for key in MUST_SAY if not key.startswith("told_"))
PASSAGES = sorted(key for key in MUST_SAY if key.startswith("told_"))
DAY = date(2026, 12, 1)
DAYS = ("sent_on", "since", "stopped_on", "reviewed_on", "extended_until")
OF_THE_CASE = ("reference", "name", "request", "received_on", "promised_on", "due_on", "charge")


def values_of(key: str) -> dict:
    """A mark for each value of that text, to be found again in the letter."""
    names = Template.objects.get(key=key).placeholders
    return {name: DAY if name in DAYS else f"<{name}>" for name in names if name not in OF_THE_CASE}


def assert_says(text: str, key: str, language: str) -> None:
    flat = " ".join(text.split())
    for phrase in MUST_SAY[key][language]:
        assert phrase in flat, phrase
    for name, value in values_of(key).items():
        assert (str(value) if value != DAY else "2026") in flat, name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", LETTERS)
def test_a_letter_says_what_it_must(log, dpo, key, language):
    """P5.3: values, the words of the law, and the remedies where something is not done."""
    case = log(language=language, words="Zwölf Fragen.")
    text = writing.draft(case, key, by=dpo, **values_of(key)).body
    assert_says(text, key, language)
    assert "Maarit Näidis" in text
    assert "Conversion" in text
    if MUST_SAY[key].get("remedies"):
        for remedy in (*REMEDIES[language], "info@aki.ee"):
            assert remedy in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PASSAGES)
def test_a_passage_says_what_it_must(profile, key, language):
    text = answers.passage_words((key, values_of(key)), language)
    assert_says(text, key, language)
    assert key != "told_access" or "info@aki.ee" in text


@pytest.mark.parametrize("key", [*LETTERS, *PASSAGES])
def test_a_text_uses_every_value_that_it_is_given(key):
    for version in Template.objects.get(key=key).versions.all():
        unused = set(version.template.placeholders) - set(names_in(version.body))
        assert unused <= {"reference"}, (version.language, unused)


@pytest.mark.parametrize("key", [key for key in LETTERS if MUST_SAY[key].get("remedies")])
def test_a_no_is_not_sent_without_its_remedies(log, dpo, key):
    """Art. 12(4): also not after somebody edited them away."""
    letter = writing.draft(log(), key, by=dpo, **values_of(key))
    letters.edit(letter, subject=letter.subject, body="Dear Maarit, no.", by=dpo)
    with pytest.raises(LetterRefused, match="must keep these passages"):
        letters.send(letter, by=dpo)


@pytest.mark.parametrize("key", sorted(table()))
def test_every_word_of_letters_is_there_in_every_language(key):
    assert {language for language, words in table()[key].items() if words.strip()} == set(LANGUAGES)


# Answers of each right, as the case makes them


def granted(case, dpo, now, right: str) -> Exercise:
    exercise = Exercise.objects.select_related("part__request").get(part__request=case, right=right)
    given = {
        "informed": {"words": {"notice": "Notice 7"}, "done_on": now.date()},
        "access": {"words": ACCESS},
        "erasure": {"basis": "17_1_b", "erased": ("Your account",)},
        "restriction": {"basis": "18_1_a", "until": DAY},
        "portability": {"basis": "20_1_contract"},
        "objection": {"basis": "21_2_marketing", "done_on": now.date()},
        "no_automated_decision": {
            "basis": "22_automated",
            "done_by": dpo,
            "done_on": now.date(),
            "words": {"finding": "The trial is open again."},
        },
    }[right]
    return decision.decide(
        exercise, outcome="granted", particulars=Particulars(**given), by=dpo, now=now
    )


SAID_OF = {
    "informed": ("told_informed", "Notice 7"),
    "access": ("told_access", "Three years after the last message."),
    "erasure": ("told_erasure", "- Your account"),
    "restriction": ("told_restriction", "2026"),
    "portability": ("told_portability", ""),
    "objection": ("told_marketing", ""),
    "no_automated_decision": ("told_human_review", "The trial is open again."),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("right", SAID_OF)
def test_the_answer_to_a_right_says_what_its_article_asks(log, dpo, now, right, language):
    key, recorded = SAID_OF[right]
    case = log(language=language, rights=[right])
    granted(case, dpo, now, right)
    text = " ".join(replies.draft_answer(case, by=dpo).body.split())
    assert recorded in text
    for phrase in MUST_SAY[key][language]:
        assert phrase in text


def test_an_answer_to_several_rights_names_each(log, dpo, now):
    case = log(rights=["access", "portability"])
    for right in ("access", "portability"):
        granted(case, dpo, now, right)
    text = replies.draft_answer(case, by=dpo).body
    assert "\nAccess to your data (GDPR Art. 15)\n" in text
    assert "\nPortability of your data (GDPR Art. 20)\n" in text


def test_what_is_kept_stands_with_its_exemption_and_reason(log, dpo):
    """Art. 17(3): item by item."""
    case = log(rights=["erasure"])
    exercise = Exercise.objects.select_related("part__request").get()
    item = {"what": "Invoices", "exemption": "17_3_b_legal_duty", "why": "Seven years."}
    erasures.keep(exercise, **item, by=dpo)
    decision.decide(
        exercise,
        outcome="partly",
        ground="17_3_b_legal_duty",
        reasons="The law has us keep some of it.",
        done="The account is closed.",
        particulars=Particulars(basis="17_1_b", erased=("Your account",)),
        by=dpo,
    )
    text = replies.draft_answer(case, by=dpo).body
    assert "- Your account" in text
    assert "- Invoices: a legal obligation to keep the data (GDPR Art. 17(3)(b)). Seven" in text


def test_an_overridden_objection_tells_the_balance(log, dpo):
    case = log(rights=["objection"])
    decision.decide(
        Exercise.objects.select_related("part__request").get(),
        outcome="refused",
        ground="21_1_compelling",
        reasons="We have to stop fraud.",
        particulars=Particulars(
            basis="21_1_interests",
            words={"interest": "That of all users", "balance": "Fraud hits them hard."},
        ),
        by=dpo,
    )
    text = replies.draft_answer(case, by=dpo).body
    for words in ("That of all users", "Fraud hits them hard.", "compelling legitimate grounds"):
        assert words in text


# A broken template: told in words, and nothing is lost


def broken(key: str, body: str) -> None:
    """As an office that wrote past the checks would have it."""
    template = Template.objects.get(key=key)
    template.versions.create(language="en", number=99, subject="Answer", body=body)


def test_an_answer_whose_template_is_broken_is_refused_and_the_decision_stays(decided, dpo):
    """Bad input: letter template broken."""
    broken("answer_granted", "Dear {{ nobody }}")
    with pytest.raises(PlaceholderRefused, match="nobody"):
        replies.draft_answer(decided, by=dpo)
    assert decided.status == "decided"
    assert not Letter.objects.exists()


def test_so_is_one_whose_passage_is_broken(log, dpo, now):
    case = log(rights=["portability"])
    granted(case, dpo, now, "portability")
    broken("told_portability", "{{ form }}")
    with pytest.raises(PlaceholderRefused, match="form"):
        replies.draft_answer(case, by=dpo)
    assert Exercise.objects.get().status == "granted"


def test_an_extension_whose_notice_is_broken_extends_nothing(logged, dpo, now):
    broken("extension_notice", "{{ gone }}")
    with pytest.raises(PlaceholderRefused):
        extension.extend(logged, reason="Nine systems.", by=dpo, now=now)
    assert "once only" not in extension.why_not_extend(logged, now)


def test_a_question_whose_letter_is_broken_pauses_nothing(logged, dpo):
    broken("identity_request", "{{ gone }}")
    with pytest.raises(PlaceholderRefused):
        identity.ask(logged, doubt="New.", needed="Old.", by=dpo)
    with pytest.raises(ValidationError, match="asked the person nothing"):
        questions.answered(logged, by=dpo)


def test_the_page_says_so_too(admin_of, decided, dpo):
    broken("answer_granted", "Dear {{ nobody }}")
    client = admin_of(dpo)
    assert "This placeholder has no value" in take(client, decided, "draft_answer").content.decode()
    assert client.get(page(decided)).status_code == 200
