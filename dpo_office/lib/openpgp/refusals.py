"""Why something done with OpenPGP was refused; never quotes keys, texts or addresses."""


class OpenPgpRefused(Exception):
    """The common root; its words are for the office's own people."""


class KeyRefused(OpenPgpRefused):
    """There is no such key, or it may not be used."""


class SignatureRefused(OpenPgpRefused):
    """The signature does not vouch for these bytes."""


class MessageUnreadable(OpenPgpRefused):
    """The message can't be decrypted, whatever the cause: one error for all of them."""
