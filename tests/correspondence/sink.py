"""A real mail server for tests: it takes mails, or fails in the way it is told to."""

import asyncio
import email
import email.policy
import socket
import ssl
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Sink:
    """Answers by `answers` ({"MAIL": "421 busy"}); keeps what it took, in order.

    `deaf`: takes the content and never answers. `hangs_up`: takes it and cuts the line.
    `slow`: seconds before it answers DATA.
    """

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.deaf = self.hangs_up = False
        self.slow = 0.0
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.sessions: set[int] = set()
        self.tried = 0
        self.port = 0
        self._kept: list[object] = []

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd names it so
        self.tried += 1
        self._kept.append(session)  # ids of sessions must not be used again
        self.sessions.add(id(session))
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd names it so
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd names it so
        answer = self.answers.get("DATA", "250 2.0.0 taken")
        if answer.startswith("2"):
            content = envelope.original_content
            self.taken.append(email.message_from_bytes(content, policy=email.policy.default))
            self.recipients += envelope.rcpt_tos
        if self.hangs_up:
            server.transport.close()
        if self.deaf:
            await asyncio.sleep(3600)
        await asyncio.sleep(self.slow)
        return answer

    @property
    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.taken]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Listening:
    """A sink that listens on a free port of this machine while the block runs."""

    def __init__(
        self,
        *,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.sink = Sink()
        self.controller = Controller(
            self.sink,
            hostname="127.0.0.1",
            port=free_port(),
            tls_context=starttls,
            require_starttls=bool(starttls),
            ssl_context=tls,
        )

    def __enter__(self) -> Sink:
        self.controller.start()
        self.sink.port = self.controller.port
        return self.sink

    def __exit__(self, *why: object) -> None:
        self.controller.stop(no_assert=True)
