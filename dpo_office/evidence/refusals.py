"""What the services refuse, in the user's words."""

from django.core.exceptions import ValidationError


class FileRefused(ValidationError):
    """The file is not taken in; why, in one sentence."""


class FileGone(Exception):
    """The file's time is over, or it is not where it should be."""


class ApprovalRefused(Exception):
    """The signature is not asked, not given or not used; why, in one sentence."""
