"""Labels, figures, rows of work, nothing and what failed."""

from collections.abc import Iterator

from dpo_office.desk.case_file import StateLabel
from dpo_office.desk.gallery.specimen import ARABIC, GEORGIAN, LONG, Specimen, ago, ahead
from dpo_office.desk.rows import EmptyState, ErrorState, Figure, Progress, ProgressRow

LABELS = {
    "late": ["Late", "Verspätet", "Hilinenud"],
    "soon": ["Waits for a signature", "Unterschrift steht noch aus", "Ootab allkirja"],
    "done": ["Granted", "Vollständig stattgegeben", "Rahuldatud"],
    "works": ["Searching", "Suche läuft", "Otsing käib"],
    "rest": ["Received", "Eingegangen", "Vastu võetud"],
}
FIGURES = {
    "Ordinary": Figure(1284, "Messages", "in Frankfurt"),
    "Words": Figure("33 of 34", "Answers", "within one week, last 12 weeks"),
    "Alarming": Figure(1, "Late", "oldest 2 days, our promise", "late"),
    "Measured zero": Figure(0, "Late", "Nothing is late.", "late"),
    "Not known": Figure(None, "Held lines", "the store was not reached"),
}
ROWS = [
    ProgressRow(
        "CRM",
        Progress.FAILED,
        "Frankfurt, DE",
        at=ago(minutes=14),
        tries=3,
        why="Connection refused.",
        next_try_at=ahead(minutes=16),
        delays="Delays Fjellsko's part only.",
    ),
    ProgressRow("Enrichment", Progress.RUNS, "Dublin, IE", 11, ago(minutes=4), 68, 100),
    ProgressRow("Attachments", Progress.RUNS, "Frankfurt, DE", 0, ago(seconds=3), 0, 37),
    ProgressRow("Connection logs", Progress.RUNS, "Singapore", None, ago(minutes=9), 18604),
    ProgressRow("Messages", Progress.DONE, "Frankfurt, DE", 1284, ago(hours=4)),
    ProgressRow(LONG, Progress.DONE, GEORGIAN, 0, ago(days=3)),
    ProgressRow(ARABIC, Progress.WAITS),
]
MANY = [
    ProgressRow(f"Store {n}", Progress.DONE, "Frankfurt", n * 97, ago(hours=2))
    for n in range(1, 41)
]
NOTHING = {
    "Good": EmptyState("Nothing is late."),
    "First step": EmptyState("No customer is recorded yet.", "Record the first one", "#first"),
}
FAILED = {
    "Tried again by itself": ErrorState(
        "No mail leaves: the server refused our certificate.",
        ago(minutes=26),
        "Two answers and one digest wait.",
        ahead(minutes=4),
        "Try now",
        "#try",
    ),
    "Long": ErrorState(f"The notice to {LONG} bounced.", ago(days=2)),
}


def specimens() -> Iterator[Specimen]:
    labels = [StateLabel(text, tone) for tone, texts in LABELS.items() for text in texts]
    yield Specimen("State labels", "desk/gallery/labels.html", {"labels": labels}, bare=True)
    for state, figure in FIGURES.items():
        yield Specimen(f"Figure: {state}", "desk/figure.html", {"figure": figure}, True, True)
    for state, rows in {"Progress rows": ROWS, "40 rows": MANY, "0 rows": []}.items():
        nothing = EmptyState("No store is searched yet.", "Search all stores", "#search")
        context = {"rows": rows, "nothing": nothing}
        yield Specimen(state, "desk/gallery/rows.html", context, bare=True)
    for state, empty in NOTHING.items():
        yield Specimen(f"Empty: {state}", "desk/empty_state.html", {"empty": empty}, True, True)
    for state, error in FAILED.items():
        yield Specimen(f"Failed: {state}", "desk/error_state.html", {"error": error}, bare=True)
