"""Letters, texts and outbox in the admin: who sees what, and each step refuses with a sentence."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from dpo_office.correspondence.models import Delivery, Letter, MailServer, Template
from dpo_office.correspondence.services import claims, letters, messages
from dpo_office.lib.clock import database_now
from dpo_office.organisation import access

pytestmark = pytest.mark.django_db
CANARY = "Karl Proovik"


@pytest.fixture
def desk(admin_of, dpo):
    """The DPO at work."""
    return admin_of(dpo)


def url(record, name="change"):
    return reverse(f"admin:correspondence_{record._meta.model_name}_{name}", args=[record.pk])


def step(client, record, name, **data):
    data = {f"{name}-{key}": value for key, value in data.items()}
    return client.post(url(record).replace("change/", f"step/{name}/"), data, follow=True)


def edit(client, letter, **changes):
    saved = {"subject": letter.subject, "body": letter.body, "revision": letter.revision}
    return step(client, letter, "edit", **(saved | changes))


@pytest.mark.parametrize("model", ["letter", "delivery", "template"])
def test_the_lists_open_and_search(desk, draft, dpo, model):
    letters.send(draft(), by=dpo)
    page = reverse(f"admin:correspondence_{model}_changelist")
    assert desk.get(page).status_code == 200
    assert desk.get(page, {"q": "karl@proovik.example"}).status_code == 200


def test_a_letter_is_found_by_reference_and_by_whole_address_only(desk, draft):
    draft()
    page = reverse("admin:correspondence_letter_changelist")
    for term, found in [("SR-2026-0138", 1), ("KARL@proovik.example", 1), ("karl@", 0)]:
        assert desk.get(page, {"q": term}).context["cl"].result_count == found


@pytest.mark.parametrize("model", ["letter", "delivery", "template"])
def test_nothing_is_added_or_deleted_by_hand(desk, draft, dpo, model):
    letter = letters.send(draft(), by=dpo)
    record = {"letter": letter, "delivery": letter.delivery, "template": Template.objects.first()}
    assert desk.get(reverse(f"admin:correspondence_{model}_add")).status_code == 403
    assert desk.post(url(record[model], "delete"), {"post": "yes"}).status_code == 403


def test_the_page_of_a_draft_shows_text_and_warning(desk, draft):
    page = desk.get(url(draft(to_name=CANARY))).content.decode()
    assert "Answer: granted, to Karl Proovik" in page
    assert "You find it attached." in page
    assert "No lawyer has reviewed this text yet." in page


def test_a_draft_is_saved(desk, draft):
    letter = draft()
    page = edit(desk, letter, body="Dear Karl,\r\nnew.")
    assert "The draft is saved." in page.content.decode()
    assert Letter.objects.get().body == "Dear Karl,\nnew."


def test_a_draft_is_saved_and_sent(desk, draft):
    page = edit(desk, draft(), body="New.", send="on")
    assert "The letter is on its way." in page.content.decode()
    letter = Letter.objects.get()
    assert (letter.body, letter.status, letter.delivery.state) == ("New.", "queued", "queued")


def test_who_may_not_send_is_told_and_nothing_leaves(desk, draft, monkeypatch):
    may = access.roles_that_may
    monkeypatch.setattr(access, "roles_that_may", lambda a, n: may(a, n) if a != "send" else ())
    page = edit(desk, draft(), body="New.", send="on").content.decode()
    assert "somebody else has to send it" in page
    assert not Delivery.objects.exists()


def test_the_second_editor_is_refused_keeps_what_was_typed_and_sees_the_other_text(
    desk, draft, dpo
):
    letter = draft()
    letters.edit(Letter.objects.get(), subject=letter.subject, body="Theirs.", by=dpo)
    page = edit(desk, letter, body="Mine.").content.decode()
    assert "Somebody else changed or sent this letter" in page
    assert "Mine." in page
    assert "Theirs." in page
    assert Letter.objects.get().body == "Theirs."
    assert 'name="edit-revision" value="1"' in page


def test_a_draft_without_its_passage_says_why_it_can_not_be_sent(desk, draft):
    page = edit(desk, draft("refusal"), body="No.", send="on").content.decode()
    assert "The letter must keep these passages: " in page
    assert Letter.objects.get().status == "draft"


def test_a_draft_is_given_up_with_a_reason(desk, draft):
    letter = draft()
    step(desk, letter, "discard", reason="")
    assert Letter.objects.get().status == "draft"
    step(desk, letter, "discard", reason="withdrawn")
    assert Letter.objects.get().status == "discarded"


def test_a_letter_by_post_is_marked_as_posted(desk, draft, dpo):
    letter = letters.send(draft(to="Tee 1", channel="post"), by=dpo)
    assert "Posted" in desk.get(url(letter)).content.decode()
    step(desk, letter, "handed_over")
    assert Letter.objects.get().status == "sent"


def test_a_sent_letter_shows_the_server_s_answer_and_can_not_be_edited(desk, draft, dpo):
    letter = letters.send(draft(), by=dpo)
    claimed = claims.claim(Delivery.objects.all(), database_now())
    claims.sent(claimed, answer="250 queued as 77", now=database_now())
    page = desk.get(url(letter)).content.decode()
    assert "250 queued as 77" in page
    assert "Save the draft" not in page
    assert "changed or sent" in edit(desk, letter, body="x").content.decode()


def test_the_pdf_is_a_download(desk, draft):
    answer = desk.get(url(draft(), "pdf"))
    assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")


HOSTILE = '"><svg onload=alert(1)>{{ 7 }}'


def test_hostile_text_is_shown_as_text(desk, draft):
    """V1.2.1."""
    letter = draft(to_name=HOSTILE, context={"name": HOSTILE, "answer": HOSTILE})
    for page in (url(letter), reverse("admin:correspondence_letter_changelist")):
        html = desk.get(page).content.decode()
        assert "<svg onload" not in html
        assert escape(HOSTILE) in html


def test_an_auditor_sees_no_person_anywhere(admin_of, auditor, draft, dpo):
    """F3."""
    letter = letters.send(draft(to_name=CANARY), by=dpo)
    client = admin_of(auditor)
    pages = [url(letter), url(letter.delivery)]
    pages += [reverse(f"admin:correspondence_{m}_changelist") for m in ("letter", "delivery")]
    for page in pages:
        html = client.get(page).content.decode()
        assert "Our answer" in html or "Mail" in html or "mails" in html
        assert "karl" not in html.lower()
    for q in ("karl@proovik.example", "Proovik"):
        found = client.get(reverse("admin:correspondence_letter_changelist"), {"q": q})
        assert found.context["cl"].result_count == 0
    assert client.get(url(letter, "pdf")).status_code == 403


@pytest.mark.parametrize("name", ["edit", "discard", "handed_over", "try_now"])
def test_steps_need_the_right_and_a_post(admin_of, auditor, draft, name):
    client, letter = admin_of(auditor), draft()
    where = url(letter).replace("change/", f"step/{name}/")
    assert client.post(where).status_code == 403
    assert client.get(where).status_code == 405
    assert Letter.objects.get().status == "draft"


def test_the_page_of_a_mail_never_shows_its_text(desk, mail):
    delivery = mail(secret=True)
    assert "Text" not in desk.get(url(delivery)).content.decode().split("desk-title")[1]


def test_a_waiting_mail_is_tried_now(desk, mail):
    delivery = mail()
    Delivery.objects.update(next_try_at="2030-01-01T00:00Z")
    step(desk, delivery, "try_now")
    assert Delivery.objects.due(database_now()).get() == delivery


def test_selected_mails_are_tried_and_a_sent_one_is_told_by_number(desk, mail):
    mails = [mail("test:1"), mail("test:2")]
    claims.sent(
        claims.claim(Delivery.objects.filter(pk=mails[0].pk), database_now()),
        answer="250",
        now=database_now(),
    )
    data = {"action": "try_now", "_selected_action": [m.pk for m in mails]}
    page = desk.post(reverse("admin:correspondence_delivery_changelist"), data, follow=True)
    told = [str(message) for message in page.context["messages"]]
    assert told == [
        f"Automatic mail #{mails[0].pk}: This mail is sent and can't be tried again.",
        "1 mail is tried now.",
    ]


def test_the_outbox_says_when_no_mail_leaves(desk):
    MailServer.objects.update_or_create(
        pk=1, defaults={"away_since": database_now(), "error": "Away."}
    )
    page = desk.get(reverse("admin:correspondence_delivery_changelist")).content.decode()
    assert "No mail leaves: Away." in page


def rewrite(client, template, **changes):
    version = template.current("en")
    saved = {"subject": version.subject, "body": version.body, "after": version.number}
    return step(client, template, "rewrite-en", **(saved | changes)).content.decode()


def test_a_text_is_rewritten_as_a_new_version(desk):
    template = Template.objects.get(key="acknowledgement")
    page = rewrite(desk, template, body="Dear {{ name }}")
    assert "Version 2 is in use from now on." in page
    assert "Version 1" in page


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"body": "{{ user.password }}"}, "does not exist here"),
        ({"body": "No."}, "This letter must contain"),
        ({"subject": "For {{ name }}"}, "does not exist here"),
        ({"after": 0}, "Somebody else rewrote this text"),
    ],
)
def test_an_unsuitable_text_is_refused_and_stays_in_the_form(desk, changes, refusal):
    template = Template.objects.get(key="refusal")
    page = rewrite(desk, template, **changes)
    assert refusal in page
    assert escape(changes.get("body", "")) in page
    assert template.current("en").number == 1


def test_a_text_in_an_unknown_language_is_refused(desk):
    template = Template.objects.get(key="digest")
    page = step(desk, template, "rewrite-xx", subject="x", body="x", after=0)
    assert "not written in this language" in page.content.decode()


def test_a_lawyer_s_review_is_recorded(desk):
    template = Template.objects.get(key="refusal")
    version = template.current("en")
    step(desk, template, f"review-{version.pk}", lawyer="A. Jurist", on="2026-01-05")
    version.refresh_from_db()
    assert version.reviewed_by == "A. Jurist"


def test_a_review_of_another_letter_s_text_is_not_found(desk):
    other = Template.objects.get(key="digest").current("en")
    template = Template.objects.get(key="refusal")
    page = step(desk, template, f"review-{other.pk}", lawyer="A. Jurist", on="2026-01-05")
    assert page.status_code == 404


@pytest.mark.parametrize("template", ["refusal", "acknowledgement", "passed_on"])
def test_a_sample_of_a_text_is_a_download(desk, profile, template):
    version = Template.objects.get(key=template).current("fr")
    answer = desk.get(reverse("admin:correspondence_text_pdf", args=[version.pk]))
    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]


@pytest.fixture
def folder(settings, tmp_path):
    """The demo's folder with one hostile mail."""
    settings.SMTP_URL, settings.DEMO, settings.MAIL_FOLDER = "", True, tmp_path
    (tmp_path / "20261123-120000-000001.eml").write_text(
        f"Subject: Hello\nTo: a@b.example\nContent-Type: text/plain\n\n{HOSTILE}"
    )
    (tmp_path / "secret.eml").write_text("Subject: secret\n\nx")
    return reverse("admin:correspondence_delivery_demo_mails")


def test_the_mails_of_the_demo_are_listed_and_shown_as_text(desk, folder):
    assert "Hello" in (page := desk.get(folder).content.decode())
    assert "secret" not in page
    page = desk.get(folder, {"mail": "20261123-120000-000001.eml"}).content.decode()
    assert escape(HOSTILE) in page
    assert "<svg onload" not in page


@pytest.mark.parametrize(
    "name", ["secret.eml", "../etc/passwd", "20261123-120000-000009.eml", "/etc/passwd", "\x00"]
)
def test_no_other_file_is_shown(desk, folder, name):
    assert desk.get(folder, {"mail": name}).status_code == 404


def test_outside_the_demo_no_mail_is_shown(desk, folder, settings):
    settings.DEMO = False
    assert desk.get(folder).status_code in (403, 404)


def test_an_enclosure_of_a_mail_is_a_download(desk, folder, mail, settings, draft, dpo):
    letter = letters.send(draft(), by=dpo)
    name = "20261123-120000-000002.eml"
    (settings.MAIL_FOLDER / name).write_bytes(messages.built(letter.delivery))
    answer = desk.get(folder, {"mail": name, "part": "1"})
    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert desk.get(folder, {"mail": name, "part": "2"}).status_code == 404


@pytest.mark.parametrize("who", ["staff", "security"])
def test_letters_are_not_for_everybody(request, admin_of, who, draft):
    client, letter = admin_of(request.getfixturevalue(who)), draft()
    lists = [reverse(f"admin:correspondence_{m}_changelist") for m in ("letter", "delivery")]
    for page in (*lists, url(letter), url(letter, "pdf")):
        assert client.get(page).status_code == 403
