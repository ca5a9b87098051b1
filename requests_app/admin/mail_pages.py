"""The pages of a mail: drop or paste it, log it as a case, record it on one (P4.1)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import DroppedMail
from dpo_office.correspondence.services import incoming
from dpo_office.evidence.refusals import FileRefused
from dpo_office.lib.refusals import Refused
from dpo_office.worklist.services.clocks import ClockRefused
from requests_app.admin.mail_cards import beside, candidates
from requests_app.admin.mail_forms import DropForm, LogMailForm, RecordMailForm, filled
from requests_app.models import SubjectRequest
from requests_app.services import mail_intake
from requests_app.services.mail_proposals import Proposals, propose

NAME = "requests_app_subjectrequest_{}"


class MailPages:
    """Mixed into the admin of requests; each page is open to whom the access table says."""

    def get_urls(self) -> list[Any]:
        views = {
            "mail/": ("drop_mail", self.drop_mail),
            "mail/<int:draft>/": ("log_mail", self.log_mail),
            "<int:pk>/mail/<int:draft>/": ("record_mail", self.record_mail),
        }
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        own = [path(r, wrap(view), name=NAME.format(n)) for r, (n, view) in views.items()]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def drop_mail(self, request: HttpRequest) -> HttpResponse:
        """Take a mail in, and lead to where it is logged or recorded."""
        self._insist(request, "drop_mail")
        form = DropForm(*_posted(request), initial=request.GET.dict())
        if form.is_valid():
            try:
                dropped = incoming.drop(
                    form.raw, pasted=form.pasted, by=request.user, now=timezone.now()
                )
            except (Refused, FileRefused) as refusal:
                form.add_error(None, _sentences(refusal))
            else:
                return redirect(_next(dropped, form.cleaned_data["case"]))
        return self._page(request, "requests_app/drop.html", _("Take in a mail"), form=form)

    def log_mail(self, request: HttpRequest, draft: int) -> HttpResponse:
        """The log form, filled in; saving opens the case."""
        self._insist(request, "log_mail")
        if case := _logged_by(request):
            return redirect(self.page_of(case))  # type: ignore[attr-defined]
        dropped, now = _dropped(draft), timezone.now()
        try:
            proposed = propose(dropped, now=now)
        except Refused as gone:
            return _back(request, gone)
        form = LogMailForm(_posted(request)[0], proposed=proposed, initial=filled(proposed))
        if form.is_valid():
            try:
                with incoming.arrived(dropped, now=now) as came:
                    data = form.cleaned_data
                    case = mail_intake.log_mail(came, by=request.user, now=now, **data)
            except (ValidationError, Refused) as refusal:
                form.add_error(None, _sentences(refusal))
            else:
                said = _("%(case)s is logged.") % {"case": case}
                return self._done(request, case, said, came.refused)
        context = {"form": form, "mail": beside(proposed), "repeat": proposed.repeat}
        context["candidates"] = candidates(proposed, dropped, request.user)
        return self._page(request, "requests_app/log_mail.html", _("Log a mail"), **context)

    def record_mail(self, request: HttpRequest, pk: int, draft: int) -> HttpResponse:
        """Record it on a case that is here."""
        self._insist(request, "record_mail")
        case = get_object_or_404(SubjectRequest.objects.select_related("subject"), pk=pk)
        dropped, now = _dropped(draft), timezone.now()
        try:
            proposed = propose(dropped, now=now)
        except Refused as gone:
            return _back(request, gone)
        form = _record_form(request, case, proposed)
        if form.is_valid():
            try:
                with incoming.arrived(dropped, now=now) as came:
                    words = form.cleaned_data
                    mail_intake.record_mail(case, came, by=request.user, now=now, **words)
            except (ValidationError, Refused, ClockRefused) as refusal:
                form.add_error(None, _sentences(refusal))
            else:
                said = _("The mail is recorded on %(case)s.") % {"case": case}
                return self._done(request, case, said, came.refused)
        context = {"form": form, "mail": beside(proposed), "repeat": proposed.repeat, "case": case}
        context |= {"why_not": mail_intake.why_not_record(case), "words": proposed.mail.words}
        context["case_url"] = self.page_of(case)  # type: ignore[attr-defined]
        context["log_url"] = reverse("admin:" + NAME.format("log_mail"), args=[dropped.pk])
        title = _("Record on %(case)s") % {"case": case}
        return self._page(request, "requests_app/record_mail.html", title, **context)

    def _insist(self, request: HttpRequest, deed: str) -> None:
        if not self.may(request, deed):  # type: ignore[attr-defined]
            raise PermissionDenied

    def _done(
        self, request: HttpRequest, case: SubjectRequest, said: str, refused: list[str]
    ) -> HttpResponse:
        messages.success(request, said)
        for sentence in refused:
            messages.warning(request, sentence)
        return redirect(self.page_of(case))  # type: ignore[attr-defined]

    def _page(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "title": title}  # type: ignore[attr-defined]
        context |= {"opts": self.opts, "own_heading": True, "now": timezone.now()}  # type: ignore[attr-defined]
        context["zone"] = timezone.get_current_timezone()
        context["media"] = self.media + context["form"].media  # type: ignore[attr-defined]
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, template, context)


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to; a sent form without a word in it is a sent form."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _logged_by(request: HttpRequest) -> SubjectRequest | None:
    """The case that this very form has opened already, when it was sent twice."""
    try:
        key = forms.UUIDField().clean(request.POST.get("intake_key"))
    except ValidationError:
        return None
    return SubjectRequest.objects.filter(intake_key=key).first()


def _record_form(request: HttpRequest, case: SubjectRequest, proposed: Proposals) -> forms.Form:
    begin = {"received_at": proposed.receipt.at, "answer_came": case in proposed.threads}
    form = RecordMailForm(_posted(request)[0], initial=begin)
    if not mail_intake.may_be_the_answer(case, by=request.user):
        del form.fields["answer_came"]
    return form


def _dropped(number: int) -> DroppedMail:
    """The mail that was handed over; 404 once it is recorded or its hours are over."""
    dropped = DroppedMail.objects.filter(pk=number).first()
    if dropped is None:
        raise Http404
    return dropped


def _next(dropped: DroppedMail, case: SubjectRequest | None) -> str:
    if case is None:
        return reverse("admin:" + NAME.format("log_mail"), args=[dropped.pk])
    return reverse("admin:" + NAME.format("record_mail"), args=[case.pk, dropped.pk])


def _back(request: HttpRequest, gone: Exception) -> HttpResponse:
    messages.error(request, str(gone))
    return redirect("admin:" + NAME.format("drop_mail"))


def _sentences(refusal: Exception) -> list[str]:
    return refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
