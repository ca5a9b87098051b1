"""Enquiries, the library and matters in the admin: lists, forms, steps (O5, A1, F3)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dpo_office.accountability.models import Enquiry, LibraryAnswer, Matter, MatterPaper
from dpo_office.accountability.services import answering, matters, papers
from dpo_office.correspondence.models import Letter
from dpo_office.worklist.models import Clock
from requests_app.models import SubjectRequest
from tests.requests_app.test_page_costs import cost

pytestmark = pytest.mark.django_db
BASE = "/admin/accountability"


@pytest.fixture
def desk(profile, dpo, admin_of):
    return admin_of(dpo)


def page(row) -> str:
    return f"{BASE}/{row._meta.model_name}/{row.pk}/change/"


def take(client, row, name: str, **words):
    url = page(row).replace("change/", f"step/{name}/")
    return client.post(url, {f"{name}-{key}": value for key, value in words.items()}, follow=True)


def received(days: int = 1) -> dict[str, str]:
    at = timezone.localtime() - timedelta(days=days)
    return {"received_at_0": f"{at:%Y-%m-%d}", "received_at_1": f"{at:%H:%M:%S}"}


def test_an_enquiry_is_logged_from_its_form_with_a_file(desk):
    words = {"kind": "dpa", "asker": "Kalle", "address": "kalle@mail.example", "channel": "email"}
    words |= {"language": "en", "words": "May we have the DPA?", **received()}
    words |= {"intake_key": "8f9e3a4e-3f55-4b7e-a6f4-6f2f3a1b7c11"}
    words |= {"files": SimpleUploadedFile("form.txt", b"text")}
    answer = desk.post(f"{BASE}/enquiry/add/", words, follow=True)
    assert "May we have the DPA?" in answer.content.decode()
    assert "form.txt" in answer.content.decode()


def test_an_impossible_receipt_comes_back_with_what_was_typed(desk):
    words = {"kind": "dpa", "asker": "Kalle", "channel": "email", "language": "en", **received(-2)}
    answer = desk.post(f"{BASE}/enquiry/add/", words)
    assert "lies in the future" in answer.content.decode()
    assert "Kalle" in answer.content.decode()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "query",
    ["", "?stage=open", "?stage=closed", "?status__exact=open", "?kind__exact=question",
     "?channel__exact=email", "?q=EQ-", "?q=proovik"],
)  # fmt: skip
def test_the_list_of_enquiries_opens_with_every_filter_and_search(desk, enquiry, query):
    found = desk.get(f"{BASE}/enquiry/{query}").context["cl"].result_count
    assert found == (0 if query == "?stage=closed" else 1)


@pytest.mark.parametrize(
    "query",
    ["", "?stage=open", "?stage=closed", "?status__exact=open", "?kind__exact=through_authority",
     "?outcome__exact=upheld", "?q=AKI", "?q=MT-", "?q=0815"],
)  # fmt: skip
def test_the_list_of_matters_opens_with_every_filter_and_search(desk, matter, query):
    found = desk.get(f"{BASE}/matter/{query}").context["cl"].result_count
    assert found == (0 if query in ("?stage=closed", "?outcome__exact=upheld") else 1)


@pytest.mark.parametrize(
    "query", ["", "?kind__exact=question", "?retired_at__isempty=1", "?q=data+centres"]
)
def test_the_library_opens_with_every_filter_and_search(desk, hosting, query):
    assert desk.get(f"{BASE}/libraryanswer/{query}").context["cl"].result_count == 1


def test_an_enquiry_is_answered_by_letter_from_its_page(desk, enquiry, hosting):
    take(desk, enquiry, "answer", answer=hosting.pk, text="Ask again.")
    letter = Letter.objects.get()
    assert f"/letter/{letter.pk}/change/" in desk.get(page(enquiry)).content.decode()
    url = f"/admin/correspondence/letter/{letter.pk}/step/edit/"
    words = {"subject": letter.subject, "body": letter.body, "revision": 0, "send": "on"}
    desk.post(url, {f"edit-{key}": value for key, value in words.items()})
    enquiry.refresh_from_db()
    assert enquiry.status == "answered"


def test_an_enquiry_becomes_a_request_by_one_step(desk, enquiry):
    answer = take(desk, enquiry, "pass_on-request", chosen=["access", "erasure"])
    case = SubjectRequest.objects.get()
    assert f"It is {case} now" in answer.content.decode()
    assert f"/subjectrequest/{case.pk}/change/" in desk.get(page(enquiry)).content.decode()


def test_making_a_request_without_a_right_says_so(desk, enquiry):
    answer = take(desk, enquiry, "pass_on-request")
    assert "Something is missing" in answer.content.decode()


def test_a_case_of_a_kind_that_is_none_is_refused(desk, enquiry):
    answer = take(desk, enquiry, "pass_on-burglary", chosen=["access"])
    assert "No such case" in answer.content.decode()


def test_the_other_steps_of_an_enquiry(desk, enquiry, deputy):
    take(desk, enquiry, "asker", asker="Kalle P.", address="kp@mail.example")
    take(desk, enquiry, "hand_over", to=deputy.pk)
    take(desk, enquiry, "keep", title="Where", body="In Germany.")
    take(desk, enquiry, "mark_answered", text="In Germany.")
    take(desk, enquiry, "open_again", reason="They ask back.")
    answer = take(desk, enquiry, "end", reason="They thank us.")
    assert "no answer is owed" in answer.content.decode()
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.owner, enquiry.asker) == ("ended", deputy, "Kalle P.")
    assert LibraryAnswer.objects.get().title == "Where"


def test_a_refused_step_keeps_what_was_typed(desk, enquiry, hosting):
    answer = take(desk, enquiry, "keep", title=hosting.title, body="Kept words.")
    assert "is there already" in answer.content.decode()
    assert "Kept words." in answer.content.decode()


def test_an_answer_is_kept_rewritten_retired_and_used_again(desk):
    words = {"title": "DPA", "kind": "dpa", "language": "en", "body": "Here it is."}
    desk.post(f"{BASE}/libraryanswer/add/", words)
    answer = LibraryAnswer.objects.get()
    take(desk, answer, "rewrite-et", body="Siin see on.", after=0)
    assert "used 0 times" in desk.get(page(answer)).content.decode()
    assert answer.current("et").body == "Siin see on."
    take(desk, answer, "retire")
    take(desk, answer, "use_again")
    answer.refresh_from_db()
    assert answer.retired_at is None


def test_a_language_that_letters_lack_writes_nothing(desk, hosting):
    take(desk, hosting, "rewrite-xx", body="?", after=0)
    assert hosting.versions.count() == 1


def test_a_matter_is_opened_from_its_form_and_holds_the_case(desk, logged, decision_owner):
    words = {"kind": "inquiry", "authority": "AKI", "authority_reference": "7", **received()}
    words |= {"deadline": f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}"}
    words |= {"case": logged.reference, "decision_owner": decision_owner.pk, "words": "Why?"}
    words |= {"intake_key": "8f9e3a4e-3f55-4b7e-a6f4-6f2f3a1b7c12"}
    text = desk.post(f"{BASE}/matter/add/", words, follow=True).content.decode()
    assert "AKI: inquiry of an authority" in text
    assert "as it was written to us" in text
    assert logged.reference in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"authority": ""}, "which authority"), ({"case": "SR-1"}, "No case has the reference")],
)
def test_a_matter_that_lacks_something_says_what(desk, changes, sentence):
    words = {"kind": "inquiry", "authority": "AKI", **received(), **changes}
    words |= {"intake_key": "8f9e3a4e-3f55-4b7e-a6f4-6f2f3a1b7c13"}
    assert sentence in desk.post(f"{BASE}/matter/add/", words).content.decode()
    assert not Matter.objects.exists()


def test_the_steps_of_a_matter(desk, matter, logged, deputy):
    day = f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}"
    take(desk, matter, "deadline", on=day)
    take(desk, matter, "link", reference=logged.reference)
    upload = SimpleUploadedFile("aki.txt", b"text")
    take(
        desk, matter, "paper", came_on=f"{timezone.localdate():%Y-%m-%d}", note="Why?", files=upload
    )
    take(desk, matter, "advise", advice="Answer.")
    take(desk, matter, "deadline_met")
    text = desk.get(page(matter)).content.decode()
    assert all(words in text for words in ("aki.txt", "Answer.", logged.reference, "Why?"))
    take(desk, matter, f"unlink-{matter.links.get().pk}", reason="Another case.")
    take(desk, matter, "hand_over", to=deputy.pk)
    answer = take(desk, matter, "close", outcome="no_action", result="Closed.")
    assert "held no longer" in answer.content.decode()
    take(desk, matter, "open_again", reason="Appeal.")
    matter.refresh_from_db()
    assert (matter.status, matter.handler) == ("open", deputy)
    assert MatterPaper.objects.get().note == "Why?"
    assert Clock.objects.about(matter).get().stopped_at


def test_a_letter_of_a_matter_is_written_and_leads_to_its_page(desk, matter):
    words = {"to": "info@aki.example", "to_name": "AKI", "channel": "mail", "language": "en"}
    take(desk, matter, "letter", text="We answered.", **words)
    letter = Letter.objects.get()
    assert f"/letter/{letter.pk}/change/" in desk.get(page(matter)).content.decode()


def test_a_link_that_is_not_of_this_matter_is_not_there(desk, raise_matter, logged):
    mine, theirs = raise_matter(), raise_matter(case=logged.reference)
    link = theirs.links.get()
    assert take(desk, mine, f"unlink-{link.pk}", reason="x").status_code == 404
    assert take(desk, mine, "unlink-x", reason="x").status_code == 404


def test_those_without_need_to_know_see_no_matter(matter, staff, security, admin_of):
    """A1, F3: neither list nor page nor step."""
    for who in (staff, security):
        client = admin_of(who)
        assert client.get(f"{BASE}/matter/").status_code == 403
        assert client.get(page(matter)).status_code == 403


def test_an_auditor_reads_both_without_persons(matter, enquiry, auditor, dpo, admin_of, today):
    papers.came_in(matter, came_on=today, sender="Maarit", note="Maarit asks.", by=dpo)
    answering.mark_answered(enquiry, answer=None, text="Kalle knows.", by=dpo)
    client = admin_of(auditor)
    for row in (matter, enquiry):
        text = client.get(page(row)).content.decode()
        assert [word for word in ("Maarit", "Kalle", "kalle@", "messages?") if word in text] == []


def test_redacted_ones_have_no_steps(desk, raise_matter, ask, dpo, now):
    from dpo_office.accountability.services import redaction

    matter, enquiry = raise_matter(), ask()
    answering.mark_answered(enquiry, answer=None, text="Yes.", by=dpo)
    matters.close(matter, outcome="settled", result="Done.", by=dpo)
    over = now + timedelta(days=3 * 366 + 1)
    for row in (matter, enquiry):
        assert redaction.redact(type(row), row.pk, now=over)
        assert desk.get(page(row)).context["file"].steps == []


def test_lists_of_many_cost_what_lists_of_two_do(desk, ask, raise_matter, today):
    for name, make in (("enquiry", ask), ("matter", raise_matter)):
        made = [make(), make()]
        few = cost(desk, f"{BASE}/{name}/")
        made += [make() for _ in range(8)]
        assert cost(desk, f"{BASE}/{name}/") == few


def test_a_matter_with_many_letters_and_cases_costs_what_a_bare_one_does(
    desk, matter, log, dpo, today
):
    from dpo_office.accountability.services import linking

    def fill():
        linking.link(matter, reference=log().reference, by=dpo)
        papers.came_in(matter, came_on=today, sender="AKI", note="Why?", by=dpo)

    fill()
    few = cost(desk, page(matter))
    for _ in range(6):
        fill()
    assert cost(desk, page(matter)) == few


def test_today_names_both_by_what_must_be_done(desk, raise_matter, ask, today):
    raise_matter(deadline=today)
    ask(received_at=timezone.now() - timedelta(days=30))
    text = desk.get("/admin/").content.decode()
    assert "Answer AKI: complaint through an authority" in text
    assert "Answer Kalle Proovik (privacy question)" in text


def test_a_colleague_without_need_to_know_is_told_the_reference_alone(matter, staff):
    from dpo_office.accountability.clock_handlers import MattersNamed

    told = MattersNamed().describe([matter.pk], viewer=staff)[matter.pk]
    assert ("AKI" in told.title, told.url, told.reference) == (False, "", matter.reference)


def test_the_page_of_a_held_case_says_so_to_those_with_need_to_know(
    desk, raise_matter, logged, staff, admin_of
):
    matter = raise_matter(case=logged.reference)
    url = f"/admin/requests_app/subjectrequest/{logged.pk}/change/"
    text = desk.get(url).content.decode()
    assert "the case is held" in text
    assert page(matter) in text
    assert matter.reference not in admin_of(staff).get(url).content.decode()


def test_staff_are_led_to_no_letter_that_they_may_not_open(enquiry, dpo, staff, admin_of):
    letter = answering.draft(enquiry, answer=None, text="Yes.", by=dpo)
    assert f"/letter/{letter.pk}/" not in admin_of(staff).get(page(enquiry)).content.decode()
    assert f"/letter/{letter.pk}/" in admin_of(dpo).get(page(enquiry)).content.decode()
