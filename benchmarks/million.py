"""A million requests with their people, parts, rights and clocks, made by the database itself."""

from datetime import UTC, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from psycopg import sql

from dpo_office.parties.models import DataSubject, Identifier
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise, RequestPart, SubjectRequest

BATCH = 100_000
END = datetime(2026, 11, 1, tzinfo=UTC)
OPEN_EVERY = 100  # one request in a hundred is still open

# Fifty given names, some two thousand surnames: as many people share a name as in a small country.
PEOPLE = """
INSERT INTO parties_datasubject (id, name, tie, language)
SELECT n,
    (ARRAY['Maarit','Kalle','Jüri','Anna','Søren','Zoë','Ólafur','Marie','Jean','Karl'])[1 + n %% 10]
        || ' ' || (ARRAY['','Ann ','Peeter ','Louise ','Maria '])[1 + n / 10 %% 5]
        || initcap(substr(md5((n %% 2003)::text), 1, 7)),
    'end_user', 'en'
FROM generate_series(%(first)s, %(last)s) n;
INSERT INTO parties_identifier (subject_id, kind, value)
SELECT n, 'email', 'person' || n || '@' || substr(md5((n %% 997)::text), 1, 6) || '.example'
FROM generate_series(%(first)s, %(last)s) n
"""
REQUESTS = """
INSERT INTO requests_app_subjectrequest (id, reference, intake_key, subject_id, status, channel,
    received_at, recorded_at, language, answer_to, words, identity_proof, handler_id,
    answered_at, closed_at, late_cause, late_words)
SELECT n, 'SR-' || to_char(at, 'YYYY') || '-' || lpad(n::text, 7, '0'), gen_random_uuid(), n,
    CASE WHEN open THEN 'received' ELSE 'closed' END, 'email', at, at, 'en',
    'person' || n || '@post.example', 'Which data of mine do you hold?', '', %(handler)s,
    CASE WHEN NOT open THEN at + interval '3 days' END,
    CASE WHEN NOT open THEN at + interval '4 days' END, '', ''
FROM (
    SELECT n, n %% %(every)s = 0 AS open,
        CASE WHEN n %% %(every)s = 0 THEN %(end)s - n / 1000 * interval '1 minute'
        ELSE %(end)s - (%(all)s - n) * interval '1 minute' END AS at
    FROM generate_series(%(first)s, %(last)s) n
) AS made;
INSERT INTO requests_app_requestpart (id, request_id, capacity)
SELECT n, n, 'controller' FROM generate_series(%(first)s, %(last)s) n;
INSERT INTO requests_app_exercise (part_id, "right", status, ground, advice, reasons, done,
    decided_by_id, decided_at)
SELECT n, 'access', CASE WHEN n %% %(every)s = 0 THEN 'open' ELSE 'granted' END, '', '', '', '',
    CASE WHEN n %% %(every)s > 0 THEN %(handler)s END,
    CASE WHEN n %% %(every)s > 0 THEN %(end)s END
FROM generate_series(%(first)s, %(last)s) n
"""
CLOCKS = """
INSERT INTO worklist_clock (about_type_id, about_id, kind, rule_id, rule_valid_from, country,
    time_zone, started_at, due_on, due_at, stopped_at, trace, paused_trace, holidays_version,
    alert_times, next_alert_at, owner_id)
SELECT %(kind)s, part.id, kind, rule, '2018-05-25', 'EE', 'Europe/Tallinn', received_at,
    received_at::date + days, received_at + days * interval '1 day', answered_at,
    '[{"kind": "received"}, {"kind": "counted"}, {"kind": "last_day"}]', '[]', '0.109', '{}',
    NULL, %(handler)s
FROM requests_app_requestpart part
JOIN requests_app_subjectrequest request ON request.id = part.request_id
CROSS JOIN (VALUES ('promise', 'our_promise', 7), ('legal', 'dsr_base', 31)) AS r (kind, rule, days)
WHERE part.id BETWEEN %(first)s AND %(last)s
"""
COUNTED = ("parties_datasubject", "requests_app_subjectrequest", "requests_app_requestpart")


def fill(requests: int, *, handler: int) -> None:
    """That many requests, one in OPEN_EVERY open, handled by the user of that id."""
    kind = ContentType.objects.get(app_label="requests_app", model="requestpart").pk
    for model in (DataSubject, Identifier, SubjectRequest, RequestPart, Exercise, Clock):
        give_defaults(model)
    values = {"handler": handler, "end": END, "every": OPEN_EVERY, "all": requests, "kind": kind}
    for first in range(1, requests + 1, BATCH):
        span = {**values, "first": first, "last": min(first + BATCH - 1, requests)}
        for statements in (PEOPLE, REQUESTS, CLOCKS):
            for statement in statements.split(";\n"):
                execute(statement, span)
    for table in COUNTED:
        execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608  # our own names
    execute("VACUUM ANALYZE")


def give_defaults(model: type[models.Model]) -> None:
    """What Django fills in for a new row the database fills in here, also for columns to come."""
    for field in model._meta.concrete_fields:
        if not (field.primary_key or field.null) and (field.has_default() or field.blank):
            names = map(sql.Identifier, (model._meta.db_table, field.column))
            default = field.get_db_prep_save(field.get_default(), connection)
            change = sql.SQL("ALTER TABLE {} ALTER {} SET DEFAULT {}")
            execute(change.format(*names, sql.Literal(default)))


def execute(statement: str | sql.Composed, values: dict | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
