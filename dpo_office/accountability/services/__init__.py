"""What accountability does, each module a duty (GDPR Arts. 5(2), 24)."""
