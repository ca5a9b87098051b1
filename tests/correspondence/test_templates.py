"""Texts of letters: versions, required passages, listed placeholders, the lawyer's review."""

from datetime import date, timedelta

import pytest
from django.conf import settings as office
from django.db import DatabaseError, transaction

from dpo_office.correspondence import shipped_texts
from dpo_office.correspondence.models import Template, TemplateVersion
from dpo_office.correspondence.refusals import LetterRefused, SomebodyElseEdited
from dpo_office.correspondence.services import templates
from dpo_office.evidence.models import Event
from dpo_office.lib.placeholders import PlaceholderRefused

pytestmark = pytest.mark.django_db
BODY = "Dear {{ name }}, no. {{ right_to_complain }} {{ judicial_remedy }}"


@pytest.fixture
def refusal():
    return Template.objects.get(key="refusal")


@pytest.fixture
def rewrite(refusal, dpo):
    def _rewrite(subject="Answer {{ reference }}", body=BODY, after=1, template=refusal):
        return templates.rewrite(
            template, language="en", subject=subject, body=body, after=after, by=dpo
        )

    return _rewrite


@pytest.mark.parametrize("template", [key for key, _ in shipped_texts.shipped()])
def test_every_shipped_text_is_one_that_could_be_saved(template):
    for version in TemplateVersion.objects.filter(template__key=template):
        templates.refuse_unsuitable(version.template, subject=version.subject, body=version.body)


def test_letters_to_people_ship_in_every_language():
    languages = {code for code, _ in office.LANGUAGES}
    for template in Template.objects.exclude(key="digest"):
        assert set(template.versions.values_list("language", flat=True)) == languages


@pytest.mark.parametrize("key", ["refusal", "answer_partly", "nothing_held", "cannot_identify"])
def test_a_no_needs_complaint_and_judicial_remedy(key):
    """P5.3, GDPR Art. 12(4)."""
    required = Template.objects.get(key=key).requires
    assert required == ["right_to_complain", "judicial_remedy"]


def test_loading_the_shipped_texts_again_changes_nothing():
    assert shipped_texts.load(Template, TemplateVersion) == 0


def test_a_newer_shipped_text_becomes_a_new_version(refusal):
    TemplateVersion.objects.create(
        template=refusal, language="en", number=2, subject="Old", body="Old", shipped=True
    )
    assert shipped_texts.load(Template, TemplateVersion) == 1
    assert refusal.current("en").number == 3


def test_a_text_of_the_office_is_never_replaced_by_a_shipped_one(rewrite, refusal):
    mine = rewrite()
    assert shipped_texts.load(Template, TemplateVersion) == 0
    assert refusal.current("en") == mine


def test_rewriting_makes_the_next_version_and_tells_the_trail(rewrite, refusal, dpo):
    version = rewrite()
    assert version.number == 2
    event = Event.objects.get(kind="template.rewritten")
    assert (event.actor, event.facts) == (dpo, {"language": "en", "version": 2})


def test_the_second_of_two_who_rewrite_at_once_is_refused(rewrite, refusal):
    rewrite()
    with pytest.raises(SomebodyElseEdited, match="Somebody else rewrote"):
        rewrite(body=BODY + " Other.")
    assert refusal.current("en").number == 2


@pytest.mark.parametrize("change", [{"body": "x"}, {"subject": "x"}, {"number": 9}])
def test_a_written_text_never_changes(refusal, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        refusal.versions.update(**change)


def test_a_written_text_is_never_deleted(refusal):
    with pytest.raises(DatabaseError), transaction.atomic():
        refusal.versions.all()._raw_delete("default")


@pytest.mark.parametrize("key", ["right_to_complain", "judicial_remedy"])
def test_a_text_without_a_required_passage_is_refused(rewrite, key):
    with pytest.raises(LetterRefused, match=rf"must contain: \{{\{{ {key} \}}\}}"):
        rewrite(body=BODY.replace(f"{{{{ {key} }}}}", ""))


@pytest.mark.parametrize("text", ["{{ user.password }}", "{{ searched }}", "{% load x %}{{ x|y }}"])
def test_a_text_with_an_unknown_placeholder_is_refused(rewrite, text):
    with pytest.raises(PlaceholderRefused, match="does not exist here"):
        rewrite(body=BODY + text)


@pytest.mark.parametrize("name", ["name", "request", "reasons"])
def test_a_subject_has_no_placeholder_for_personal_data(rewrite, name):
    with pytest.raises(PlaceholderRefused, match="does not exist here"):
        rewrite(subject=f"Answer to {{{{ {name} }}}}")


@pytest.mark.parametrize("subject", ["Answer\nBcc: x@y.example", "Answer\r", "A\x00"])
def test_a_subject_with_a_control_character_is_refused(rewrite, subject):
    """V1.3.11."""
    with pytest.raises(LetterRefused, match="line break or another control character"):
        rewrite(subject=subject)


def test_a_passage_can_not_contain_passages(rewrite):
    passage = Template.objects.get(key="right_to_complain")
    with pytest.raises(PlaceholderRefused):
        rewrite(template=passage, subject="", body="{{ judicial_remedy }}")


def test_a_text_that_no_lawyer_read_says_so_until_one_did(refusal, dpo):
    version = refusal.current("en")
    assert version.warning == "No lawyer has reviewed this text yet."
    templates.mark_reviewed(version, lawyer="A. Jurist", on=date(2026, 1, 5), by=dpo)
    assert version.warning == ""
    assert "Jurist" not in str(Event.objects.get(kind="template.reviewed").facts)


@pytest.mark.parametrize(("lawyer", "days"), [("", 0), ("A. Jurist", 1)])
def test_a_review_needs_a_lawyer_and_a_day_in_the_past(refusal, dpo, lawyer, days):
    day = date.today() + timedelta(days=days)  # noqa: DTZ011 - a day off does no harm
    with pytest.raises(LetterRefused, match="which lawyer"):
        templates.mark_reviewed(refusal.current("en"), lawyer=lawyer, on=day, by=dpo)
