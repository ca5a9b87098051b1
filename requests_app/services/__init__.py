"""What the request desk does, each module a duty (GDPR Arts. 12-22)."""
