"""Who may decide in the decision owner's place; given once, taken back, never rewritten."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.forms import BaseDialogForm

from dpo_office.desk.admin import OfficeAdmin
from dpo_office.desk.deeds import do
from dpo_office.organisation import roles
from dpo_office.organisation.models import User
from requests_app.models import Delegation
from requests_app.services import delegations


class DelegationForm(forms.ModelForm):
    """Says what is wrong before anything is kept."""

    by: User

    class Meta:
        model = Delegation
        fields = ["to", "covers", "first_day", "last_day", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "to" in self.fields:  # not where it is only looked at
            able = [roles.DPO, roles.DEPUTY_DPO]
            here = User.objects.filter(is_active=True, groups__name__in=able)
            self.fields["to"].queryset = here.distinct()

    def clean(self) -> None:
        super().clean()
        given = {name: self.cleaned_data.get(name) for name in self.Meta.fields}
        if not self.errors:
            try:
                delegations.check(Delegation(by=self.by, **given))
            except ValidationError as refusal:
                self.add_error(None, refusal)


@admin.register(Delegation)
class DelegationAdmin(OfficeAdmin):
    nothing = _("Nothing is delegated: the decision owner decides, and alone refuses.")
    list_display: ClassVar = ["to", "covers", "by", "first_day", "last_day", "ended_at"]
    list_select_related: ClassVar = ["to", "by"]
    list_filter: ClassVar = ["covers"]
    fields: ClassVar = ["to", "covers", "first_day", "last_day", "words"]
    form = DelegationForm
    actions_detail: ClassVar = ["take_back"]

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def get_fields(self, request, obj=None):
        return [*self.fields, "by", "ended_at"] if obj else self.fields

    def tell(self, *args: Any) -> None:
        """The service tells the trail."""

    log_addition = tell

    def save_model(self, request: HttpRequest, obj: Delegation, form: Any, change: bool) -> None:
        delegations.give(obj, by=request.user)

    @action(
        description=_("Take it back"),
        permissions=["take_back"],
        icon="undo",
        dialog={
            "title": _("Take the delegation back?"),
            "description": _("From now on they decide no more; what they decided stands."),
            "form_submit_text": _("Take it back"),
        },
    )
    def take_back(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        given = get_object_or_404(Delegation, pk=object_id)
        deed = partial(delegations.take_back, given, by=request.user, now=timezone.now())
        back = reverse("admin:requests_app_delegation_change", args=[given.pk])
        return do(request, deed, said=_("It is taken back."), back=back)
