"""Users are people of the office only; customers and data subjects never become users."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who signs in by `email`; without password only links and passkeys work."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works in the office; signs in by e-mail. Roles are groups (F3)."""

    email = models.EmailField(lazy("e-mail"), unique=True)
    name = models.CharField(lazy("name"), max_length=120)
    is_active = models.BooleanField(lazy("may sign in"), default=True)
    is_staff = models.BooleanField(lazy("may open the office"), default=True)
    closed_at = models.DateTimeField(lazy("closed to them since"), null=True, editable=False)
    joined_at = models.DateTimeField(lazy("joined"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = lazy("user")
        verbose_name_plural = lazy("users")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name or _("Former colleague %d") % self.pk

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def get_full_name(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Two letters that stand for the person in lists."""
        return "".join(part[0] for part in self.name.split()[:2]).upper()

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The roles that the person has, read once per request."""
        return frozenset(self.groups.values_list("name", flat=True))

    def has_role(self, *names: str) -> bool:
        """Whether the person has any of these roles."""
        return bool(self.role_names.intersection(names))
