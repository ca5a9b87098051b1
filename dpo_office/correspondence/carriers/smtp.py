"""One kept-open connection to the mail server (RFC 5321), for one thread of one worker."""

import contextlib
import re
import smtplib
import ssl
import time

from django.conf import settings
from django.utils.translation import gettext as _

from dpo_office.correspondence.carriers.address import SmtpAddress
from dpo_office.correspondence.carriers.outcome import ComeAgain, NoAnswer, Refused, ServerAway
from dpo_office.lib import tls

IDLE = 30  # seconds after which we ask whether the server still listens
CHUNK = 64 * 1024
BROKEN = (OSError, smtplib.SMTPException)
BARE_LINE_END = re.compile(rb"\r?\n|\r")


class SmtpCarrier:
    def __init__(self, address: SmtpAddress) -> None:
        self.address = address
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0

    def carry(self, message: bytes, *, to: str, name: str) -> str:
        """Hand one mail over; the server's answer. Raises one of `outcome`'s exceptions."""
        smtp = self._invited(to, size=len(message))
        try:
            answer = self._handed_over(smtp, message)
        except (ServerAway, NoAnswer):
            self.close()
            raise
        self._used_at = time.monotonic()
        return answer

    def close(self) -> None:
        if self._smtp is not None:
            with contextlib.suppress(*BROKEN):
                self._smtp.close()
        self._smtp = None

    def _invited(self, to: str, *, size: int) -> smtplib.SMTP:
        """A connection on which the server waits for the mail's content.

        A kept connection that the server ended meanwhile is opened once more: nothing of this
        mail had been handed over.
        """
        was_kept = self._smtp is not None
        try:
            return self._envelope(to, size)
        except ServerAway:
            self.close()
            if not was_kept:
                raise
        except (ComeAgain, Refused):
            self._forget_envelope()
            raise
        try:
            return self._envelope(to, size)
        except (ServerAway, ComeAgain, Refused):
            self.close()
            raise

    def _envelope(self, to: str, size: int) -> smtplib.SMTP:
        try:
            smtp = self._connection()
            options = [f"SIZE={size}"] if smtp.has_extn("size") else []
            _check(*smtp.mail(settings.MAIL_FROM, options), sender=True)
            _check(*smtp.rcpt(to))
            _check(*smtp.docmd("DATA"), good=354)
        except BROKEN as error:
            raise ServerAway(_in_words(error), ours=_is_ours(error)) from None
        return smtp

    def _connection(self) -> smtplib.SMTP:
        is_idle = time.monotonic() - self._used_at > IDLE
        if self._smtp is not None and is_idle and self._smtp.noop()[0] != 250:
            self.close()
        if self._smtp is None:
            self._smtp = self._opened()
        return self._smtp

    def _opened(self) -> smtplib.SMTP:
        where, limit = self.address, settings.SMTP_TIMEOUT
        name = settings.MAIL_FROM.rpartition("@")[2]
        if where.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                where.host,
                where.port,
                local_hostname=name,
                timeout=limit,
                context=tls.client_context(),
            )
        else:
            smtp = smtplib.SMTP(where.host, where.port, local_hostname=name, timeout=limit)
        try:
            if where.scheme == "smtp+tls":
                smtp.starttls(context=tls.client_context())
            smtp.ehlo_or_helo_if_needed()
            if where.user:
                smtp.login(where.user, where.password)
        except BROKEN:
            smtp.close()
            raise
        return smtp

    def _handed_over(self, smtp: smtplib.SMTP, message: bytes) -> str:
        content = BARE_LINE_END.sub(b"\r\n", message).rstrip(b"\r\n")
        stuffed = re.sub(rb"(?m)^\.", b"..", content) + b"\r\n.\r\n"
        try:
            for start in range(0, len(stuffed), CHUNK):  # each with its own time-out
                smtp.send(stuffed[start : start + CHUNK])
            code, said = smtp.getreply()
        except BROKEN:
            raise NoAnswer(_("The mail server took the mail and gave no answer.")) from None
        _check(code, said)
        return f"{code} {_one_line(said)}"

    def _forget_envelope(self) -> None:
        try:
            if self._smtp is not None and self._smtp.rset()[0] != 250:
                self.close()
        except BROKEN:
            self.close()


def _check(code: int, said: bytes, *, good: int = 250, sender: bool = False) -> None:
    """Raise what the server's answer means, unless it is `good` (251: will forward)."""
    if code in (good, 251):
        return
    number = {"code": _number(code, said)}
    if code == 421:
        raise ServerAway(_("The mail server asks to come back later (%(code)s).") % number)
    if sender and 500 <= code < 600 and code != 552:
        raise ServerAway(
            _("The mail server refuses our sender address (%(code)s).") % number, ours=True
        )
    if 400 <= code < 500:
        raise ComeAgain(_("The mail server can't take this mail now (%(code)s).") % number)
    if 500 <= code < 600:
        raise Refused(_("The mail server refuses this mail (%(code)s).") % number)
    raise ServerAway(_("The mail server gave an answer that we don't understand."))


def _number(code: int, said: bytes) -> str:
    """The code, with the enhanced one (RFC 3463) if there is one; never the server's text."""
    enhanced = re.match(rb"[245]\.\d{1,3}\.\d{1,3}\b", said)
    return f"{code} {enhanced[0].decode()}" if enhanced else str(code)


def _one_line(said: bytes) -> str:
    """The server's answer as proof: printable, one line, without addresses."""
    text = " ".join(said.decode("ascii", "replace").split())
    return re.sub(r"\S+@\S+", "<…>", "".join(c for c in text if c.isprintable()))[:180]


def _is_ours(error: Exception) -> bool:
    """Whether the way to the server is set up wrongly, or somebody stands in it."""
    return isinstance(
        error, ssl.SSLError | smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError
    )


def _in_words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The mail server's certificate is not one that we trust. Nothing was sent.")
    if isinstance(error, ssl.SSLError):
        return _("No safe connection to the mail server is possible. Nothing was sent.")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _("The mail server does not offer what SMTP_URL asks for. Nothing was sent.")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("The mail server does not accept our user name and password.")
    if isinstance(error, TimeoutError):
        return _("The mail server did not answer in time.")
    return _("The mail server can't be reached.")
