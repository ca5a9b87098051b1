"""Roles as they are chosen in forms."""

from dpo_office.organisation import roles

ROLE_CHOICES = [(name, name) for name in roles.ROLES]
