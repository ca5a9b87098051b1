"""Next steps and what happened."""

from collections.abc import Iterator

from django import forms

from dpo_office.desk.case_file import CaseFile, NextStep, TimelineEntry
from dpo_office.desk.gallery.specimen import ARABIC, LONG, Specimen, ago

WAITS = f"The person has not shown who they are, and {LONG} has not said whether it decides."


class Words(forms.Form):
    outcome = forms.ChoiceField(label="Outcome", choices=[("g", "granted"), ("r", "refused")])
    reasons = forms.CharField(label="Why not", widget=forms.Textarea(attrs={"rows": 3}))
    copy = forms.BooleanField(label="Enclose a copy", help_text="As a PDF.", required=False)


STEPS = {
    "A form open": [
        NextStep(
            "decide",
            "Decide on access (Art. 15)",
            form=Words({}, prefix="decide"),
            primary=True,
            icon="gavel",
        ),
        NextStep("hand", "Hand over", form=Words(prefix="hand"), icon="group"),
        NextStep("edit", "Edit the answer", link="#edit", icon="edit_note"),
        NextStep("send", "Acknowledge", note="A letter leaves at once.", icon="send"),
    ],
    "Blocked, with long reasons": [
        NextStep("send", "Send the answer", WAITS),
        NextStep("close", f"Die Anfrage von {ARABIC} abschließen", WAITS),
    ],
    "Nothing left": [],
}
EVENTS = [
    TimelineEntry(ago(minutes=14), "CRM can't be searched, third try", "late", "the office"),
    TimelineEntry(ago(hours=3), f"{LONG} acknowledged its part", "done", "HP"),
    TimelineEntry(ago(days=4), "Received by e-mail, original kept", who="SK"),
]
MANY = [
    TimelineEntry(ago(hours=n * 5), f"Letter {40 - n} was drafted", who="HP") for n in range(40)
]


def specimens() -> Iterator[Specimen]:
    for state, steps in STEPS.items():
        file = CaseFile("A case", "", "SR-2026-0147", steps=steps)
        yield Specimen(f"Next steps: {state}", "desk/next_steps.html", {"file": file}, True)
    for state, entries in {"ordinary": EVENTS, "40 entries": MANY, "empty": []}.items():
        yield Specimen(f"Timeline: {state}", "desk/timeline.html", {"entries": entries}, True)
