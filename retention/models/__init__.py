from retention.models.purge_run import PurgeRun

__all__ = ["PurgeRun"]
