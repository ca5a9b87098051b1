"""Filters of lists under a name: one's own, shared, on every list by one mechanism (F7)."""

import pytest
from django.urls import reverse

from dpo_office.organisation.models import SavedFilter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
TASKS = "/admin/worklist/task/"


def keep(client, **changes):
    words = {"shown": "worklist.task", "name": "Late ones", "query": "which=late"}
    return client.post(reverse("keep_filter"), {**words, **changes}, follow=True)


@pytest.fixture
def desk(dpo, admin_of):
    return admin_of(dpo)


def test_a_filter_is_kept_and_stands_above_its_list(desk):
    answer = keep(desk)
    assert answer.redirect_chain[-1][0] == f"{TASKS}?which=late"
    text = answer.content.decode()
    assert "“Late ones” is kept above this list." in text
    assert 'href="?which=late"' in text
    assert "Late ones" not in desk.get("/admin/worklist/finding/").content.decode()


def test_it_is_offered_once_something_is_chosen(desk):
    assert "Save this filter" not in desk.get(TASKS).content.decode()
    assert "Save this filter" in desk.get(f"{TASKS}?which=late").content.decode()


def test_the_others_see_what_is_shared_only(desk, admin_of, deputy):
    keep(desk)
    other = admin_of(deputy)
    assert "Late ones" not in other.get(TASKS).content.decode()
    keep(desk, shared="on")
    text = other.get(TASKS).content.decode()
    assert "Late ones" in text
    assert "shared by Helve Proov" in text


def test_a_search_word_is_never_kept(desk):
    """F5: it may name a person."""
    keep(desk, query="which=late&q=Maarit&p=3&nonsense=Maarit")
    assert SavedFilter.objects.get().query == "which=late"


def test_the_same_name_again_keeps_the_newer_choices(desk):
    keep(desk)
    keep(desk, query="which=mine")
    assert SavedFilter.objects.get().query == "which=mine"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Give the filter a name."),
        ({"name": "x" * 61}, "is longer than"),
        ({"query": "q=Maarit"}, "Nothing is chosen."),
        ({"query": "which=" + "x" * 1500}, "Choose fewer."),
    ],
)
def test_what_cannot_be_kept_is_refused(desk, changes, sentence):
    assert sentence in keep(desk, **changes).content.decode()
    assert not SavedFilter.objects.exists()


def test_thirty_are_enough(desk, dpo):
    SavedFilter.objects.bulk_create(
        SavedFilter(owner=dpo, shown="worklist.task", name=f"{n}", query="which=late")
        for n in range(30)
    )
    assert "Forget one first." in keep(desk).content.decode()


def test_one_s_own_is_forgotten_and_no_other(desk, admin_of, deputy):
    keep(desk, shared="on")
    kept = SavedFilter.objects.get()
    address = reverse("forget_filter", args=[kept.pk])
    assert admin_of(deputy).post(address).status_code == 404
    assert "is forgotten" in desk.post(address, follow=True).content.decode()
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("shown", ["nonsense", "a.b.c", "", "organisation.savedfilter"])
def test_a_list_that_is_none_is_not_found(desk, shown):
    assert keep(desk, shown=shown).status_code == 404


def test_nobody_keeps_filters_of_a_list_that_they_may_not_see(admin_of, security):
    assert keep(admin_of(security), shown="requests_app.subjectrequest").status_code == 403
