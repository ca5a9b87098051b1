"""What FILES_KEY seals in this app: mails with a link to sign in, until they are sent."""

from django.db.models import QuerySet

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services.messages import MAILS
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
