"""What this app refuses, each with a sentence for the person who asked."""

from dpo_office.lib.refusals import Refused


class LetterRefused(Exception):
    """The letter can't be drafted, edited or sent like this."""


class SomebodyElseEdited(LetterRefused):
    """The letter was changed after the editor had opened it; nothing was overwritten."""


class MailGone(Refused):
    """The mail that was handed over is recorded already, or its hours are over."""
