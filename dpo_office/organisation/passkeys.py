"""Removing a passkey: allauth keeps the last authenticator app, but would let the last key go."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dpo_office.organisation.models import User


class RemovePasskey(RemoveWebAuthnView):
    """Without any factor the next one could be set up by whoever knows the password (F2)."""

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        User.objects.select_for_update().get(pk=self.request.user.pk)  # two at once: one is last
        if get_adapter().can_delete_authenticator(self.get_object()):
            return super().form_valid(form)
        said = _("This is your only second factor. Add another one before you remove it.")
        messages.error(self.request, said)
        return redirect(self.success_url)
