"""Keeping the choices of a list under a name, so that nobody makes them anew each day (F7)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dpo_office.lib.plain_text import checked_line
from dpo_office.organisation.models import SavedFilter, User

MOST = 30  # of one person and list: more nobody finds anything in
LONGEST_NAME, LONGEST = 60, 1000


@transaction.atomic
def keep(*, shown: str, name: str, query: str, shared: bool, by: User) -> SavedFilter:
    """Keep `query` (choices only, no search word) under a name; the same name is overwritten.

    `shown` is the list's model, "app.model". Raises ValidationError with a sentence.
    """
    name = checked_line(name, field=_("Name"), longest=LONGEST_NAME)
    if not name:
        raise ValidationError(_("Give the filter a name."))
    if not query:
        raise ValidationError(_("Nothing is chosen. Choose a filter first; then give it a name."))
    if len(query) > LONGEST:
        raise ValidationError(_("So many choices can't be kept. Choose fewer."))
    mine = SavedFilter.objects.filter(owner=by, shown=shown)
    if mine.exclude(name=name).count() >= MOST:
        raise ValidationError(_("You have %(n)d filters here. Forget one first.") % {"n": MOST})
    fields = {"query": query, "shared": shared}
    return SavedFilter.objects.update_or_create(owner=by, shown=shown, name=name, defaults=fields)[
        0
    ]


def forget(number: int, *, by: User) -> bool:
    """Forget one's own filter; False when there is none of that number."""
    deleted, _rows = SavedFilter.objects.filter(pk=number, owner=by).delete()
    return bool(deleted)
