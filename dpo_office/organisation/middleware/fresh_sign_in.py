"""Dialogs can't follow redirects: for them the whole page goes to the factor, and comes back."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dpo_office.organisation.fresh_sign_in import FreshSignInRequired


class FreshSignIn:
    """What a dialog had posted is kept meanwhile, and done once the factor was shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path
        response = self.get_response(request)
        if "HX-Redirect" in response and request.path != path:
            return redirect(response["HX-Redirect"])  # the dialog's deed, resumed by a whole page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, FreshSignInRequired) or "HX-Request" not in request.headers:
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        answer = suspend_request(request, methods[0]["url"])
        return HttpResponse(headers={"HX-Redirect": answer["Location"]})
