"""The cast of the tests enters as a browser does."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["dpo", "deputy", "decision_owner", "staff", "security", "auditor"])
def test_everybody_of_the_cast_opens_the_office(admin_of, request, who):
    client = admin_of(request.getfixturevalue(who))
    assert client.get(reverse("admin:index")).status_code == 200
