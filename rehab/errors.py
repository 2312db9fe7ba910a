"""The pages after an error, of ours or a visitor's. They need neither database nor log-in.

That of an error of ours names the request for the log.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from rehab.json_lines import request_id
from rehab.problem import is_for_the_api, problem


def server_error(request: HttpRequest) -> HttpResponse:
    if is_for_the_api(request.path):
        return problem(500, _words())
    try:
        return HttpResponse(render_to_string("500.html", {"number": request_id.get()}), status=500)
    except Exception:
        # The error may be the pages' own, as when no static files were collected: it must not hide the first one.
        return HttpResponse(_words(), status=500, content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what no view was asked for: another site's name, or more parameters than anybody needs."""
    if is_for_the_api(request.path):
        return problem(400, "This cannot be asked here: the name of the site is wrong, or the parameters are too many.")
    return defaults.bad_request(request, exception)


def _words() -> str:
    return f"Something went wrong. Tell whoever runs this site this number: {request_id.get()}"
