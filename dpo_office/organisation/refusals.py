"""What this app refuses, each with a sentence for the person who asked."""


class OrganisationRefused(Exception):
    """The base of them all."""


class AccountRefused(OrganisationRefused):
    """The account can't be admitted, changed or closed like this."""


class TokenRefused(OrganisationRefused):
    """The API token can't be made like this."""
