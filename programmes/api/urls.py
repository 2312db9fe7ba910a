"""The addresses of the API."""

from __future__ import annotations

from django.urls import include, path, re_path
from rest_framework.routers import DefaultRouter

from programmes.api import docs
from programmes.api.exercise import ExerciseViewSet
from programmes.api.figure import FigureViewSet
from programmes.api.handout import HandoutViewSet
from programmes.api.problem import NothingHere
from programmes.api.programme import ProgrammeViewSet
from programmes.api.subject import ConditionViewSet, ProgrammeKindViewSet
from programmes.api.template import TemplateViewSet

app_name = "api"

router = DefaultRouter()
router.include_format_suffixes = False
router.register("exercises", ExerciseViewSet, basename="exercise")
router.register("conditions", ConditionViewSet, basename="condition")
router.register("programme-kinds", ProgrammeKindViewSet, basename="programme-kind")
router.register("templates", TemplateViewSet, basename="template")
router.register("programmes", ProgrammeViewSet, basename="programme")
router.register("handouts", HandoutViewSet, basename="handout")

urlpatterns = [
    path("schema/", docs.schema, name="schema"),
    path("docs/", docs.page, name="docs"),
    # A file's address has no slash at its end, which the router would give it.
    path("exercises/<slug:slug>/figure.svg", FigureViewSet.as_view({"get": "retrieve"}), name="exercise-figure"),
    path("", include(router.urls)),
    # With the slash at its end, so that an address that only lacks one is still put right.
    re_path(r"^.*/$", NothingHere.as_view()),
]
