"""What FILES_KEY seals in this app: for its rotation, and the sentence that must always hold."""

from django.utils.translation import gettext_lazy as _

from dpo_office.organisation.services import seeds


class Seeds:
    """Second factors: renewed with the key, and never in clear (A2)."""

    identifier = "second factors"
    sentence = _("No seed of a second factor lies in clear in the database")

    def left(self) -> int:
        return seeds.left()

    def renew(self) -> int:
        return seeds.renew()

    def broken(self) -> list[str]:
        return [f"the seed of authenticator {pk} is not sealed" for pk in seeds.in_clear()]
