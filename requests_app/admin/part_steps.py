"""Steps of identity, mandates and customers' parts as calls; services do the work."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.desk.case_file import StepDoor
from dpo_office.evidence.services import files
from requests_app.admin import part_forms as forms
from requests_app.models import RequestPart, SubjectRequest
from requests_app.services import (
    asking_where,
    documents,
    instructions,
    mandates,
    part_endings,
    parts,
    passing,
    proving,
    representing,
)
from requests_app.services.mandates import Representative

Words = dict[str, Any]


def _part(request: SubjectRequest, data: Words) -> RequestPart:
    """The customer's part of that number, if it belongs to this case."""
    number = data.pop("number")
    if not number.isdecimal():
        raise ValidationError(_("Choose the part first."))
    own = RequestPart.objects.of_customers().select_related("request", "customer")
    return get_object_or_404(own, pk=int(number[:18]), request=request)


def _form_part(request: SubjectRequest, by: Any, data: Words) -> str:
    data.pop("number")
    part = parts.form(request, by=by, **data)
    return _("%(customer)s has its part. It has left nothing yet.") % {"customer": part.customer}


def _remove_part(request: SubjectRequest, by: Any, data: Words) -> str:
    part = parts.remove(_part(request, data), by=by)
    return _("The part of %(customer)s is taken out.") % {"customer": part.customer}


def _pass_on(request: SubjectRequest, by: Any, data: Words) -> str:
    return _passed_on([_part(request, data)], by)


def _pass_on_all(request: SubjectRequest, by: Any, data: Words) -> str:
    now = timezone.now()
    own = request.parts.of_customers().filter(status=RequestPart.Status.OPEN)
    ready = [part for part in own if not passing.why_not_pass_on(part, now)]
    if not ready:
        raise ValidationError(_("No part is ready to be passed on."))
    return _passed_on(ready, by)


def _passed_on(ready: Sequence[RequestPart], by: Any) -> str:
    passing.pass_on(ready, by=by)
    names = ", ".join(str(part.customer) for part in ready)
    return _("On its way to %(names)s; the person is told.") % {"names": names}


def _remind(request: SubjectRequest, by: Any, data: Words) -> str:
    passing.remind(_part(request, data), by=by)
    return _("A new letter with a new link is on its way.")


def _instruction(request: SubjectRequest, by: Any, data: Words) -> str:
    part, uploads = _part(request, data), data.pop("files")
    with files.taken_in(uploads, instructions.ENCLOSED) as enclosed:
        instructions.take_down(part, enclosed=enclosed, by=by, **data)
    return _("What %(customer)s told us is kept.") % {"customer": part.customer}


def _part_done(request: SubjectRequest, by: Any, data: Words) -> str:
    part_endings.done(_part(request, data), what=data["what"], by=by)
    return _("Done; the customer is told.")


def _customer_gone(request: SubjectRequest, by: Any, data: Words) -> str:
    part_endings.gone(_part(request, data), told=data["told"], by=by)
    return _("Recorded; the person is told.")


def _no_answer(request: SubjectRequest, by: Any, data: Words) -> str:
    part_endings.no_answer(_part(request, data), why=data["why"], by=by)
    return _("Recorded: the customer never answered.")


def _withdraw_part(request: SubjectRequest, by: Any, data: Words) -> str:
    part_endings.withdraw(_part(request, data), why=data["why"], by=by)
    return _("Recorded; the customer is told that it need not act.")


def _which_website(request: SubjectRequest, by: Any, data: Words) -> str:
    asking_where.ask(request, by=by)
    return _("The question is on its way; nothing pauses.")


def _send_check(request: SubjectRequest, by: Any, data: Words) -> str:
    proving.send(request, by=by)
    return _("Link and code are on their way.")


def _code_given(request: SubjectRequest, by: Any, data: Words) -> str:
    proving.shown_by_code(request, code=data["code"], by=by)
    return _("That is the code; identity is recorded.")


def _keep_document(request: SubjectRequest, by: Any, data: Words) -> str:
    with files.taken_in(data["files"], documents.ENCLOSED) as enclosed:
        documents.keep(request, enclosed=enclosed, by=by)
    return _("The document is kept until you say what it shows.")


def _check_document(request: SubjectRequest, by: Any, data: Words) -> str:
    documents.check(request, convinced=data["convinced"], by=by)
    return _("The document is removed; what it showed is recorded.")


def _acts_for(request: SubjectRequest, by: Any, data: Words) -> str:
    words = {name: data[name] for name in ("name", "kind", "email", "valid_until")}
    with files.taken_in(data["files"], mandates.ENCLOSED) as enclosed:
        representing.begin(request, Representative(**words), enclosed=enclosed, by=by)
    return _("Letters go to who acts for them, once address and mandate are shown.")


def _renew_mandate(request: SubjectRequest, by: Any, data: Words) -> str:
    with files.taken_in(data["files"], mandates.ENCLOSED) as enclosed:
        mandates.renew(request, valid_until=data["valid_until"], enclosed=enclosed, by=by)
    return _("The mandate is kept; read it, and say that it is good.")


def _check_mandate(request: SubjectRequest, by: Any, data: Words) -> str:
    mandates.check(request, basis=data["basis"], by=by)
    return _("The mandate is good.")


def _ask_mandate(request: SubjectRequest, by: Any, data: Words) -> str:
    representing.ask(request, needed=data["needed"], by=by)
    return _("The question is on its way; nothing pauses.")


def _end_mandate(request: SubjectRequest, by: Any, data: Words) -> str:
    representing.end(request, email=data["email"], by=by)
    return _("Letters go to the person; identity has to be shown.")


PART_STEPS: dict[str, StepDoor] = {
    "form_part": StepDoor(_form_part, forms.FormPartForm),
    "remove_part": StepDoor(_remove_part),
    "pass_on": StepDoor(_pass_on),
    "pass_on_all": StepDoor(_pass_on_all),
    "remind": StepDoor(_remind),
    "instruction": StepDoor(_instruction, forms.InstructionForm),
    "part_done": StepDoor(_part_done, forms.DoneForm),
    "customer_gone": StepDoor(_customer_gone, forms.GoneForm),
    "no_answer": StepDoor(_no_answer, forms.WhyForm),
    "withdraw_part": StepDoor(_withdraw_part, forms.WhyForm),
    "which_website": StepDoor(_which_website),
    "send_check": StepDoor(_send_check),
    "code_given": StepDoor(_code_given, forms.CodeForm),
    "keep_document": StepDoor(_keep_document, forms.DocumentForm),
    "check_document": StepDoor(_check_document, forms.CheckedForm),
    "acts_for": StepDoor(_acts_for, forms.ActsForForm),
    "renew_mandate": StepDoor(_renew_mandate, forms.MandateFields),
    "check_mandate": StepDoor(_check_mandate, forms.CheckMandateForm),
    "ask_mandate": StepDoor(_ask_mandate, forms.AskMandateForm),
    "end_mandate": StepDoor(_end_mandate, forms.OwnAddressForm),
}
PART_ICONS = {
    "form_part": "domain_add",
    "remove_part": "delete",
    "pass_on": "forward_to_inbox",
    "pass_on_all": "forward_to_inbox",
    "remind": "notifications",
    "instruction": "record_voice_over",
    "part_done": "task_alt",
    "customer_gone": "domain_disabled",
    "no_answer": "hourglass_disabled",
    "withdraw_part": "block",
    "which_website": "travel_explore",
    "send_check": "mark_email_unread",
    "code_given": "pin",
    "keep_document": "id_card",
    "check_document": "fact_check",
    "acts_for": "supervisor_account",
    "renew_mandate": "upload_file",
    "check_mandate": "verified",
    "ask_mandate": "contact_mail",
    "end_mandate": "person",
}
