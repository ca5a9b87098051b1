"""F6: what is surely committed is sealed, once, whatever happens meanwhile."""

from datetime import timedelta

import pytest

from dpo_office.evidence import verify_export
from dpo_office.evidence.models import Event, Seal
from dpo_office.evidence.services import sealing
from dpo_office.evidence.services.leaves import COLUMNS, LINE
from dpo_office.evidence.services.seal_lag import lag
from dpo_office.lib import doors, merkle, openpgp
from dpo_office.lib.clock import database_now
from tests.evidence.conftest import other_session, run

INSERT = "INSERT INTO evidence_event (kind, facts, commitments) VALUES (%s, '{}', '{}')"


def test_all_events_are_sealed_and_nothing_twice(seal, write):
    events = [write() for _ in range(5)]
    assert seal() == 1
    assert seal() == 0
    only = Seal.objects.get()
    assert [pk for pk, _leaf in only.unpacked()] == [event.pk for event in events]
    assert (only.number, only.count, only.previous) == (1, 5, "")


def test_each_seal_names_the_one_before(seal, write):
    write()
    seal()
    write()
    seal()
    first, second = Seal.objects.order_by("number")
    assert second.previous == first.digest
    assert (second.after, second.until > second.after) == (first.until, True)


def test_the_statement_is_signed_by_the_offices_key(seal, write, signer, gnupg_home):
    write()
    seal()
    one = Seal.objects.get()
    data = one.statement.encode()
    accepted = [signer.fingerprint]
    assert openpgp.signer_of(gnupg_home, data, one.signature, accepted=accepted) == one.key_id
    assert "PGP PUBLIC KEY" in one.key.armored


def test_the_root_is_over_the_leaves_of_all_columns(seal, write):
    write(reason="why")
    seal()
    ((line,),) = run(f"SELECT {LINE} FROM evidence_event e")  # noqa: S608
    assert Seal.objects.get().root == merkle.root([merkle.leaf(line.encode())]).hex()
    columns = {f.column for f in Event._meta.concrete_fields}
    assert len(COLUMNS) == len(columns)


@pytest.mark.parametrize("text", ["\n\r\t\b\f\x01\x7f", 'a"\\b', "ÄõüПривет😀\u2028", "</script>"])
def test_a_leaf_can_be_made_anew_by_who_has_the_columns_only(write, text):
    """What an export's checker does, with hostile text in a fact and in a kind."""
    Event.objects.create(kind=text, facts={text: text, "big": 10**30, "half": 1.50})
    ((line, *values),) = run(f"SELECT {LINE}, {', '.join(COLUMNS.values())} FROM evidence_event e")  # noqa: S608
    assert "\n" not in line
    leaf = merkle.leaf(line.encode()).hex()
    assert verify_export.leaf_of(dict(zip(COLUMNS, values, strict=True))) == leaf


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"facts": {}}, {"kind": 'x"||||{}|"'}),
        ({"kind": "1|2"}, {"kind": "1", "about_id": 2}),
        ({"happened_at": None}, {"happened_at": database_now}),
    ],
)
def test_two_events_never_share_a_line(db, one, other):
    """A bar in a text must not pass for one between two columns; null is not now."""
    lines = []
    for given in (one, other):
        values = {"kind": "x", **{k: v() if callable(v) else v for k, v in given.items()}}
        pk = Event.objects.create(**values).pk
        ((line,),) = run(f"SELECT {LINE} FROM evidence_event e WHERE id = %s", pk)  # noqa: S608
        lines.append(line.split("|", 6)[6])  # without numbers, nonce and time of recording
    assert lines[0] != lines[1]


def test_a_large_run_makes_several_seals(seal, write, monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 2)
    for _ in range(5):
        write()
    assert seal() == 3
    assert [s.count for s in Seal.objects.order_by("number")] == [2, 2, 1]


def test_what_an_open_transaction_may_still_write_is_not_sealed_over(seal, seal_at_once, write):
    """Two write at once: the one that began first commits last, and is sealed all the same."""
    with other_session() as early:
        early.execute(INSERT, ["matter.early"])
        late = write()
        assert seal_at_once() == 0  # the horizon stands before the early one
        early.commit()
    assert seal() == 1
    sealed = [pk for pk, _leaf in Seal.objects.get().unpacked()]
    assert set(sealed) == set(Event.objects.values_list("pk", flat=True))
    assert late.pk == sealed[-1]


def test_a_transaction_that_is_rolled_back_leaves_a_gap_in_ids_and_none_in_seals(seal, write):
    write()
    with other_session() as other:
        other.execute(INSERT, ["matter.undone"])
        other.rollback()
    write()
    assert seal() == 1
    first, second = (pk for pk, _leaf in Seal.objects.get().unpacked())
    assert second - first > 1


def test_a_long_transaction_stalls_sealing_and_is_seen(seal, seal_at_once, write):
    """It must not stall it unseen: health turns red and says why."""
    with other_session() as long:
        long.execute("SELECT pg_current_xact_id()")
        write()
        assert seal_at_once() == 0
        later = database_now() + timedelta(minutes=5)
        assert lag(later).held_up
        assert "still open" in doors.vital_signs.get("trail").trouble(later)
    assert seal() == 1
    assert doors.vital_signs.get("trail").trouble(later) == ""


def test_a_long_reader_stalls_nothing(seal, write):
    with other_session() as reader:
        reader.execute("SELECT count(*) FROM evidence_event")
        write()
        assert seal() == 1


def test_health_turns_red_when_nobody_seals(own_database, write):
    write()
    later = database_now() + timedelta(minutes=5)
    trouble = doors.vital_signs.get("trail").trouble
    assert "to be signed for 5 minutes" in trouble(later)
    assert trouble(database_now() + timedelta(minutes=2)) == ""
