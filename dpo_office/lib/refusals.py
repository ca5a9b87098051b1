"""What the office refuses to do; the text is a sentence for the person who asked."""


class Refused(Exception):
    """The base of every app's refusals: pages show its words, nothing else happens."""
