"""The rules that ship: in versions, and never more law than the law says."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dpo_office.lib.periods import Event, Kind, Mark, all_rules, due, rule
from dpo_office.lib.periods.errors import RuleFileBroken
from dpo_office.lib.periods.explaining import rules_table
from dpo_office.lib.periods.rules import read_rules

DOCS = Path(__file__).parents[2] / "docs/deadlines.md"
ON = date(2026, 11, 23)
SHIPPED = [
    "our_promise",
    "enquiry_promise",
    "dsr_base",
    "dsr_extended",
    "extension_notice",
    "refusal_notice",
    "art14_notice",
    "prior_consultation_8w",
    "prior_consultation_14w",
    "breach_72h",
    "ecs_24h",
    "nis2_early_24h",
    "contract_working_days",
    "customer_answer",
    "customer_instruction",
    "processor_duty_24h",
]

ONE = """
[[rule]]
id = "answer"
title = "Answer"
amount = 1
unit = "months"
roll = true
valid_from = 2018-05-25
mark = "sure"
source = "a law"
"""
SUCCESSOR = ONE.replace("2018-05-25", "2027-01-01").replace("amount = 1", "amount = 2")
SUCCEEDED = ONE + "valid_to = 2026-12-31\n" + SUCCESSOR


@pytest.mark.parametrize("rule_id", SHIPPED)
def test_every_rule_ships_and_is_in_force(rule_id):
    assert rule(rule_id, ON).source


def test_our_promise_and_our_defaults_are_never_shown_as_law():
    """P5.1, P9.2: what we chose ourselves is marked as such."""
    ours = {r.id for r in all_rules() if r.mark == Mark.POLICY}
    customers = {"contract_working_days", "customer_answer", "customer_instruction"}
    assert ours == {"our_promise", "enquiry_promise", "processor_duty_24h"} | customers


def test_what_may_not_apply_to_us_is_not_shown_as_law():
    doubtful = [r for r in all_rules() if r.mark == Mark.DERIVED]
    assert {r.id for r in doubtful} == {"ecs_24h", "nis2_early_24h"}
    assert not any(r.is_law for r in doubtful)


def test_only_an_answer_to_a_person_or_by_the_authority_pauses():
    assert {r.id for r in all_rules() if r.pausable} == {
        "dsr_base",
        "dsr_extended",
        "prior_consultation_8w",
        "prior_consultation_14w",
    }


@pytest.mark.parametrize("event", Event)
def test_every_beginning_is_a_step_of_the_trace(event):
    assert Kind(event).value == event.value


def test_the_docs_show_every_rule_as_it_ships():
    assert rules_table() in DOCS.read_text(encoding="utf-8")


@pytest.mark.parametrize(("on", "amount"), [(date(2026, 12, 31), 1), (date(2027, 1, 1), 2)])
def test_the_version_in_force_on_the_day_applies(on, amount):
    (found,) = [r for r in read_rules(SUCCEEDED) if r.in_force(on)]
    assert found.amount == amount


def test_a_case_keeps_the_version_that_it_began_with():
    old, new = read_rules(SUCCEEDED)
    begun = datetime(2026, 12, 31, 9, tzinfo=UTC)
    ends = [due(r, begun, country="EE", tz="Europe/Tallinn") for r in (old, new)]
    assert [end.rule_version for end in ends] == [date(2018, 5, 25), date(2027, 1, 1)]
    assert ends[0].on < ends[1].on


BROKEN = [
    ("its extension is missing", ONE + 'extension = "nowhere"'),
    ("two versions are in force on one day", ONE + SUCCESSOR),
    ("two versions are in force on one day", ONE + "valid_to = 2027-01-01\n" + SUCCESSOR),
    ("it ends too early", ONE + "valid_to = 2018-05-24"),
    ("hours run on", ONE.replace("months", "hours")),
    ("hours run on", ONE.replace("months", "hours").replace("true", "false") + "pausable = true"),
    ("mark is missing", ONE.replace("mark", "mood")),
    ("title is missing", ONE.replace("title", "name")),
    ("is not a valid Unit", ONE.replace("months", "moons")),
    ("is not a valid Mark", ONE.replace("sure", "certain")),
    ("unexpected keyword argument", ONE + 'colour = "red"'),
]


@pytest.mark.parametrize(("why", "text"), BROKEN)
def test_a_broken_file_says_which_rule_and_why(why, text):
    with pytest.raises(RuleFileBroken, match=f"“answer” is broken: .*{why}"):
        read_rules(text)
