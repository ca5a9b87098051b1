"""Lists of any length: counting stops where nobody turns the pages any more."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 10_000


class BoundedPaginator(Paginator):
    """Counts and pages up to MOST rows: counting a million costs more than showing fifty.

    What lies beyond is found by searching and filtering, and the page says so.
    """

    template_name = "desk/pagination.html"

    @cached_property
    def count(self) -> int:
        """Rows that can be reached."""
        return min(self._counted, MOST)

    @cached_property
    def is_cut(self) -> bool:
        """Whether there are more."""
        return self._counted > MOST

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: MOST + 1].count()
