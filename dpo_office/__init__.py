"""DPO Office: the composition root. It sees every app; no app sees it."""

from dpo_office.celery import app as celery_app

__all__ = ["celery_app"]
