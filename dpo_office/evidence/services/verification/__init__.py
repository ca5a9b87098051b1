"""Does the trail hold? Every fault is named by event or seal, never by a value (docs/trail.md)."""

from dpo_office.evidence.services.verification.heads import Head, HeadUnreadable
from dpo_office.evidence.services.verification.run import Checkpoint, Run, last_checkpoint

__all__ = ["Checkpoint", "Head", "HeadUnreadable", "Run", "last_checkpoint"]
