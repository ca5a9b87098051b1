"""Nobody is named to those who may not see persons; nobody is led where they may not go (F3)."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin

from dpo_office.organisation import access, roles
from tests.security.addresses import addresses, page_of, path_of
from tests.security.office import CANARY

BLIND = sorted(set(roles.ROLES) - access.roles_of(access.rules()["fields"]["persons"], {}))
MOST = 12  # rows of a kind whose pages are opened
LINK = re.compile(r'href="(/[^"#?]*)')


class Crawl:
    """What one browser can read: status and text of each page."""

    def __init__(self, client, office) -> None:
        self.client, self.answers = client, {}
        self.other: set[str] = set()  # what is no page: PDFs, calendars, figures
        paths = {path_of(each, office) for each in addresses()}
        for model in admin.site._registry:
            paths |= {page_of(row) for row in model._default_manager.all()[:MOST]}
        for path in sorted(paths):
            self.status(path)

    def status(self, path: str) -> int:
        if path not in self.answers:
            answer = self.client.get(path)
            text = "" if answer.streaming else answer.content.decode(errors="replace")
            self.answers[path] = answer.status_code, text
            if not answer.get("Content-Type", "").startswith("text/html"):
                self.other.add(path)
        return self.answers[path][0]

    @property
    def pages(self) -> list[tuple[str, str]]:
        return [(path, text) for path, (status, text) in self.answers.items() if status == 200]

    def naming(self, word: str) -> set[str]:
        """Paths of the pages on which that word stands, in any case."""
        return {path for path, text in self.pages if word.lower() in text.lower()}

    def links(self) -> Iterator[tuple[str, str]]:
        """Page and target of every link."""
        for page, text in self.pages:
            yield from ((page, to) for to in LINK.findall(text) if not to.startswith("/static/"))


def test_those_who_see_no_person_are_some():
    assert BLIND == ["Auditor", "Security"]


@pytest.mark.parametrize("role", roles.ROLES)
def test_persons_are_named_and_doors_are_shown_to_whoever_may_see_them(enter, office, role):
    """A name leaks to nobody who may not see persons, and no page leads to a closed door."""
    crawl = Crawl(enter(role), office)
    if role in BLIND:
        assert crawl.naming(CANARY) == set()
    if role == "DPO":  # what the others do not see is there: or this could not fail
        there = [office.late, office.answer, office.failed, office.late.subject]
        assert {page_of(row) for row in there} <= crawl.naming(CANARY)
    links = list(crawl.links())
    assert len(links) > 50
    assert [(page, to) for page, to in links if crawl.status(to) == 403] == []


def test_a_search_tells_them_nothing(enter, office):
    client = enter("Auditor")
    for model, shown in admin.site._registry.items():
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if shown.search_fields and client.get(path).status_code == 200:
            for word in (CANARY, f"{CANARY.lower()}@mail.example"):
                assert client.get(path, {"q": word}).context["cl"].result_count == 0, path
