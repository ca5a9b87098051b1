"""The leaf of an event: a hash over all of its columns, commitments included (docs/trail.md).

PostgreSQL writes the columns as one line, we hash the line. Between the bars stand numbers, times
and a UUID, which hold no bar themselves; the kind is a JSON string, and facts and commitments are the
JSON by which PostgreSQL shows them, so that nobody has to agree on how to write a number. So a
line can be read in one way only, and has no line break.
"""

FORM = "event 1"
_TIME = """to_char(e.{} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

# Column by column: its name in an export, and how it is written; what is null is written empty.
COLUMNS = {
    "id": "e.id",
    "lineage": "e.lineage::text",
    "xid": "e.xid::text",
    "nonce": "e.nonce::text",
    "at": _TIME.format("at"),
    "happened_at": _TIME.format("happened_at"),
    "kind": "e.kind",
    "actor": "e.actor_id",
    "about_type": "e.about_type_id",
    "about": "e.about_id",
    "facts": "e.facts::text",
    "commitments": "e.commitments::text",
}
# format() writes each as ::text would, and null as nothing; to ask for the cast too costs a third.
_WRITTEN = [sql.removesuffix("::text") for sql in (COLUMNS | {"kind": "to_json(e.kind)"}).values()]
LINE = f"format('{FORM}{'|%%s' * len(_WRITTEN)}', {', '.join(_WRITTEN)})"
