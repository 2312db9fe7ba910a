"""What nobody can override: flags that stop all exercise, and those that the programme's template is not for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from programmes.handout.checks.known import Known
from programmes.models import PatientFlag, Programme, running_plan_of
from programmes.precautions import Finding, Level


def findings(programme: Programme, known: Known) -> Iterator[Finding]:
    """Yield a stop for each such flag. Queries the templates the programme comes from, if the patient has flags."""
    yield from of_flags(known, not_for_flags(programme) if known.flags else frozenset())


def of_flags(known: Known, not_for: Collection[str]) -> Iterator[Finding]:
    """Yield a stop for each flag that stops all exercise, and for each of *not_for*."""
    for slug, place in known.places.items():
        words = {"flag": known.labels.get(slug, slug)}
        if slug in known.stopping:
            reason = _("%(flag)s: no exercise until a doctor has looked. This cannot be overridden.") % words
            yield Finding("stop-flag", Level.STOP, place, reason, because=(slug,))
        elif slug in not_for:
            reason = _("%(flag)s: this programme's template is not for such patients. This cannot be overridden.")
            yield Finding("not-for-flag", Level.STOP, place, reason % words, because=(slug,))


def not_for_flags(programme: Programme) -> frozenset[str]:
    """Return the flags that the programme, its templates, and its warm-up for running are not for. Queries."""
    family, each = [programme.pk], programme
    while each.template is not None and each.template.pk not in family:
        each = each.template
        family.append(each.pk)
    plan = running_plan_of(programme)
    if plan is not None and plan.warm_up_id is not None:
        family.append(plan.warm_up_id)
    rows = PatientFlag.objects.filter(programmes_not_for_it__in=family)
    return frozenset(rows.values_list("slug", flat=True))
