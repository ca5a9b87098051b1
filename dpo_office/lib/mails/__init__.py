"""Mails from outside, read within bounds: who wrote, when, what, and what came with it.

Pure: no database, no network; whatever the bytes are, the outcome is a `ReadMail` or
`MailRefused` with a sentence (RFC 5322, 2045 to 2049).
"""

from dpo_office.lib.mails.bounds import LARGEST, MailRefused
from dpo_office.lib.mails.copied import read_pasted
from dpo_office.lib.mails.html_text import plain_text
from dpo_office.lib.mails.read_mail import Enclosed, ReadMail
from dpo_office.lib.mails.reading import read
from dpo_office.lib.mails.receipt import Receipt, Source, receipt_of

__all__ = [
    "LARGEST",
    "Enclosed",
    "MailRefused",
    "ReadMail",
    "Receipt",
    "Source",
    "plain_text",
    "read",
    "read_pasted",
    "receipt_of",
]
