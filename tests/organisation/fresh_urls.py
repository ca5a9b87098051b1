"""Two grave deeds, and the office around them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from dpo_office.organisation.fresh_sign_in import fresh_sign_in_required
from dpo_office.urls import urlpatterns as office


@fresh_sign_in_required
def sign(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"signed: {request.POST.get('word', '')}")


urlpatterns = [path("admin/sign/", sign, name="sign"), *office]
