"""F6, 16.4.2: each missing, altered or inserted event is named, whoever did it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dpo_office.evidence.models import Event, EventDetail, OfficeKey, Seal
from dpo_office.evidence.services import nightly, sealing
from dpo_office.evidence.services.erasing import erase_details
from dpo_office.evidence.services.leaves import LINE
from dpo_office.evidence.services.verification import Checkpoint, Head, Run
from dpo_office.evidence.services.verification import run as runs
from dpo_office.evidence.services.verification.trusted_keys import TrustedKeys
from dpo_office.lib import merkle, openpgp
from dpo_office.worklist.models import Finding
from tests.evidence.conftest import run, without_triggers

TABLES = ["evidence_event", "evidence_eventdetail", "evidence_seal", "evidence_officekey"]


def faults(since=None) -> list[str]:
    with openpgp.throwaway() as home:
        return list(Run(TrustedKeys(home), since or Checkpoint()).faults())


def meddle(statement, *values):
    """As the owner of the database might, with the triggers switched off."""
    with without_triggers(*TABLES):
        run(statement, *values)


@pytest.fixture
def sealed(seal, write) -> list[Event]:
    """Two seals over three events each."""
    events = [write(reason=f"why {n}") for n in range(3)]
    seal()
    events += [write() for _ in range(3)]
    seal()
    return events


def test_an_untouched_trail_has_no_faults(sealed, write):
    write()  # waits for its seal
    assert faults() == []


def test_a_missing_event_is_named(sealed):
    pk = sealed[4].pk
    meddle("DELETE FROM evidence_event WHERE id = %s", pk)
    assert faults() == [f"Event {pk} is missing (signature 2)."]


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'other.thing'",
        "at = at - interval '1 microsecond'",
        "happened_at = at",
        "actor_id = about_id",
        "about_type_id = about_type_id + 1",
        "about_id = 7",
        "facts = '{\"n\": 2}'",
        "facts = '{\"n\": 1.0}'",
        'commitments = \'{"reason": "00"}\'',
        "nonce = gen_random_uuid()",
    ],
)
def test_an_altered_event_is_named_whatever_was_altered(sealed, change):
    pk = sealed[4].pk
    meddle(f"UPDATE evidence_event SET {change} WHERE id = %s", pk)  # noqa: S608
    assert f"Event {pk} was altered (signature 2)." in faults()


@pytest.mark.parametrize("change", ["xid = '1'", "xid = '99999999'", "lineage = 7"])
def test_an_event_that_was_moved_is_named(sealed, change):
    pk = sealed[4].pk
    meddle(f"UPDATE evidence_event SET {change} WHERE id = %s", pk)  # noqa: S608
    assert f"Event {pk} was altered (signature 2)." in faults()


def test_an_event_that_was_put_into_a_sealed_run_is_named(sealed):
    meddle(
        "INSERT INTO evidence_event (kind, facts, commitments, xid, at) "
        "SELECT 'matter.forged', '{}', '{}', xid, at FROM evidence_event WHERE id = %s",
        sealed[1].pk,
    )
    assert faults() == [f"Event {Event.objects.latest('id').pk} was inserted."]


def test_an_event_of_a_transaction_to_come_is_named(sealed):
    """It would never be sealed, and never be missed."""
    meddle(
        "INSERT INTO evidence_event (kind, facts, commitments, xid) "
        "VALUES ('matter.forged', '{}', '{}', '99999999')"
    )
    assert "still to come" in faults()[0]


def test_a_value_that_does_not_fit_its_commitment_is_named(sealed):
    meddle("UPDATE evidence_eventdetail SET value = 'other' WHERE event_id = %s", sealed[0].pk)
    assert faults() == [f"Event {sealed[0].pk}: its detail “reason” was altered."]


def test_a_detail_that_is_gone_is_named(sealed):
    meddle("DELETE FROM evidence_eventdetail WHERE event_id = %s", sealed[0].pk)
    assert faults() == [f"Event {sealed[0].pk}: its detail “reason” is missing."]


def test_a_detail_that_nobody_committed_to_is_named(sealed):
    EventDetail.objects.create(event=sealed[5], name="extra", salt=b"1", value="x")
    assert faults() == [f"Event {sealed[5].pk}: its detail “extra” was inserted."]


def test_a_detail_of_an_event_that_waits_for_its_seal_is_checked_too(sealed, write):
    event = write(reason="new")
    meddle("UPDATE evidence_eventdetail SET value = 'x' WHERE event_id = %s", event.pk)
    assert faults() == [f"Event {event.pk}: its detail “reason” was altered."]


def test_erased_values_leave_the_proof_whole(sealed, seal, somebody):
    assert erase_details(about=somebody, by=None) == 3
    seal()
    assert faults() == []


def test_a_seal_that_is_missing_is_named(sealed, write, seal):
    write()
    seal()
    meddle("DELETE FROM evidence_seal WHERE number = 2")
    assert faults() == ["Signature 2 is missing."]


def test_a_first_seal_that_is_missing_is_named(sealed):
    meddle("DELETE FROM evidence_seal WHERE number = 1")
    assert faults() == ["Signature 1 is missing."]


@pytest.mark.parametrize(
    "change", ["sealed_at = sealed_at - interval '1 s'", "count = 4", "root = previous"]
)
def test_a_seal_that_was_altered_is_named(sealed, change):
    meddle(f"UPDATE evidence_seal SET {change} WHERE number = 2")  # noqa: S608
    assert any(line.startswith("Signature 2: The signature is refused") for line in faults())


def test_a_seal_under_which_another_was_altered_is_named(sealed):
    meddle("UPDATE evidence_seal SET sealed_at = now() WHERE number = 1")
    assert "Signature 2 does not name the one before it: one was altered." in faults()


def test_a_list_that_was_altered_with_its_event_is_named(sealed):
    """Whoever alters the event and its leaf still has no signature over the new root."""
    pk = sealed[4].pk
    meddle("UPDATE evidence_event SET kind = 'x' WHERE id = %s", pk)
    members = dict(Seal.objects.get(number=2).unpacked())
    ((line,),) = run(f"SELECT {LINE} FROM evidence_event e WHERE id = %s", pk)  # noqa: S608
    members[pk] = merkle.leaf(line.encode())
    packed = Seal.packed(members.items())
    meddle("UPDATE evidence_seal SET members = %s WHERE number = 2", packed)
    assert faults() == ["Signature 2: its list of events was altered."]
    meddle(
        "UPDATE evidence_seal SET root = %s WHERE number = 2", merkle.root(members.values()).hex()
    )
    assert faults() == ["Signature 2: The signature is refused: it was made over something else."]


def test_a_signature_that_was_swapped_is_named(sealed):
    meddle(
        "UPDATE evidence_seal SET signature = "
        "(SELECT signature FROM evidence_seal WHERE number = 1) WHERE number = 2"
    )
    assert faults() == ["Signature 2: The signature is refused: it was made over something else."]


def test_a_key_of_the_owners_own_is_refused_where_the_true_ones_are_named(sealed, signer, settings):
    """Who owns the database may add a key and sign anew; production names the true ones."""
    settings.SIGNING_KEYS = [signer.fingerprint]
    assert faults() == []
    settings.SIGNING_KEYS = ["0" * 40]
    assert sum("refused" in line for line in faults()) == 2
    assert OfficeKey.objects.count() == 1


def test_a_tail_that_was_cut_shows_against_a_head_kept_outside(sealed):
    """A1: by themselves the rest of the seals look whole."""
    kept = str(Head.of(Seal.objects.head()))
    meddle("DELETE FROM evidence_seal WHERE number = 2")
    meddle("DELETE FROM evidence_event WHERE id > %s", sealed[2].pk)
    assert faults() == []
    with pytest.raises(CommandError, match="1 faults"):
        verify("--against", kept)


def test_another_history_shows_against_a_head_kept_outside(sealed):
    with pytest.raises(CommandError, match="1 faults"):
        verify("--against", f"seal 2 sha256 {'0' * 64}")


def test_a_head_is_read_from_a_file_too(sealed, tmp_path):
    (tmp_path / "mail").write_text(f"> kept\n> {Head.of(Seal.objects.head())}\n")
    assert "The trail verifies." in verify("--against", str(tmp_path / "mail"))


def test_a_text_that_is_no_head_is_refused_with_a_sentence(sealed):
    with pytest.raises(CommandError, match="A head reads"):
        verify("--against", "nonsense")


def test_the_command_counts_and_names_head_and_keys(sealed, signer, write):
    write()
    told = verify("--all")
    assert "6 events in 2 seals; 1 events wait for a seal." in told
    assert str(Head.of(Seal.objects.head())) in told
    assert signer.fingerprint in told


def test_the_command_trusts_the_key_that_it_is_given(sealed, signer, tmp_path, gnupg_home):
    (tmp_path / "key").write_text(openpgp.public_key(gnupg_home, signer.fingerprint))
    assert "The trail verifies." in verify("--key", str(tmp_path / "key"))
    (tmp_path / "key").write_text("no key")
    with pytest.raises(CommandError, match="faults"):
        verify("--key", str(tmp_path / "key"))
    with pytest.raises(CommandError, match="can't be read"):
        verify("--key", str(tmp_path / "none"))


def verify(*words) -> str:
    out = StringIO()
    call_command("verify_audit", *words, stdout=out)
    return out.getvalue()


def test_a_nightly_run_goes_on_from_the_last(sealed, seal, write):
    assert nightly.verify(whole=False) == []
    write()
    seal()
    assert "2 events in 1 seals since seal 2" in verify()  # the event of the run, and the new one


def test_an_incremental_run_sees_that_its_checkpoint_is_gone(sealed, seal):
    nightly.verify(whole=False)
    meddle("DELETE FROM evidence_seal WHERE number = 2")
    assert "tail is cut" in nightly.verify(whole=False)[0]


def test_what_an_incremental_run_passes_over_a_whole_one_finds(sealed):
    nightly.verify(whole=False)
    meddle("UPDATE evidence_event SET kind = 'x' WHERE id = %s", sealed[0].pk)
    assert nightly.verify(whole=False) == []
    assert nightly.verify(whole=True) == [f"Event {sealed[0].pk} was altered (signature 1)."]


def test_a_fault_by_night_is_a_finding_and_goes_when_it_is_put_right(sealed):
    meddle("UPDATE evidence_event SET kind = 'x' WHERE id = %s", sealed[0].pk)
    nightly.verify(whole=True)
    finding = Finding.objects.get(check_name=nightly.CHECK)
    assert f"Event {sealed[0].pk} was altered" in finding.text
    assert finding.is_failure
    meddle("UPDATE evidence_event SET kind = 'matter.noted' WHERE id = %s", sealed[0].pk)
    nightly.verify(whole=True)
    finding.refresh_from_db()
    assert finding.status == Finding.Status.RESOLVED


def test_many_seals_are_read_page_by_page(seal, write, monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 2)
    monkeypatch.setattr(runs, "PAGE", 2)
    events = [write() for _ in range(9)]
    seal()
    assert faults() == []
    meddle("DELETE FROM evidence_event WHERE id = %s", events[6].pk)
    assert faults() == [f"Event {events[6].pk} is missing (signature 4)."]
