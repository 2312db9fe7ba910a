"""The rows of the library a programme names, by short name: what the clinic itself may use, one query a kind."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from programmes.editing.problem import Problem
from programmes.models import (
    Advice,
    Condition,
    Exercise,
    PainRule,
    PatientFlag,
    ProgrammeKind,
    Source,
    Template,
)
from programmes.shapes.paths import values_at

REFERENCES: dict[type[Any], tuple[str, ...]] = {
    Exercise: ("phases[].prescriptions[].exercise", "variants[].exercises[]"),
    PainRule: (
        *("phases[].pain_rule", "phases[].running_pain_rule", "running_plan.pain_rule"),
        "variants[].pain_rule",
    ),
    Advice: ("phases[].advice[]", "running_plan.advice_slugs[]"),
    Condition: ("condition",),
    ProgrammeKind: ("programme_kind",),
    Template: ("template", "running_plan.warm_up"),
    PatientFlag: ("not_for_flags[]",),
    Source: ("sources[]", "variants[].sources[]"),
}
Held = Mapping[tuple[type[Any], str], Any]


class Library:
    """What *data* names. A row that the programme holds already stays the one it is, be it retired by now."""

    def __init__(self, clinic: Any, data: Any, held: Held) -> None:
        self._clinic, self._data, self._held = clinic, data, held
        self._rows = {model: self._fetched(model) for model in REFERENCES}

    def get(self, model: type[Any], slug: str | None) -> Any:
        """Return the row; None for None and for a name that is among the problems."""
        if slug is None:
            return None
        return self._held.get((model, slug)) or self._rows[model].get(slug)

    def problems(self) -> Iterator[Problem]:
        """Yield each name that leads nowhere or to something retired. Queries once a kind that has one."""
        for model in REFERENCES:
            wrong = [(path, slug) for path, slug in self._named(model) if not self._may_be_used(model, slug)]
            known = self._offered(model) if wrong else []
            for path, slug in wrong:
                yield Problem(path, self._reason(model, slug, known))

    def _named(self, model: type[Any]) -> Iterator[tuple[str, str]]:
        for pattern in REFERENCES[model]:
            yield from values_at(self._data, pattern)

    def _fetched(self, model: type[Any]) -> dict[str, Any]:
        slugs = {slug for _path, slug in self._named(model) if (model, slug) not in self._held}
        if not slugs:
            return {}
        rows = model.objects.for_clinic(self._clinic).filter(slug__in=slugs)
        return {row.slug: row for row in (rows.select_related("replaced_by") if model is Exercise else rows)}

    def _may_be_used(self, model: type[Any], slug: str) -> bool:
        row = self._rows[model].get(slug)
        return (model, slug) in self._held or (row is not None and not row.is_retired)

    def _offered(self, model: type[Any]) -> list[str]:
        return list(model.objects.for_clinic(self._clinic).in_use().values_list("slug", flat=True))

    def _reason(self, model: type[Any], slug: str, known: list[str]) -> str:
        words = {"kind": model._meta.verbose_name, "slug": slug}
        row = self._rows[model].get(slug)
        if row is not None:
            instead = getattr(row, "replaced_by", None)
            said = _("the %(kind)s “%(slug)s” is retired") % words
            return _("%(said)s; use “%(slug)s”") % {"said": said, "slug": instead.slug} if instead else said
        said = _("there is no %(kind)s “%(slug)s” here") % words
        near = difflib.get_close_matches(slug, known, n=1)
        return _("%(said)s; did you mean “%(slug)s”?") % {"said": said, "slug": near[0]} if near else said
