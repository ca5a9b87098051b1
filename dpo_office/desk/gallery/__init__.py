"""Every piece of a page in all its states, to be looked at; nothing of it in production."""
