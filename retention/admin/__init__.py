from retention.admin.purge_run import PurgeRunAdmin

__all__ = ["PurgeRunAdmin"]
