"""What people type to break things is refused with a sentence, or shown as the text it is."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from dpo_office.correspondence.models import Letter
from dpo_office.organisation.models import Profile
from dpo_office.parties.services import people
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import decision, intake, replies
from tests.requests_app.test_the_desk import LIST, desk, form, page, take
from tests.requests_app.words import ACCESS

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
HOSTILE = [
    '"><svg onload=alert(1)>',
    "{{ user.password }}{% debug %}",
    "{0.__class__} %(x)s %s",
    '#read("/etc/passwd") #import "x"',
    "'; DROP TABLE requests_app_subjectrequest; --",
    "\u05d0\u05d1 עברית, العربية",
    "=cmd|' /C calc'!A0",
    "a" * 190,
]
RAW = ["<svg onload", "<script>alert"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_and_words_are_kept_and_shown_as_text(desk, profile, text):
    desk.post(f"{LIST}add/", form(name=text, words=text))
    case = SubjectRequest.objects.get()
    assert (case.subject.name, case.words) == (text.strip(), text.strip())
    person = f"/admin/parties/datasubject/{case.subject_id}/change/"
    for url in (LIST, page(case), "/admin/", person, "/admin/parties/datasubject/"):
        answer = desk.get(url)
        assert answer.status_code == 200, url
        assert not [raw for raw in RAW if raw in answer.content.decode()], url


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_of_every_step_is_shown_as_text(desk, logged, delegated, text):
    number = Exercise.objects.get().pk
    take(desk, logged, f"advise-{number}", advice=text)
    take(desk, logged, "ask_identity", doubt=text, needed=text)
    take(desk, logged, "confirm_identity", proof="code")
    take(desk, logged, "ask_question", question=text)
    take(desk, logged, "extend", reason=text)
    words = {"outcome": "partly", "ground": "conditions", "done": text, "reasons": text}
    words |= dict.fromkeys(ACCESS, text)
    take(desk, logged, f"decide-{number}", **words)
    take(desk, logged, f"reconsider-{number}", reason=text)
    take(desk, logged, f"decide-{number}", **words)
    take(desk, logged, "draft_answer")
    letters = Letter.objects.about(logged)
    assert letters.count() == 4
    for url in [page(logged), *(f"/admin/correspondence/letter/{x.pk}/change/" for x in letters)]:
        answer = desk.get(url)
        assert answer.status_code == 200, url
        assert not [raw for raw in RAW if raw in answer.content.decode()], url
    assert text.strip() in replies.answer_of(logged).body


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_search_finds_nothing_and_breaks_nothing(desk, logged, text):
    for url in (LIST, "/admin/parties/datasubject/", "/admin/parties/customer/"):
        answer = desk.get(url, {"q": text})
        assert answer.status_code == 200
        assert not [raw for raw in RAW if raw in answer.content.decode()]


@pytest.mark.parametrize("field", ["name", "words"])
def test_a_nul_byte_is_refused_with_a_sentence(desk, profile, field):
    text = desk.post(f"{LIST}add/", form(**{field: "a\x00b"})).content.decode()
    assert "Null characters are not allowed" in text
    assert not SubjectRequest.objects.exists()


@pytest.mark.parametrize("field", ["name", "words"])
def test_a_nul_byte_is_refused_by_the_service_too(log, field):
    with pytest.raises(ValidationError, match="character"):
        log(**{field: "a\x00b"})


@pytest.mark.parametrize("name", ["Maarit\nBcc: x@y.example", "Maarit\u202etiraaM", "\x1b[2J"])
def test_a_name_that_breaks_or_turns_lines_is_refused(log, name):
    with pytest.raises(ValidationError, match="invisible character"):
        log(name=name)


@pytest.mark.parametrize(
    "address",
    ["a@b.example\r\nBcc: x@y.example", "x" * 300 + "@mail.example", "maarit@" + "y" * 300, "м@п"],
)
def test_an_address_that_cannot_be_is_refused_and_nothing_typed_is_lost(desk, profile, address):
    text = desk.post(f"{LIST}add/", form(email=address)).content.decode()
    assert "Palun kustutage." in text
    assert not SubjectRequest.objects.exists()
    with pytest.raises(ValidationError, match="not an e-mail address"):
        people.checked_address(address)


def test_an_address_with_a_domain_in_another_script_is_served(log, dpo):
    case = log(email="maarit@näidis.example")
    assert replies.acknowledge(case, by=dpo).to == "maarit@xn--nidis-gra.example"


def test_a_megabyte_of_words_is_kept_and_the_letter_quotes_its_beginning(desk, log, dpo):
    case = log(words="sõna " * 199_999)
    assert len(replies.acknowledge(case, by=dpo).body) < 4_000
    assert len(case.words) == 999_994
    assert desk.get(page(case)).status_code == 200


def test_more_words_than_that_are_refused_with_a_sentence(desk, profile, log):
    text = desk.post(f"{LIST}add/", form(words="x" * 1_000_001)).content.decode()
    assert "at most 1000000 characters" in text
    with pytest.raises(ValidationError, match="Shorten it, or attach it"):
        log(words="x" * 1_000_001)


def test_advice_has_an_end_too(logged, dpo):
    with pytest.raises(ValidationError, match="longer than 20000"):
        decision.decide(Exercise.objects.get(), outcome="granted", done="x" * 20_001, by=dpo)


@pytest.mark.parametrize(
    ("received_at", "sentence"),
    [
        (datetime(2018, 5, 24, 23, 59, tzinfo=UTC), "The GDPR applies since"),
        (datetime(1, 1, 1, tzinfo=UTC), "The GDPR applies since"),
        (datetime(9999, 12, 31, tzinfo=UTC), "in the future"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(log, received_at, sentence):
    with pytest.raises(ValidationError, match=sentence):
        log(received_at=received_at)


@pytest.mark.parametrize("typed", ["31.31.2026", "2026-02-30", "0000-00-00", "tomorrow", "99999"])
def test_a_date_that_is_none_is_told(desk, profile, typed):
    text = desk.post(f"{LIST}add/", form(received_at_0=typed)).content.decode()
    assert "Enter a valid date" in text


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "Europe", "../etc/passwd", "EST5EDT4"])
def test_an_unknown_time_zone_never_becomes_the_offices(profile, zone):
    profile.time_zone = zone
    with pytest.raises(ValidationError):
        profile.full_clean()


def test_a_time_is_typed_in_the_offices_zone(desk, profile):
    """O1: in Tallinn the 20th has begun while in UTC it is still the 19th."""
    desk.post(f"{LIST}add/", form(received_at_0="2026-01-20", received_at_1="00:30:00"))
    case = SubjectRequest.objects.get()
    assert case.received_at == datetime(2026, 1, 19, 22, 30, tzinfo=UTC)


def test_an_hour_that_a_clock_change_skips_is_told(desk, profile):
    text = desk.post(
        f"{LIST}add/", form(received_at_0="2026-03-29", received_at_1="03:30:00")
    ).content.decode()
    assert "be interpreted in time zone Europe/Tallinn" in text


@pytest.mark.parametrize("number", ["x", "0", "1-2", "-1", "9" * 40, "٣"])
@pytest.mark.parametrize("step", ["decide", "advise", "reconsider"])
def test_a_step_about_a_right_that_is_none_is_not_found(desk, logged, step, number):
    words = {"outcome": "granted", "advice": "x", "reason": "x"}
    assert take(desk, logged, f"{step}-{number}", **words).status_code == 404


@pytest.mark.parametrize("step", ["decide", "advise", "reconsider"])
def test_a_right_of_another_case_is_not_found(desk, log, step):
    mine, other = log(), log(email="other@mail.example")
    foreign = Exercise.objects.get(part__request=other)
    words = {"outcome": "granted", "advice": "x", "reason": "x"}
    assert take(desk, mine, f"{step}-{foreign.pk}", **words).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.status, foreign.advice) == ("open", "")


def test_a_hand_over_to_nobody_is_told(desk, logged):
    assert "Something is missing" in take(desk, logged, "hand_over", to="999999").content.decode()


def test_the_same_key_with_other_words_is_the_first_case(log):
    key = uuid.uuid4()
    first = log(intake_key=key)
    assert log(intake_key=key, email="other@mail.example", words="Other.") == first


def test_a_letter_never_reads_a_value_for_placeholders(log, dpo):
    case = log(name="{{ authority }}", words="{{ contact }}")
    body = replies.acknowledge(case, by=dpo).body
    assert "{{ authority }}" in body
    assert "{{ contact }}" in body


def test_a_language_without_a_text_is_told_and_the_case_stays(desk, log, dpo):
    case = log()
    SubjectRequest.objects.filter(pk=case.pk).update(language="xx")
    text = take(desk, case, "acknowledge").content.decode()
    assert "has no text in xx" in text
    case.refresh_from_db()
    assert case.status == "received"


def test_a_receipt_may_lie_some_years_back(log, now):
    """Found in a drawer: late, but a request."""
    case = log(received_at=now - timedelta(days=2 * 365))
    assert case.status == "received"
    assert case.received_at > intake.GDPR_APPLIES_SINCE
    assert Profile.current().zone
