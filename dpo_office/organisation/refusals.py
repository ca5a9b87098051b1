"""What this app refuses, each with a sentence for the person who asked."""

from dpo_office.lib.refusals import Refused


class OrganisationRefused(Refused):
    """The base of them all."""


class AccountRefused(OrganisationRefused):
    """The account can't be admitted, changed or closed like this."""


class AbsenceRefused(OrganisationRefused):
    """The absence can't be entered like this."""


class LinkRefused(OrganisationRefused):
    """The link can't be ended like this."""


class TokenRefused(OrganisationRefused):
    """The API token can't be made like this."""
