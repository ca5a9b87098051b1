"""The leaf of an event: a hash over all of its columns, commitments included (docs/trail.md).

PostgreSQL writes the columns as one line of JSON, we hash the line. It holds strings, whole
numbers and null only: jsonb columns go in as the text by which PostgreSQL shows them, so that
nobody has to agree on how to write a number. Python's `json.dumps` of the same list gives the
same line, which is how a checker that has only the export finds the leaf.
"""

FORM = "event 1"
_TIME = """to_char(e.{} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

# Column by column: its name in an export, and how it is written.
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
LINE = f"json_build_array('{FORM}', {', '.join(COLUMNS.values())})::text"
