from dpo_office.organisation.models.absence import Absence
from dpo_office.organisation.models.api_token import ApiToken
from dpo_office.organisation.models.one_time_link import OneTimeLink
from dpo_office.organisation.models.profile import Profile
from dpo_office.organisation.models.saved_filter import SavedFilter
from dpo_office.organisation.models.sign_in_place import SignInPlace
from dpo_office.organisation.models.user import User

__all__ = ["Absence", "ApiToken", "OneTimeLink", "Profile", "SavedFilter", "SignInPlace", "User"]
