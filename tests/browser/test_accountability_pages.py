"""Enquiries, matters, figures and claims of the demo, judged at every size and in the dark."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dpo_office.accountability.models import Claim, Enquiry, LibraryAnswer, Matter
from dpo_office.accountability.services import evidence_files
from requests_app.models import SubjectRequest
from tests.browser.look import overhang, sticking_out
from tests.browser.test_screenshots import WINDOWS, dpo_of_demo, folder, judged, keep

__all__ = ["dpo_of_demo", "folder"]


def pages(dpo) -> dict[str, str]:
    """Every page of this part, by what a picture of it is called."""
    held = SubjectRequest.objects.get(reference=Matter.objects.get().links.get().reference)
    asked = evidence_files.ask(held, by=dpo, now=timezone.now())
    rows = {
        "enquiry": Enquiry.objects.get(status="open"),
        "answered": Enquiry.objects.get(status="answered"),
        "answer": LibraryAnswer.objects.first(),
        "matter": Matter.objects.get(),
        "claim": Claim.objects.first(),
        "evidence": asked,
        "held": held,
    }
    found = {name: row_url(row) for name, row in rows.items()}
    for model in ("enquiry", "matter", "libraryanswer", "claim", "evidencefile"):
        found[f"{model}-list"] = reverse(f"admin:accountability_{model}_changelist")
    for model in ("enquiry", "matter", "libraryanswer", "claim"):
        found[f"{model}-add"] = reverse(f"admin:accountability_{model}_add")
    figures = reverse("admin:requests_app_subjectrequest_figures")
    return {**found, "figures": f"{figures}?first=2026-08-01&last=2026-12-31"}


def row_url(row) -> str:
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


@pytest.mark.parametrize("window_name", WINDOWS)
def test_every_page_of_this_part_is_fit_to_be_seen(desk, dpo_of_demo, folder, window_name):
    size, scheme = WINDOWS[window_name]
    page = desk(dpo_of_demo, size, color_scheme=scheme, reduced_motion="reduce")
    for name, url in pages(dpo_of_demo).items():
        page.goto(url)
        keep(page, folder / f"part-{name}{window_name}.png")
        if name.endswith(("-list", "-add")) or name == "claim":
            assert overhang(page) == 0, sticking_out(page)  # unfold's own pages
        else:
            judged(page)
