"""The answer library: versions, search, how often each was used (O5)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from dpo_office.accountability.models import LibraryAnswer
from dpo_office.accountability.services import answering, library


def test_a_rewritten_text_is_the_next_version_and_the_first_stays(hosting, dpo):
    library.rewrite(hosting, language="en", body="In Frankfurt.", after=1, by=dpo)
    assert hosting.current("en").body == "In Frankfurt."
    assert hosting.versions.count() == 2


def test_the_second_of_two_who_rewrite_at_once_is_refused(hosting, dpo):
    library.rewrite(hosting, language="en", body="In Frankfurt.", after=1, by=dpo)
    with pytest.raises(ValidationError, match="Somebody else"):
        library.rewrite(hosting, language="en", body="In Berlin.", after=1, by=dpo)


def test_a_text_once_written_stays(hosting):
    with pytest.raises(DatabaseError), transaction.atomic():
        hosting.versions.update(body="Elsewhere.")


@pytest.mark.parametrize(
    ("title", "body", "sentence"),
    [("", "Yes.", "Say what it answers"), ("Where", " ", "needs a text")],
)
def test_an_answer_has_a_title_and_a_text(db, dpo, title, body, sentence):
    with pytest.raises(ValidationError, match=sentence):
        library.keep(title=title, kind="question", language="en", body=body, by=dpo)


def test_a_title_is_given_once(hosting, dpo):
    with pytest.raises(ValidationError, match="is there already"):
        library.keep(title=hosting.title, kind="dpa", language="en", body="Yes.", by=dpo)


def test_a_retired_answer_is_neither_offered_nor_rewritten_until_it_is_used_again(hosting, dpo):
    library.retire(hosting, by=dpo)
    assert not LibraryAnswer.objects.in_use().exists()
    with pytest.raises(ValidationError, match="retired"):
        library.rewrite(hosting, language="en", body="No.", after=1, by=dpo)
    with pytest.raises(ValidationError, match="retired already"):
        library.retire(hosting, by=dpo)
    library.use_again(hosting, by=dpo)
    assert LibraryAnswer.objects.in_use().get() == hosting
    with pytest.raises(ValidationError, match="in use"):
        library.use_again(hosting, by=dpo)


def test_uses_are_counted_over_all_versions_once_an_enquiry(ask, hosting, dpo):
    for enquiry in (ask(), ask()):
        answering.mark_answered(enquiry, answer=hosting, text="", by=dpo)
    library.rewrite(hosting, language="en", body="In Frankfurt.", after=1, by=dpo)
    answering.mark_answered(ask(), answer=hosting, text="", by=dpo)
    assert LibraryAnswer.objects.counted().get().times_used == 3


@pytest.mark.parametrize("words", ["messages are", "data centres"])
def test_a_search_reads_titles_and_texts(hosting, words):
    assert LibraryAnswer.objects.matching(words).get() == hosting
