"""Triggers in plain SQL: the trail only grows, whoever asks (design.md: not pgtrigger's).

ENABLE ALWAYS: `session_replication_role` does not switch them off. Who owns the table can; what
is altered then is named by `verify_audit`. The lineage is not asked a second time here, since that
reads a file: an event in a lineage that was left is never sealed, and named.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail only grows: % on % is refused', lower(TG_OP), TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER an_event_stays BEFORE UPDATE OR DELETE ON evidence_event
    FOR EACH ROW EXECUTE FUNCTION evidence_refuse();
CREATE TRIGGER events_stay BEFORE TRUNCATE ON evidence_event
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse();
CREATE TRIGGER an_event_is_of_now BEFORE INSERT ON evidence_event
    FOR EACH ROW WHEN (
        NEW.at IS DISTINCT FROM statement_timestamp()
        OR NEW.xid IS DISTINCT FROM pg_current_xact_id()
    ) EXECUTE FUNCTION evidence_refuse();

CREATE TRIGGER a_detail_is_erased_only BEFORE UPDATE ON evidence_eventdetail
    FOR EACH ROW WHEN (
        NEW.value IS NOT NULL OR NEW.salt IS NOT NULL
        OR (NEW.id, NEW.event_id, NEW.name) IS DISTINCT FROM (OLD.id, OLD.event_id, OLD.name)
    ) EXECUTE FUNCTION evidence_refuse();
CREATE TRIGGER a_detail_stays BEFORE DELETE ON evidence_eventdetail
    FOR EACH ROW EXECUTE FUNCTION evidence_refuse();
CREATE TRIGGER details_stay BEFORE TRUNCATE ON evidence_eventdetail
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse();

ALTER TABLE evidence_event ENABLE ALWAYS TRIGGER an_event_stays;
ALTER TABLE evidence_event ENABLE ALWAYS TRIGGER events_stay;
ALTER TABLE evidence_event ENABLE ALWAYS TRIGGER an_event_is_of_now;
ALTER TABLE evidence_eventdetail ENABLE ALWAYS TRIGGER a_detail_is_erased_only;
ALTER TABLE evidence_eventdetail ENABLE ALWAYS TRIGGER a_detail_stays;
ALTER TABLE evidence_eventdetail ENABLE ALWAYS TRIGGER details_stay;
"""

LET_GO = """
DROP TRIGGER an_event_stays ON evidence_event;
DROP TRIGGER events_stay ON evidence_event;
DROP TRIGGER an_event_is_of_now ON evidence_event;
DROP TRIGGER a_detail_is_erased_only ON evidence_eventdetail;
DROP TRIGGER a_detail_stays ON evidence_eventdetail;
DROP TRIGGER details_stay ON evidence_eventdetail;
DROP FUNCTION evidence_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_origin_of_events")]
    operations = [migrations.RunSQL(REFUSE, LET_GO)]
