"""Mails from outside are read within bounds, whatever they are (P4.1, security bar 3: mail)."""

import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_office.lib import mails
from dpo_office.lib.mails import MailRefused, ReadMail, Source, bounds, receipt_of
from dpo_office.lib.plain_text import checked_line, checked_lines

MAILS = Path(__file__).parents[1] / "data" / "mails"
TALLINN = ZoneInfo("Europe/Tallinn")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEAD = b"From: a@b.example\n"


def read(name: str) -> ReadMail:
    return mails.read((MAILS / f"{name}.eml").read_bytes())


def mail(**said) -> ReadMail:
    return ReadMail(**said)


def test_a_plain_mail_tells_from_whom_when_and_what():
    plain = read("plain")
    assert (plain.sender_name, plain.sender) == ("Maarit Näidis", "maarit@mail.example")
    assert plain.date == datetime(2026, 11, 19, 14, 42, 3, tzinfo=UTC)
    assert plain.received[0] == datetime(2026, 11, 19, 14, 42, 10, tzinfo=UTC)
    assert plain.message_id == "<plain-1@mail.example>"
    assert plain.words.startswith("Tere\n\nPalun saatke mulle koopia kõigist andmetest")


def test_html_becomes_plain_text_and_nothing_unseen():
    words = read("html_only").words
    assert words.startswith("Bonjour,")
    assert "Veuillez supprimer toutes mes données.\nJe m'oppose" in words
    assert "> Votre compte" in words
    assert "unseen" not in words
    assert "color" not in words


def test_hostile_names_and_markup_come_out_as_harmless_text():
    hostile = read("hostile")
    assert checked_line(hostile.sender_name, field="Name", longest=200) == hostile.sender_name
    assert hostile.sender_name == '"><svg onload=alert(1)> Bcc: x'
    assert hostile.sender == "evil@mail.example"
    assert hostile.words == "Please delete my account."
    assert [part.name for part in hostile.enclosed] == ["../../etc/passwd.pdf", "run.exe"]


def test_a_part_of_another_kind_is_a_file_and_the_text_stands():
    winmail = read("winmail")
    assert winmail.words.startswith("Please correct my name")
    assert [part.name for part in winmail.enclosed] == ["winmail.dat"]


def test_another_charset_is_decoded():
    koi8 = read("koi8")
    assert (koi8.sender_name, koi8.words) == ("Оксана", "Удалите мои данные")


def test_a_charset_that_is_none_falls_back():
    raw = HEAD + "Content-Type: text/plain; charset=punycode\n\nTäna".encode()
    assert mails.read(raw).words == "Täna"


def test_bytes_that_are_no_utf8_are_read_as_windows_does():
    assert mails.read(HEAD + b"\nT\xe4na").words == "Täna"


def test_a_reply_names_what_it_answers_nearest_first():
    assert read("reply").threads == ("<OUR-LETTER@office.example>", "<plain-1@mail.example>")


def test_a_mail_within_a_mail_stays_closed():
    inner, outer = EmailMessage(), EmailMessage()
    inner["From"], inner["Subject"] = "x@y.example", "inner"
    inner.set_content("Delete me.")
    outer["From"] = "a@b.example"
    outer.set_content("See below.")
    outer.add_attachment(inner)
    found = mails.read(outer.as_bytes())
    assert found.words == "See below."
    assert [part.name for part in found.enclosed] == ["mail.eml"]
    assert b"Delete me." in found.enclosed[0].content


def test_a_part_without_a_name_gets_one_of_its_type():
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("Hello")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf")
    assert mails.read(message.as_bytes()).enclosed[0].name == "attachment.pdf"


@pytest.mark.parametrize(("said", "automatic"), [("auto-replied", True), ("no", False)])
def test_a_machines_answer_is_known(said, automatic):
    """RFC 3834, 5."""
    assert mails.read(HEAD + f"Auto-Submitted: {said}\n\nx".encode()).automatic is automatic


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "is empty"),
        (b"x" * (bounds.LARGEST + 1), "larger than 25 MB"),
        (b"%PDF-1.4 not a mail at all", "This is not a mail"),
        (bounds.OLE + b"x" * 100, "Outlook's own kind"),
        (HEAD + b"\n" * (bounds.MOST_LINES + 1), "too many lines"),
    ],
)
def test_what_is_no_mail_is_refused_with_a_sentence(raw, sentence):
    with pytest.raises(MailRefused, match=sentence):
        mails.read(raw)


def nested(depth: int) -> bytes:
    levels = (
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)
    )
    return HEAD + b"".join(levels)


BOMBS = {
    "nested": nested(100_000),
    "parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 50_000,
    "mails in mails": HEAD + b"Content-Type: message/rfc822\n\n" * 5_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_parts_is_refused_with_a_sentence(name):
    with pytest.raises(MailRefused, match="too many parts"):
        mails.read(BOMBS[name])


def test_as_many_and_as_deep_as_mails_are_is_read():
    assert mails.read(nested(bounds.DEEPEST - 2) + b"\nHello").words == "Hello"


COSTLY = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (1024**3, 1024**3))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from django.conf import settings
settings.configure(USE_I18N=False)
from dpo_office.lib import mails
H, MB = b"From: a@b.example\\n", 1024 * 1024
text = H + b"Content-Type: text/html\\n\\n"
for raw in [
    text + b"<!--" * (5 * MB), text + b"<a " * (7 * MB), text + b"<" * (20 * MB),
    text + b"&#" + b"9" * (10 * MB), text + b"<script>" * (2 * MB),
    b"From: " + b"(" * (2 * MB) + b"\\n\\n", b"From: " + b"a:b;," * MB + b"\\n\\n",
    H + b"Subject: " + b"=?utf-8?q?a?= " * MB + b"\\n\\n", b"\\0" * MB + H,
    H + b"Content-Type: text/plain; " + b"a*0*=b;" * MB + b"\\n\\n",
    H + b"Content-Type: text/plain; charset=punycode\\n\\n" + b"a" * (20 * MB),
    H + b"Content-Type: application/x\\nContent-Transfer-Encoding: base64\\n\\n"
    + (b"QUJD" * 19 + b"\\n") * 320_000,
]:
    try:
        mails.read(raw)
    except mails.MailRefused:
        pass
print("alive")
"""


def test_what_is_made_to_be_costly_stays_within_a_gigabyte_and_a_minute():
    """Memory and processor are bounded by the kernel: a bomb that gets through dies here."""
    done = subprocess.run([sys.executable, "-c", COSTLY], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"alive\n"), done.stderr[-500:]


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_mail_or_refused(raw):
    for start in (b"", HEAD, HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n"):
        with suppress(MailRefused):
            keepable(mails.read(start + raw))


NAMES = ["From", "Reply-To", "Date", "Received", "Message-ID", "Subject", "Content-Type",
         "Content-Disposition", "Content-Transfer-Encoding", "References"]  # fmt: skip
VALUES = st.text(st.characters(codec="utf-8"), max_size=80)


@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8), VALUES)
def test_any_headers_are_read(headers, body):
    lines = "".join(f"{name}: {value}\n" for name, value in headers)
    keepable(mails.read(f"From: a@b.example\n{lines}\n{body}".encode()))


@given(VALUES)
def test_any_pasted_text_is_read(text):
    try:
        keepable(mails.read_pasted(text, TALLINN))
    except MailRefused:
        assert not text.strip() or mails.copied.is_source(text)


def keepable(found: ReadMail) -> None:
    """What was read may be kept as it is: forms and services refuse none of it."""
    for line in (found.sender_name, found.sender, found.subject, found.reply_to):
        assert checked_line(line, field="x", longest=300) == line
    assert checked_lines(found.words, field="x", longest=200_000) == found.words
    assert all(at.tzinfo for at in (*found.received, *filter(None, [found.date])))


@given(st.text(st.sampled_from("<>&;!-/ab'\"=#p\n "), max_size=300))
def test_any_markup_becomes_text_without_tags_that_were_whole(markup):
    assert "<p>" not in mails.plain_text(markup.replace("<", "<p>"))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a < b", "a < b"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("one<!-- hidden", "one"),
        ("x<style>p{}</STYLE>y", "xy"),
        ("&Auml;&#9731;&nbsp;b", "Ä☃ b"),
        ("<table><tr><td>a<td>b</table>", "a b"),
        ("&#" + "9" * 5000, "&#" + "9" * 5000),
    ],
)
def test_markup_is_made_plain(markup, text):
    assert mails.plain_text(markup) == text


HEADS = [
    ("From: Ann Lee <ann@mail.example>\nSent: Monday, November 23, 2026 9:05 AM\nTo: us\n"
     "Subject: data", (9, 5)),
    ("Saatja: Ann Lee <ann@mail.example>\nSaadetud: esmaspäev, 23. november 2026 10:12\n"
     "Adressaat: meie\nTeema: data", (10, 12)),
    ("Von: Ann Lee <ann@mail.example>\nGesendet: Montag, 23. November 2026 15:30\nAn: uns\n"
     "Betreff: data", (15, 30)),
    ("De : Ann Lee <ann@mail.example>\nEnvoyé : lundi 23 novembre 2026 18:07\nÀ : nous\n"
     "Objet : data", (18, 7)),
    ("From: Ann Lee <ann@mail.example>\nSubject: data\nDate: 23.11.2026 11:00:05", (11, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("head", "clock"), HEADS)
def test_text_as_a_mail_program_shows_it_is_understood(head, clock):
    found = mails.read_pasted(f"{head}\n\nPlease help.\n\nAnn", TALLINN)
    assert (found.sender_name, found.sender) == ("Ann Lee", "ann@mail.example")
    assert found.date == datetime(2026, 11, 23, *clock, tzinfo=TALLINN)
    assert (found.subject, found.words) == ("data", "Please help.\n\nAnn")


def test_a_pasted_source_is_read_as_the_mail_that_it_is():
    text = (MAILS / "plain.eml").read_text()
    assert mails.read_pasted(text, TALLINN) == read("plain")


def test_a_pasted_source_is_utf8_whatever_it_says():
    text = "From: a@b.example\nMessage-ID: <1@x>\nContent-Type: text/plain; charset=latin1\n\nTäna"
    assert mails.read_pasted(text, TALLINN).words == "Täna"


def test_words_alone_are_words():
    assert mails.read_pasted("Delete me: now.\nTo: nobody", TALLINN).words.startswith("Delete me")


@pytest.mark.parametrize("date", ["yesterday", "31. Februar 2026 10:00", "13/13/2026 10:00", ""])
def test_a_date_that_is_none_is_not_guessed(date):
    text = f"From: a@b.example\nDate: {date}\n\nHello"
    assert mails.read_pasted(text, TALLINN).date is None


DATE = NOON - timedelta(days=4)


def test_the_line_of_our_server_gives_the_time():
    at = DATE + timedelta(seconds=7)
    receipt = receipt_of(mail(date=DATE, received=(at,)), NOON)
    assert (receipt.at, receipt.source, receipt.others) == (at, Source.RECEIVED, ())


@pytest.mark.parametrize(
    ("forged", "now"),
    [
        (NOON + timedelta(days=2), NOON),
        (DATE - timedelta(days=3), NOON),
        (DATE + timedelta(days=20), NOON + timedelta(days=28)),
    ],
)
def test_a_line_that_cannot_be_believed_gives_way_to_the_date_and_is_told(forged, now):
    """Forged Received lines never move the clock silently."""
    receipt = receipt_of(mail(date=DATE, received=(forged,)), now)
    assert (receipt.at, receipt.source) == (DATE, Source.DATE)
    assert receipt.others == ((Source.RECEIVED, forged),)


def test_lines_a_day_apart_are_both_told_even_if_believed():
    receipt = receipt_of(mail(date=DATE, received=(DATE + timedelta(days=2),)), NOON)
    assert receipt.source is Source.RECEIVED
    assert receipt.others == ((Source.DATE, DATE),)


def test_without_a_credible_time_it_is_now():
    receipt = receipt_of(mail(date=NOON + timedelta(days=9)), NOON)
    assert (receipt.at, receipt.source) == (NOON, Source.NOW)
    assert receipt_of(mail(), NOON).at == NOON


@given(
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.lists(st.datetimes(timezones=st.just(UTC)), max_size=3),
)
def test_no_mail_moves_the_receipt_into_the_future(date, received):
    receipt = receipt_of(mail(date=date, received=tuple(received)), NOON)
    assert receipt.at <= NOON
    said = [*received[:1], *([date] if date else [])]
    apart = {at for at in said if abs(at - receipt.at) >= timedelta(days=1)}
    assert apart == {at for _, at in receipt.others}
