"""What retention does, each module a duty (GDPR Art. 5(1)(e))."""
