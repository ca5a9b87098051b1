"""The evidence file in a real browser: one click asks, a worker makes it, one more takes it."""

import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from subprocess import DEVNULL, Popen

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.clicks import Clicks
from tests.databases import database_url
from tests.evidence.test_exporting import verify


@pytest.fixture
def keys_worker(live_server, signer, settings) -> Iterator[None]:
    """A worker process of queue `keys`: the only one that knows where the keys are."""
    words = ["worker", "--pool=solo", "-Q", "keys", "--loglevel=ERROR"]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "FILES_ROOT": str(settings.FILES_ROOT),
        "GNUPGHOME": settings.GNUPGHOME,
    }
    command = [sys.executable, "-m", "celery", "-A", "dpo_office", *words]
    with Popen(command, env=environment, stdout=DEVNULL, stderr=DEVNULL) as process:
        yield
        process.terminate()


def test_an_evidence_file_is_asked_for_made_and_opened(
    dpo, desk, log, now, keys_worker, signer, tmp_path
):
    """A2: what a judge would do with it: unpack, read, compare, verify."""
    case = log(received_at=now - timedelta(days=3))
    page = desk(dpo)
    page.goto(reverse("admin:requests_app_subjectrequest_change", args=[case.pk]))
    clicks = Clicks(page)
    clicks.on("button", "Make the evidence file")
    take = page.get_by_role("button", name="Take it")
    expect(take).to_be_visible(timeout=60_000)  # the row looks again by itself
    with page.expect_download() as download:
        take.click()
    assert download.value.suggested_filename == f"{case.reference}.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(members["evidence.pdf"])).pages)
    assert "Maarit Näidis asks for access" in " ".join(text.split())
    listed = dict(line.split("  ")[::-1] for line in members["SHA256SUMS"].decode().splitlines())
    assert listed["evidence.pdf"] == hashlib.sha256(members["evidence.pdf"]).hexdigest()
    extract = tmp_path / "trail.zip"
    extract.write_bytes(members["trail.zip"])
    done = verify(extract, "--key", signer.fingerprint)
    assert (done.code, done.lines[-1]) == (0, "It verifies.")
    assert clicks.number == 1
