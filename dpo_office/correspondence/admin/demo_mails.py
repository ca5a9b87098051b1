"""Mails of the demo: files in a folder, shown as plain text, never as what they contain."""

import email
import email.policy
import re
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from dpo_office.correspondence.admin.downloads import attachment

NAME = re.compile(r"\d{8}-\d{6}-\d{6,}\.eml")
NEWEST = 200


def are_kept() -> bool:
    """Whether this office writes its mails into a folder."""
    return settings.DEMO and not settings.SMTP_URL


def page(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The newest mails; with `?mail=` the text of one, with `&part=` one of its enclosures."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Mails of the demo"),
        "opts": model_admin.opts,
        "media": model_admin.media,
    }
    if name := request.GET.get("mail"):
        message = _read(name)
        if part := request.GET.get("part"):
            return _enclosure(message, part)
        context |= {"mail": _shown(message), "name": name}
    else:
        context["mails"] = [(n, _read(n)) for n in _names()[:NEWEST]]
    return TemplateResponse(request, "correspondence/demo_mails.html", context)


def _names() -> list[str]:
    folder = settings.MAIL_FOLDER
    names = [path.name for path in folder.glob("*.eml")] if folder.is_dir() else []
    return sorted(filter(NAME.fullmatch, names), reverse=True)


def _read(name: str) -> EmailMessage:
    path = settings.MAIL_FOLDER / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise Http404
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - so says the policy
    return message


def _shown(message: EmailMessage) -> dict[str, Any]:
    text = message.get_body(("plain",))
    return {
        "head": [(name, message[name]) for name in ("From", "To", "Subject", "Date")],
        "text": text.get_content() if text else "",
        "parts": [part.get_filename() for part in message.iter_attachments()],
    }


def _enclosure(message: EmailMessage, number: str) -> HttpResponse:
    parts = list(message.iter_attachments())
    if not number.isdigit() or not 1 <= int(number) <= len(parts):
        raise Http404
    content = parts[int(number) - 1].get_content()
    return attachment(content, name="letter.pdf", content_type="application/pdf")
