"""Naming letters, mails and messages for tasks and findings about them: by kind and case, never by person."""

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Delivery, Incoming, Letter
from dpo_office.lib.door_shapes import ClockSubject


class LettersNamed:
    """A letter is named by its template and by the case that it is about."""

    model = "correspondence.letter"

    def describe(self, ids: Collection[int], *, viewer: Any = None) -> Mapping[int, ClockSubject]:
        letters = Letter.objects.filter(pk__in=ids).select_related("version__template")
        return {
            letter.pk: ClockSubject(
                title=str(letter.version.template.name),
                reference=str(letter.about or ""),
                url=reverse("admin:correspondence_letter_change", args=[letter.pk]),
            )
            for letter in letters.prefetch_related("about")
        }


class MailsNamed:
    """A mail without letter is one that the office wrote itself."""

    model = "correspondence.delivery"

    def describe(self, ids: Collection[int], *, viewer: Any = None) -> Mapping[int, ClockSubject]:
        return {
            mail.pk: ClockSubject(
                title=_("Mail by the office itself"),
                reference=f"#{mail.pk}",
                url=reverse("admin:correspondence_delivery_change", args=[mail.pk]),
            )
            for mail in Delivery.objects.filter(pk__in=ids)
        }


class IncomingNamed:
    """A message that came in is named by the case that it is about."""

    model = "correspondence.incoming"

    def describe(self, ids: Collection[int], *, viewer: Any = None) -> Mapping[int, ClockSubject]:
        messages = Incoming.objects.filter(pk__in=ids).prefetch_related("about")
        return {
            message.pk: ClockSubject(
                title=_("Message that came in"),
                reference=str(message.about or ""),
                url=reverse("admin:correspondence_incoming_change", args=[message.pk]),
            )
            for message in messages
        }
