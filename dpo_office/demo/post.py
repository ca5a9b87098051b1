"""The demo's post: what was written leaves at its time, and some of it does not arrive."""

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.services import claims, outbox

REFUSED = "The mail server refuses this mail (550 5.1.1)."


class Post:
    """Remembers which letters will not arrive."""

    def __init__(self) -> None:
        self.lost: set[int] = set()

    def lose(self, letter: Letter) -> None:
        self.lost.add(letter.pk)

    def deliver(self) -> None:
        """Each waiting mail, as of the time at which it was written."""
        for mail in Delivery.objects.open().order_by("created_at"):
            if mail.letter_id in self.lost:
                self._refuse(mail)
            else:
                outbox.deliver(mail.pk, now=mail.created_at)

    def _refuse(self, mail: Delivery) -> None:
        claimed = claims.claim(Delivery.objects.filter(pk=mail.pk), mail.created_at)
        if claimed is not None:
            claims.failed(claimed, words=REFUSED, now=mail.created_at)
