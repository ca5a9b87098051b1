from dpo_office.organisation.models.user import User

__all__ = ["User"]
