"""What the template offers beside its lines, taken up on a programme's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.deeds import Deeds, deed, never_shown
from programmes.editing import record
from programmes.models import Programme
from programmes.starting import Offer, offers, take_up


class WithOffers(Deeds):
    """A page of programmes whose template has optional lines."""

    @deed(gettext_lazy("Add"), makes_sense=never_shown)
    def take_offer(self, request: HttpRequest, row: Programme) -> HttpResponse:
        """Add an optional line of the template, or put it in the place of the one it stands in for."""
        with transaction.atomic():
            # A second press of the button waits here, and then finds that the offer was taken up.
            Programme.objects.select_for_update().get(pk=row.pk)
            row = self.get_object(request, str(row.pk))
            offer = _offer_asked_for(row, request.POST)
            replace = "replace" in request.POST and offer.instead_of is not None
            line = take_up(offer, replace=replace)
            record(row, request.user)
        self.log_change(request, row, _("Took up %(exercise)s.") % {"exercise": line})
        self.message_user(request, _("%(exercise)s is on the plan.") % {"exercise": line}, messages.SUCCESS)
        return redirect(f"{self.url_of('change', row)}#line-{line.pk}")


def _offer_asked_for(row: Programme, posted: Any) -> Offer:
    for offer in offers(row):
        if (str(offer.phase.pk), str(offer.line.pk)) == (posted.get("phase"), posted.get("line")):
            return offer
    raise ValidationError(_("The template offers this no longer, or it is on the plan already."))
