"""A4, V12.3: certificate and name are checked, STARTTLS can't be stripped, plain stays at home."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from dpo_office.correspondence.carriers import ServerAway
from dpo_office.correspondence.carriers.address import SmtpAddress
from dpo_office.correspondence.carriers.smtp import SmtpCarrier
from dpo_office.lib import tls
from tests.correspondence.certificates import self_signed
from tests.correspondence.sink import Listening

MAIL = b"Subject: x\r\n\r\ntext\r\n"


@pytest.fixture
def good(tmp_path, settings):
    """A server's context for this machine, by an authority that the office trusts."""
    context, pem = self_signed(tmp_path, "localhost")
    settings.TLS_CA_FILE = str(pem)
    return context


def carry(scheme, sink, message=MAIL):
    address = SmtpAddress.of(f"{scheme}://localhost:{sink.port}")
    carrier = SmtpCarrier(address)
    try:
        return carrier.carry(message, to="karl@proovik.example", name="x")
    finally:
        carrier.close()


def listening(scheme, context):
    return Listening(starttls=context) if scheme == "smtp+tls" else Listening(tls=context)


@pytest.mark.parametrize("scheme", ["smtps", "smtp+tls"])
def test_a_trusted_server_is_spoken_to(scheme, good):
    with listening(scheme, good) as sink:
        assert carry(scheme, sink) == "250 2.0.0 taken"
    assert len(sink.taken) == 1


@pytest.mark.parametrize("scheme", ["smtps", "smtp+tls"])
@pytest.mark.parametrize("fault", ["unknown authority", "wrong name"])
def test_a_server_that_can_not_prove_who_it_is_gets_nothing(scheme, fault, tmp_path, settings):
    host = "elsewhere.example" if fault == "wrong name" else "localhost"
    context, pem = self_signed(tmp_path, host)
    settings.TLS_CA_FILE = str(pem) if fault == "wrong name" else ""
    with listening(scheme, context) as sink, pytest.raises(ServerAway, match="trust") as why:
        carry(scheme, sink)
    assert why.value.ours
    assert (sink.tried, sink.taken) == (0, [])


def test_a_server_whose_starttls_was_stripped_gets_nothing():
    with Listening() as sink, pytest.raises(ServerAway, match="does not offer") as why:
        carry("smtp+tls", sink)
    assert why.value.ours
    assert sink.tried == 0


def test_a_server_that_asks_for_starttls_is_not_spoken_to_plainly(good):
    with Listening(starttls=good) as sink, pytest.raises(ServerAway):
        carry("smtp", sink)
    assert sink.taken == []


@pytest.mark.parametrize("host", ["mail.example", "10.0.0.5", "[2001:db8::1]"])
def test_plain_connections_leave_no_machine(host):
    with pytest.raises(tls.PlainConnectionRefused):
        SmtpAddress.of(f"smtp://{host}")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_plain_connections_to_this_machine_are_possible(host):
    assert SmtpAddress.of(f"smtp://{host}").port == 25


@pytest.mark.parametrize(
    "url", ["mail.example", "http://x:y@z", "smtps://:25", "smtps://a:b@c:port"]
)
def test_an_unusable_url_is_refused_without_being_quoted(url):
    with pytest.raises(ImproperlyConfigured) as why:
        SmtpAddress.of(url)
    assert url not in str(why.value)


def test_user_and_password_are_decoded_and_never_shown():
    address = SmtpAddress.of("smtps://us%40er:s%2Fecret@mail.example")
    assert (address.user, address.password, address.port) == ("us@er", "s/ecret", 465)
    assert "ecret" not in repr(address)


def test_lines_that_begin_with_a_dot_arrive_whole(good):
    with Listening(tls=good) as sink:
        carry("smtps", sink, b"Subject: x\n\n.\n..two\nend")
    assert sink.taken[0].get_payload().splitlines() == [".", "..two", "end"]


def test_every_context_checks_names_and_certificates():
    context = tls.client_context()
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"
    assert context.minimum_version >= context.minimum_version.TLSv1_2
