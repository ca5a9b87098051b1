"""Being read changes nothing: state moves by POST alone (V3.5.1); mail scanners open links."""

from django.db import connection

from tests.security.addresses import addresses, path_of
from tests.security.tables import fingerprint

# Looks that are recorded by design: at persons, and when a calendar was last read.
TOLD = {"evidence_event"}
BY_DESIGN = {
    "admin:accountability_enquiry_change": TOLD,
    "admin:accountability_matter_change": TOLD,
    "admin:correspondence_incoming_change": TOLD,
    "admin:requests_app_subjectrequest_change": TOLD,
    "admin:correspondence_letter_change": TOLD,
    "admin:parties_datasubject_change": TOLD,
    "calendar_feed": {"worklist_calendarfeed"},
}


def test_no_address_writes_by_being_read(enter, office):
    client, wrong = enter("DPO"), []
    paths = [(each.name or each.route, path_of(each, office)) for each in addresses()]
    before = fingerprint(connection)
    for name, path in paths:
        for read in (client.get, client.head):
            read(path)
            after = fingerprint(connection)
            changed = {table for table in after if after[table] != before[table]}
            if changed - BY_DESIGN.get(name, set()):
                wrong.append((name, changed))
            before = after
    assert not wrong, wrong


def test_the_exceptions_are_ones(enter, office):
    """What is named as an exception does write: else it would only hide something."""
    client, names = enter("DPO"), {each.name: each for each in addresses()}
    for name, tables in BY_DESIGN.items():
        before = fingerprint(connection)
        client.get(path_of(names[name], office))
        after = fingerprint(connection)
        assert {table for table in after if after[table] != before[table]} == tables
