"""The page on which a programme's scores are kept and seen: measures of its condition, and the patient's own goals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import charts
from programmes.access import practitioner_of
from programmes.admin.deeds import Deeds, deed
from programmes.admin.diary import may_look
from programmes.admin.scoped import uuids
from programmes.charts import Chart, Point, Series, Shape
from programmes.models import Goal, Measure, Practitioner, Programme, Score
from programmes.models.outcome import GOAL_RANGE


@dataclass(frozen=True)
class Shown:
    """A measure or goal with its scores. `matters` is what a source says of the smallest change that matters."""

    name: str
    key: str
    better: str
    matters: str
    sources: str
    scores: list[Score]
    drawing: SafeString

    @property
    def change(self) -> str:
        if len(self.scores) < 2:
            return ""
        first, last = self.scores[0], self.scores[-1]
        words = _("%(first)s on %(first_day)s, %(last)s on %(last_day)s: %(change)+g.")
        return words % {
            "first": f"{float(first.value):g}",
            "first_day": date_format(first.on),
            "last": f"{float(last.value):g}",
            "last_day": date_format(last.on),
            "change": float(last.value - first.value),
        }


class GoalForm(forms.ModelForm):
    class Meta:
        model = Goal
        fields = ("words",)
        widgets = {"words": AdminTextInputWidget(attrs={"size": 60})}

    def validate_unique(self) -> None:
        self.instance.validate_constraints()


class ScoreForm(forms.ModelForm):
    class Meta:
        model = Score
        fields = ("on", "value")


class WithProgress(Deeds):
    """A programme of which it is seen whether it helps."""

    @deed(gettext_lazy("Progress"), allowed=may_look, has_form=True)
    def progress(self, request: HttpRequest, row: Programme) -> HttpResponse | None:
        """Show the scores; keep one more, a goal, or take a score away that was typed wrongly."""
        by = practitioner_of(request.user) if self.has_change_permission(request, row) else None
        problem = ""
        if request.method == "POST" and by is not None:
            problem = self._scored(request, row, by)
            if not problem:
                self.message_user(request, _("Kept."), messages.SUCCESS)
                return redirect(self.url_of("progress", row))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Progress: %(patient)s") % {"patient": row.patient},
            "subtitle": row.name,
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "shown": list(shown(row)),
            "may_write": by is not None,
            "today": timezone.localdate(),
            "goal_form": GoalForm(),
            "problem": problem,
            "sent": request.POST,
        }
        return TemplateResponse(request, "admin/progress.html", context)

    def _scored(self, request: HttpRequest, row: Programme, by: Practitioner) -> str:
        """Do what a button of the page asks; return what is wrong, "" when it is done. The log says what it was."""
        if "delete" in request.POST:
            for score in row.scores.filter(pk__in=uuids(request.POST["delete"])):
                score.delete()
                self.log_change(request, row, _("Took a score away: %(score)s.") % {"score": score})
            return ""
        form = _form(row, by, request.POST)
        if form is None:
            return _("Choose what is scored.")
        problem = _saved(form)
        if not problem:
            self.log_change(request, row, _("Kept: %(what)s.") % {"what": form.instance})
        return problem


def shown(row: Programme) -> Iterable[Shown]:
    """Return the patient's goals, then measures: those of the condition, and any scored before. Queries."""
    scores = list(row.scores.select_related("goal").prefetch_related("measure__sources"))
    for goal in row.goals.all():
        own = [score for score in scores if score.goal_id == goal.pk]
        better = _("0 is: cannot do it. 10 is: as before.")
        yield Shown(goal.words, str(goal.pk), better, "", "", own, _drawing(goal.words, own, GOAL_RANGE))
    scored = {score.measure for score in scores if score.measure}
    for measure in sorted({*_measures(row), *scored}, key=lambda measure: measure.name):
        own = [score for score in scores if score.measure_id == measure.pk]
        yield _of_measure(measure, own)


def _of_measure(measure: Measure, scores: list[Score]) -> Shown:
    sources = "; ".join(str(source) for source in measure.sources.all())
    better = _("Better is %(way)s.") % {"way": measure.better}
    drawing = _drawing(measure.name, scores, measure.range)
    return Shown(measure.name, str(measure.pk), better, measure.meaningful_change, sources, scores, drawing)


def _measures(row: Programme) -> Iterable[Measure]:
    slugs = row.condition.measure_slugs if row.condition else []
    return Measure.objects.filter(slug__in=slugs).for_clinic(row.clinic).in_use().prefetch_related("sources")


def _drawing(name: str, scores: list[Score], ends: tuple[float, float | None]) -> SafeString:
    if not scores:
        return mark_safe("")
    low, end = ends
    high = end or max(float(score.value) for score in scores) * 1.2 or 1
    points = tuple(Point(score.on, float(score.value)) for score in scores)
    chart = Chart(title=name, series=(Series(name[:60], points, Shape.DIAMOND),), low=low, high=high)
    return mark_safe(charts.draw(chart, lambda day: date_format(day, "j M")))  # noqa: S308  (its words are escaped there)


def _form(row: Programme, by: Practitioner, posted: Any) -> forms.ModelForm | None:
    """Return the form of a goal, or of a score of something of *row*; None when it is of nothing."""
    if "words" in posted:
        return GoalForm(posted, instance=Goal(programme=row))
    key = uuids(posted.get("of"))
    goal = row.goals.filter(pk__in=key).first()
    measure = None if goal else next((each for each in _measures(row) if each.pk in key), None)
    if goal is None and measure is None:
        return None
    return ScoreForm(posted, instance=Score(programme=row, goal=goal, measure=measure, entered_by=by))


def _saved(form: forms.ModelForm) -> str:
    try:
        is_valid = form.is_valid() and form.instance.validate_constraints() is None
    except forms.ValidationError:
        return _("That is there already: one score a day, and each goal once.")
    if not is_valid:
        return " ".join(text for texts in form.errors.values() for text in texts)
    form.save()
    return ""
