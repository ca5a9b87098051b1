"""Long lists: counting stops, the page says so (performance G4)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dpo_office.desk import paging
from dpo_office.parties.models import Customer

pytestmark = pytest.mark.django_db
LIST = "/admin/parties/customer/"


@pytest.fixture
def customers(monkeypatch):
    monkeypatch.setattr(paging, "MOST", 60)
    Customer.objects.bulk_create([Customer(name=f"Harbour {n}") for n in range(70)])


def test_a_list_counts_no_further_than_anybody_pages(customers):
    pages = paging.BoundedPaginator(Customer.objects.order_by("name"), 50)
    with CaptureQueriesContext(connection) as said:
        assert (pages.count, pages.is_cut, pages.num_pages) == (60, True, 2)
    assert [q["sql"] for q in said.captured_queries if "LIMIT 61" in q["sql"]]
    assert len(said) == 1


def test_a_short_list_says_how_many_there_are(customers):
    few = Customer.objects.filter(name__endswith="9")
    assert (paging.BoundedPaginator(few, 50).count, paging.BoundedPaginator(few, 50).is_cut) == (
        7,
        False,
    )


def test_a_long_list_says_that_there_are_more(customers, dpo, admin_of):
    text = admin_of(dpo).get(LIST).content.decode()
    assert "the first 60 customers; search or filter to reach the others" in text


def test_the_last_page_is_shown_and_none_beyond(customers, dpo, admin_of):
    client = admin_of(dpo)
    assert client.get(LIST, {"p": 2}).status_code == 200
    assert client.get(LIST, {"p": 3}, follow=True).redirect_chain
