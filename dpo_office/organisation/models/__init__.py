from dpo_office.organisation.models.profile import Profile
from dpo_office.organisation.models.user import User

__all__ = ["Profile", "User"]
