"""Going on in spite of a finding: the reason is kept at once, with who gave it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from programmes.access import practitioner_of
from programmes.admin.builder.saving import sent
from programmes.admin.builder.weighed import judged
from programmes.admin.issuing import may_issue
from programmes.handout import overrides
from programmes.models import Programme


def override(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Keep the reason for going on in spite of what was found on *programme*, fetched `with_lines`."""
    data = sent(request, "code", "where", "reason")
    if not may_issue(request, programme):
        return JsonResponse({"words": _("Only a practitioner of the clinic may give a reason.")}, status=403)
    found = {finding.key: finding for finding in judged(request, programme).findings}
    finding = found.get((str(data["code"]), str(data["where"])))
    if finding is None:
        return JsonResponse({"words": _("This is found no longer.")}, status=409)
    try:
        overrides.record(programme, finding, str(data["reason"]), practitioner_of(request.user))
    except ValidationError as error:
        return JsonResponse({"words": " ".join(error.messages)}, status=422)
    return JsonResponse({})
