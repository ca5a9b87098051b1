"""Why a mail was not carried. The message is in our words: no URL, no secret, no address.

NotCarried
 |- ServerAway   nothing was handed over, and it is not this mail's fault: others wait too
 |- ComeAgain    the server asks to come again later with this mail (4xx)
 |- Refused      the server will never take this mail (5xx)
 `- NoAnswer     it was handed over, and then no answer came: perhaps it arrived
"""


class NotCarried(Exception):
    """The mail was not surely carried."""


class ServerAway(NotCarried):
    """The mail server can't be used now."""

    def __init__(self, words: str, *, ours: bool = False) -> None:
        super().__init__(words)
        self.ours = ours  # it is set up wrongly: waiting alone won't help, somebody must act


class ComeAgain(NotCarried):
    """Not now."""


class Refused(NotCarried):
    """Never."""


class NoAnswer(NotCarried):
    """Perhaps."""
