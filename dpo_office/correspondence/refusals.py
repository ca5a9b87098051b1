"""What this app refuses, each with a sentence for the person who asked."""


class LetterRefused(Exception):
    """The letter can't be drafted, edited or sent like this."""


class SomebodyElseEdited(LetterRefused):
    """The letter was changed after the editor had opened it; nothing was overwritten."""
