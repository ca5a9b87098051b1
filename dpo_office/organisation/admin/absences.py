"""Who is away and who stands in."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dpo_office.desk.admin import OfficeAdmin
from dpo_office.organisation.models import Absence, User
from dpo_office.organisation.refusals import AbsenceRefused
from dpo_office.organisation.services import absences


class AbsenceForm(forms.ModelForm):
    """Says what is wrong before anything is kept."""

    by: User

    class Meta:
        model = Absence
        fields = ["user", "deputy", "first_day", "last_day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = User.objects.filter(is_active=True)
        self.fields["user"].queryset = self.fields["deputy"].queryset = here

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if given.get("user") and given.get("deputy"):
            try:
                asked = Absence(user=given["user"], deputy=given["deputy"])
                absences.check(asked, by=self.by)
            except AbsenceRefused as refusal:
                self.add_error(None, str(refusal))


@admin.register(Absence)
class AbsenceAdmin(OfficeAdmin):
    nothing = _("Nobody is away.")
    list_display = ["user", "deputy", "first_day", "last_day"]
    list_select_related = ["user", "deputy"]
    list_filter = ["first_day"]
    search_fields = ["user__name", "deputy__name"]
    form = AbsenceForm

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"user": request.user.pk, **super().get_changeform_initial_data(request)}

    def tell(self, *args: Any) -> None:
        """The service tells the trail."""

    log_addition = log_change = log_deletions = tell

    def save_model(self, request: HttpRequest, obj: Absence, form: Any, change: bool) -> None:
        absences.announce(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Absence) -> None:
        absences.withdraw(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for absence in queryset:
            absences.withdraw(absence, by=request.user)
