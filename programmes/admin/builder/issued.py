"""Issuing from the screen: what was answered, and the sheet or what is still in its way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.access import practitioner_of
from programmes.admin.builder.saving import Unreadable, moment, sent
from programmes.admin.builder.weighed import asked, judged
from programmes.admin.findings import VerdictShown, verdict_shown
from programmes.admin.issuing import NotIssued, issue_from, may_issue
from programmes.admin.other_language import missed_language
from programmes.admin.weigh import WeighForm
from programmes.handout.issue import NotReady
from programmes.models import Handout, Programme


def issue(request: HttpRequest, page: Any, programme: Programme) -> JsonResponse:
    """Issue *programme*, fetched `with_lines`, if it is still what the screen shows and everything is answered."""
    data = sent(request, "seen", "answers")
    if programme.changed_at != moment(data["seen"]):
        return _not(_("The programme was changed elsewhere. Load it again before you issue it."), 409)
    if not may_issue(request, programme):
        return _not(_("Handouts are issued by a practitioner of the clinic."), 403)
    if not isinstance(data["answers"], dict):
        raise Unreadable(_("“answers” must be an object."))
    last = programme.handouts.defer("document").order_by("-version").first()
    if last is not None and data.get("last", last.version) != last.version:
        return _issued_meanwhile(last)
    shown = verdict_shown(judged(request, programme), programme)
    if not shown.may_be_issued:
        return _not(_("There is still something to finish."), 422)
    form = WeighForm(shown, practitioner_of(request.user), data["answers"])
    if not form.is_valid():
        return _asked_again(request, shown, form)
    try:
        handout = issue_from(page, request, programme, seen=programme.changed_at, **form.answers)
    except (NotReady, NotIssued) as error:
        return _not(str(error), 422)
    return JsonResponse(_made(handout))


def _issued_meanwhile(handout: Handout) -> JsonResponse:
    """Show what was issued since the screen asked: by somebody else, or from here, when the answer was lost."""
    words = _("Version %(number)d was issued meanwhile, by %(name)s. Look at it. Press again to issue another.")
    said = words % {"number": handout.version, "name": handout.issued_by_name}
    return JsonResponse({**_made(handout), "words": said}, status=409)


def _asked_again(request: HttpRequest, shown: VerdictShown, form: WeighForm) -> JsonResponse:
    """Say which answer is missing; where something else is to be weighed by now, ask that."""
    data: dict[str, Any] = {"errors": {name: errors[0] for name, errors in form.errors.items() if name in form.fields}}
    if form.is_of_another:
        data |= {"words": form.non_field_errors()[0], "asks": asked(request, shown), "shown": shown.fingerprint}
    return JsonResponse(data, status=422)


def _made(handout: Handout) -> dict[str, Any]:
    return {
        "words": _("Version %(number)d is issued.") % {"number": handout.version},
        "pdf": reverse("admin:programmes_handout_pdf", args=[handout.pk]),
        "link": reverse("admin:programmes_programme_share", args=[handout.programme_id]),
        "page": reverse("admin:programmes_handout_change", args=[handout.pk]),
        "last": handout.version,
        "note": missed_language(handout),
    }


def _not(words: str, status: int) -> JsonResponse:
    return JsonResponse({"words": words}, status=status)
