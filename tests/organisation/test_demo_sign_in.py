"""V6.3.2: links that sign in without factor exist in the demo only, on this machine only."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from dpo_office.organisation.demo_sign_in import link_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]


@pytest.fixture
def address(settings, dpo):
    settings.DEMO = True
    return link_for(dpo).removeprefix(settings.SITE_URL)


def test_in_the_demo_a_link_signs_in_once(address):
    client = Client()
    assert client.post(address).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert Client().post(address).status_code == 404


def test_elsewhere_the_link_opens_nothing(address, settings):
    settings.DEMO = False
    client = Client()
    assert client.post(address).status_code == 404
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("network", ["10.20.0.0/16", "0.0.0.0/1"])
def test_from_another_machine_the_link_opens_nothing(address, settings, network):
    settings.ADMIN_ALLOWED_NETWORKS = [network, "127.0.0.0/8"]
    client = Client(REMOTE_ADDR="10.20.0.9")
    assert client.post(address).status_code == 404
    assert "_auth_user_id" not in client.session


def test_nobody_closed_is_signed_in(address, dpo):
    dpo.is_active = False
    dpo.save()
    client = Client()
    assert client.post(address).status_code == 404
    assert "_auth_user_id" not in client.session


def test_links_are_printed_in_the_demo_only(settings, dpo, capsys):
    with pytest.raises(CommandError, match="no demo office"):
        call_command("demo_links")
    settings.DEMO = True
    call_command("demo_links")
    assert "/p/" in capsys.readouterr().out
