"""`manage.py explain_deadline`: a date and its reasons on the command line (P5.1)."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests/data/deadline_vectors.json"
BREACH = {"rule": "breach_72h", "received": "2026-03-27T10:00:00+02:00", "country": "EE"}
REQUEST = {"rule": "dsr_base", "received": "2026-01-31T10:00:00+02:00", "country": "EE"}


def explain(**options):
    out = StringIO()
    call_command("explain_deadline", stdout=out, **options)
    return out.getvalue().splitlines()


def test_a_date_is_told_with_its_steps_its_source_and_its_holidays():
    lines = explain(**REQUEST)
    assert lines[0] == "Due 2026-03-02: Mon 2 Mar 2026, until 24:00 in Europe/Tallinn."
    assert lines[3] == "  28 Feb is a Saturday"
    assert "1 month, GDPR Art. 12(3) (law)." in lines[-2]
    assert lines[-1].startswith("Public holidays: EE, from holidays ")


def test_the_docs_show_what_the_command_says():
    docs = (ROOT / "docs/deadlines.md").read_text(encoding="utf-8")
    said = "\n".join(f"    {line}" for line in explain(**REQUEST)[:-1])  # versions of holidays move
    assert said in docs


def test_an_extended_date_is_told_by_its_own_rule():
    lines = explain(**REQUEST, extended=True)
    assert lines[0].startswith("Due 2026-04-30")
    assert "Rule dsr_extended" in lines[-2]


def test_an_instant_is_told_in_local_time_with_its_offset():
    """72 hours over a change of clocks; holidays do not matter to hours."""
    lines = explain(**BREACH)
    assert lines[0] == "Due 2026-03-30T11:00:00+03:00: Mon 30 Mar 2026 11:00 in Europe/Tallinn."
    assert "holidays" not in lines[-1]


def test_a_pause_moves_the_date():
    assert explain(**REQUEST, pause=[["2026-02-02", "2026-02-12"]])[0].startswith("Due 2026-03-10")


def test_a_date_alone_will_do_for_days():
    assert explain(**REQUEST | {"received": "2026-01-31", "country": "ee"}) == explain(**REQUEST)


def test_the_time_zone_can_be_told():
    late = REQUEST | {"received": "2026-01-31T23:30:00Z"}
    assert "received Sun 1 Feb 2026" in explain(**late)[1]
    assert "received Sat 31 Jan 2026" in explain(**late, tz="Atlantic/Azores")[1]


def test_what_is_our_own_choice_says_so():
    (line,) = [line for line in explain(**REQUEST | {"rule": "our_promise"}) if "Rule" in line]
    assert "our own choice, not law" in line


def test_a_receipt_in_the_future_is_called_a_forecast():
    lines = explain(**REQUEST | {"received": "2098-01-31"})
    assert lines[-1] == "This begins in the future: a forecast, not a deadline that runs."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"rule": "dsr"}, "There is no rule “dsr”"),
        ({"rule": ""}, "Say --rule, --received and --country"),
        ({"received": "31.1.2026"}, "“31.1.2026” is not a time"),
        ({"received": "2026-01-31T10:00"}, "how far it is from UTC"),
        ({"received": "0001-01-01"}, "not between 2000-01-01"),
        ({"received": "9999-12-31T23:59:59-14:00"}, "not between 2000-01-01"),
        ({"rule": "breach_72h", "received": "2026-01-31"}, "give the time of day as well"),
        ({"country": "XX"}, "not a country of the EU"),
        ({"tz": "Mars/Olympus"}, "no time zone “Mars/Olympus”"),
        ({"rule": "our_promise", "extended": True}, "cannot be extended"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(wrong, sentence):
    with pytest.raises(CommandError, match=sentence.replace("(", r"\(")):
        explain(**REQUEST | wrong)


def expected(vector):
    if at := vector.get("expected_due_at"):
        return {"id": vector["id"], "due_at": at}
    return {"id": vector["id"], "due": vector["expected_due_local_date"]}


def test_every_vector_is_answered_on_a_line_of_its_own():
    vectors = json.loads(VECTORS.read_text())["vectors"]
    assert [json.loads(line) for line in explain(vectors=VECTORS)] == list(map(expected, vectors))


def test_vectors_without_an_answer_are_told_and_do_not_stop_the_others(tmp_path):
    good = {"id": "A", "kind": "dsr_base", "received_at": REQUEST["received"]}
    good |= {"country": "EE", "tz": "Europe/Tallinn"}
    bad = [{**good, "id": "B", "kind": "dsr"}, {**good, "id": "C", "received_at": 7}, {"id": "D"}]
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps([*bad, good]))
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("explain_deadline", vectors=file, stdout=out)
    assert json.loads(out.getvalue()) == {"id": "A", "due": "2026-03-02"}
    assert [line.split()[2] for line in str(refusal.value).splitlines()] == ["B", "C", "D"]


@pytest.mark.parametrize("text", ["", "{", "7", '{"vectors": 7}', "[7]"])
def test_a_file_without_vectors_is_refused(tmp_path, text):
    file = tmp_path / "vectors.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="cannot be read"):
        explain(vectors=file)


def run(*arguments):
    nothing_runs = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    return subprocess.run(
        [sys.executable, "manage.py", "explain_deadline", *arguments],
        cwd=ROOT,
        env=os.environ | nothing_runs | {"REDIS_URL": "redis://127.0.0.1:1/0"},
        capture_output=True,
        text=True,
    )


def test_it_needs_nothing_running():
    done = run("--vectors", str(VECTORS))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == len(json.loads(VECTORS.read_text())["vectors"])


def test_a_refusal_exits_with_one_and_a_sentence():
    done = run("--rule", "dsr_base", "--received", "2026-01-31", "--country", "XX")
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: “XX” is not a country")
