"""A date or a rule in plain words, in the active language; what is not law never looks like it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dpo_office.lib.periods.deadlines import Due
from dpo_office.lib.periods.local_time import local_time
from dpo_office.lib.periods.rules import Event, Mark, Rule, all_rules
from dpo_office.lib.periods.trace import in_full

STANDING = {
    Mark.SURE: gettext_lazy("law"),
    Mark.DERIVED: gettext_lazy("our reading of the law"),
    Mark.POLICY: gettext_lazy("our own choice, not law"),
}
BEGINS = {
    Event.RECEIVED: gettext_lazy("receipt"),
    Event.AWARE: gettext_lazy("becoming aware"),
    Event.DETECTED: gettext_lazy("detection"),
    Event.OBTAINED: gettext_lazy("obtaining the data"),
    Event.BEGUN: gettext_lazy("the step before it"),
}


def explain(when: Due, rule: Rule) -> list[str]:
    """The date, each step, the rule with its standing, and whose holidays: one line each."""
    standing = _(
        "Rule %(id)s, in force since %(since)s: %(length)s, %(source)s (%(standing)s)."
    ) % {
        "id": rule.id,
        "since": rule.valid_from,
        "length": rule.duration,
        "source": rule.source,
        "standing": STANDING[rule.mark],
    }
    holidays = _("Public holidays: %(country)s, from holidays %(version)s.") % {
        "country": when.country,
        "version": when.holidays_version,
    }
    lines = [in_short(when, rule), *(f"  {step}" for step in when.trace), standing]
    return lines if rule.in_hours else [*lines, holidays]


def in_short(when: Due, rule: Rule) -> str:
    """The first line: the date as programs read it, then as people do."""
    if rule.in_hours:
        at = local_time(when.at, when.tz)
        words = _("Due %(iso)s: %(full)s in %(tz)s.")
        return words % {"iso": at.isoformat(), "full": in_full(at), "tz": when.tz}
    words = _("Due %(iso)s: %(full)s, until 24:00 in %(tz)s.")
    return words % {"iso": when.on, "full": in_full(when.on), "tz": when.tz}


def rules_table() -> str:
    """Every version of every rule as a Markdown table."""
    head = [
        _("Rule"),
        _("What for"),
        _("Length"),
        _("From"),
        _("Rolls"),
        _("Source"),
        _("What it is"),
    ]
    rows = [head, ["---"] * len(head), *(_row(rule) for rule in all_rules())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(rule: Rule) -> list[str]:
    return [
        f"`{rule.id}`",
        rule.title,
        str(rule.duration),
        str(BEGINS[rule.begins]),
        _("yes") if rule.roll else _("never"),
        rule.source,
        str(STANDING[rule.mark]),
    ]
