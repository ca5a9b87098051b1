"""What time does with requests."""

from celery import shared_task

from dpo_office.lib.clock import database_now
from requests_app.services import bare_answers, refusal_date


@shared_task(ignore_result=True)
def let_refusal_dates_pass() -> None:
    """In extended cases the day until which a refusal is told ends by itself (Art. 12(4))."""
    now = database_now()
    for pk in refusal_date.passed(now):
        refusal_date.let_pass(pk, now=now)


@shared_task(ignore_result=True)
def check_answers() -> None:
    """Look at the answers of open cases. Twice: the second sees the same again."""
    bare_answers.check()
