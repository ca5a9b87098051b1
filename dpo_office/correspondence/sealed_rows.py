"""What FILES_KEY seals in this app: links and codes in mails and letters, until they are sent."""

from django.db.models import QuerySet

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.services.messages import MAILS, SECRETS
from dpo_office.lib import files_keys, secret_box


class SealedMails:
    """Each by a guarded write: a mail that is sent meanwhile has lost its text, and stays so."""

    identifier = "sealed mails"

    def left(self) -> int:
        return self._older().count()

    def renew(self) -> int:
        return sum(self._renew(pk, body) for pk, body in self._older().values_list("pk", "body"))

    @staticmethod
    def _renew(pk: int, body: str) -> int:
        renewed = secret_box.renewed(body, purpose=MAILS)
        return Delivery.objects.filter(pk=pk, body=body).update(body=renewed)

    @staticmethod
    def _older() -> QuerySet[Delivery]:
        sealed = Delivery.objects.filter(secret=True).exclude(body="")
        return sealed.exclude(body__startswith=f"{files_keys.current_id()}.")


class SealedSecrets:
    """As sealed mails: a letter that is sent meanwhile has lost its secrets, and stays so."""

    identifier = "secrets of letters"

    def left(self) -> int:
        return self._older().count()

    def renew(self) -> int:
        rows = self._older().values_list("pk", "sealed_secrets")
        return sum(self._renew(pk, sealed) for pk, sealed in rows)

    @staticmethod
    def _renew(pk: int, sealed: str) -> int:
        renewed = secret_box.renewed(sealed, purpose=SECRETS)
        unchanged = Letter.objects.filter(pk=pk, sealed_secrets=sealed)
        return unchanged.update(sealed_secrets=renewed)

    @staticmethod
    def _older() -> QuerySet[Letter]:
        sealed = Letter.objects.exclude(sealed_secrets="")
        return sealed.exclude(sealed_secrets__startswith=f"{files_keys.current_id()}.")
