"""The registers of customers and people: pages, search, filters, refusals (P2.1, F3, F6)."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dpo_office.evidence.models import Event
from dpo_office.parties.models import Customer, DataSubject, Identifier
from dpo_office.parties.services import people
from requests_app.models import SubjectRequest
from requests_app.services import intake

pytestmark = pytest.mark.django_db
PEOPLE, CUSTOMERS = "/admin/parties/datasubject/", "/admin/parties/customer/"


def add(email="maarit@mail.example", name="Maarit Näidis", **changes) -> DataSubject:
    return people.find_or_add(name=name, email=email, by=None, **changes)


@pytest.fixture
def desk(dpo, profile, admin_of):
    return admin_of(dpo)


def form(person: DataSubject | None = None, *, kind="email", value="", **changes) -> dict:
    """The person's form with one new identifier."""
    own = list(person.identifiers.all()) if person else []
    rows = [(row.pk, row.kind, row.value) for row in own] + [("", kind, value)] * bool(value)
    data = {
        "name": person.name if person else "Kalle Proovik",
        "tie": "unknown",
        "customer": (person.customer_id or "") if person else "",
        "language": "en",
        "identifiers-TOTAL_FORMS": len(rows),
        "identifiers-INITIAL_FORMS": len(own),
    }
    for number, (pk, row_kind, row_value) in enumerate(rows):
        data |= {
            f"identifiers-{number}-id": pk,
            f"identifiers-{number}-subject": person.pk if person else "",
            f"identifiers-{number}-kind": row_kind,
            f"identifiers-{number}-value": row_value,
        }
    return data | changes


@pytest.mark.parametrize("url", [PEOPLE, CUSTOMERS, f"{PEOPLE}add/", f"{CUSTOMERS}add/"])
def test_every_page_opens(desk, url):
    assert desk.get(url).status_code == 200


@pytest.mark.parametrize("word", ["Näid", "maarit@", "MAIL.EXAMPLE"])
def test_people_are_found_by_part_of_name_and_address(desk, word):
    add()
    add("kalle@other.example", "Kalle Proovik")
    text = desk.get(PEOPLE, {"q": word}).content.decode()
    assert "Maarit Näidis" in text
    assert "Kalle Proovik" not in text


def test_people_are_filtered_by_their_tie(desk):
    add(tie="employee")
    assert "Maarit" in desk.get(PEOPLE, {"tie__exact": "employee"}).content.decode()
    assert "Maarit" not in desk.get(PEOPLE, {"tie__exact": "prospect"}).content.decode()


def test_a_customer_is_found_by_part_of_its_name(desk):
    Customer.objects.create(name="Saaremaa Käsitöö")
    Customer.objects.create(name="Fjellsko AS")
    text = desk.get(CUSTOMERS, {"q": "käsi"}).content.decode()
    assert "Saaremaa" in text
    assert "Fjellsko" not in text


def test_a_person_is_added_with_an_address_in_its_stored_form(desk):
    desk.post(f"{PEOPLE}add/", form(value="Kalle@Mail.Example"))
    assert Identifier.objects.get().value == "kalle@mail.example"


def test_a_phone_is_stored_as_digits(desk):
    desk.post(f"{PEOPLE}add/", form(kind="phone", value="+372 5555-1234"))
    assert Identifier.objects.get().value == "+37255551234"


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("email", "nobody", "is not an e-mail address"),
        ("phone", "ring me", "is no such identifier"),
        ("phone", "12+34567", "is no such identifier"),
    ],
)
def test_an_identifier_that_is_none_is_refused(desk, kind, value, sentence):
    text = desk.post(f"{PEOPLE}add/", form(kind=kind, value=value)).content.decode()
    assert sentence in text
    assert not DataSubject.objects.exists()


def test_somebody_elses_address_is_refused_and_named(desk):
    first = add()
    text = desk.post(f"{PEOPLE}add/", form(value="MAARIT@mail.example")).content.decode()
    assert f"no. {first.pk}" in text
    assert DataSubject.objects.count() == 1


def test_a_known_address_of_another_customer_is_another_person(desk):
    """P2.1."""
    add(customer=Customer.objects.create(name="A"))
    other = add("b@mail.example", customer=Customer.objects.create(name="B"))
    answer = desk.post(f"{PEOPLE}{other.pk}/change/", form(other, value="maarit@mail.example"))
    assert answer.status_code == 302
    assert other.identifiers.count() == 2


def test_saving_a_person_unchanged_is_no_clash_with_itself(desk):
    person = add()
    assert desk.post(f"{PEOPLE}{person.pk}/change/", form(person)).status_code == 302


def test_a_change_is_in_the_trail_without_its_values(desk, dpo):
    """F6."""
    person = add()
    desk.post(f"{PEOPLE}{person.pk}/change/", form(person, name="Maarit Uus"))
    event = Event.objects.about_any(person).order_by("-id").first()
    assert (event.kind, event.actor) == ("datasubject.changed", dpo)
    assert event.facts == {"fields": ["Name"]}


def test_two_records_of_one_person_become_one_and_their_cases_follow(desk, dpo, profile):
    now = timezone.now()
    words = {"name": "Maarit", "rights": ["access"], "received_at": now, "by": dpo}
    for address in ("a@mail.example", "b@mail.example"):
        intake.log_request(email=address, **words, now=now)
    kept, other = DataSubject.objects.order_by("pk")
    text = merge(desk, kept, other)
    assert "They are one person now" in text
    assert set(SubjectRequest.objects.values_list("subject", flat=True)) == {kept.pk}
    assert kept.identifiers.count() == 2
    other.refresh_from_db()
    assert other.name == ""
    assert Event.objects.get(kind="person.merged").facts == {"others": [other.pk]}


def merge(desk, *chosen: DataSubject) -> str:
    data = {"action": "merge", "_selected_action": [person.pk for person in chosen]}
    return desk.post(PEOPLE, data, follow=True).content.decode()


def test_people_of_different_customers_are_never_merged(desk):
    """P2.1."""
    first = add(customer=Customer.objects.create(name="A"))
    second = add(customer=Customer.objects.create(name="B"))
    assert "different customers are never merged" in merge(desk, first, second)
    assert DataSubject.objects.filter(redacted_at=None).count() == 2


def test_one_alone_is_not_merged(desk):
    assert "Choose two people or more." in merge(desk, add())


def test_a_redacted_person_is_not_merged_and_not_changed(desk):
    first, gone = add(), people.redact(add("b@mail.example"), now=timezone.now())
    assert "redacted already" in merge(desk, first, gone)
    assert desk.post(f"{PEOPLE}{gone.pk}/change/", form(gone, name="Back")).status_code == 403


def test_a_shared_identifier_is_kept_once(dpo):
    first, second = add(), add("b@mail.example")
    second.identifiers.create(kind="email", value="maarit@mail.example")
    people.merge(first, [second], by=dpo)
    assert sorted(first.identifiers.values_list("value", flat=True)) == [
        "b@mail.example",
        "maarit@mail.example",
    ]


def test_nobody_deletes_a_person(desk):
    assert desk.post(f"{PEOPLE}{add().pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("who", ["auditor", "staff", "security"])
def test_auditors_staff_and_security_open_no_register_of_people(request, admin_of, profile, who):
    """F3."""
    client = admin_of(request.getfixturevalue(who))
    person = add()
    for url in (PEOPLE, f"{PEOPLE}{person.pk}/change/", f"{PEOPLE}?q=maarit"):
        assert client.get(url).status_code == 403


def test_an_auditor_sees_customers_but_changes_none(auditor, admin_of, profile):
    customer, client = Customer.objects.create(name="Fjellsko AS"), admin_of(auditor)
    assert "Fjellsko AS" in client.get(CUSTOMERS).content.decode()
    assert client.post(f"{CUSTOMERS}{customer.pk}/change/", {"name": "X"}).status_code == 403


def test_a_customer_that_ends_before_it_began_is_told(desk):
    words = {"name": "A", "language": "en", "since": "2026-02-01", "until": "2026-01-01"}
    text = desk.post(f"{CUSTOMERS}add/", words).content.decode()
    assert "The end lies before the beginning." in text


def test_a_name_of_control_characters_is_refused():
    with pytest.raises(ValidationError, match="invisible character"):
        add(name="Maarit\x07")
