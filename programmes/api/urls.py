"""The addresses of the API."""

from __future__ import annotations

from django.urls import include, path, re_path
from rest_framework.routers import DefaultRouter

from programmes.api import docs
from programmes.api.diary import DiaryViewSet
from programmes.api.exercise import ExerciseViewSet
from programmes.api.figure import FigureViewSet
from programmes.api.handout import HandoutViewSet
from programmes.api.patient import PatientViewSet
from programmes.api.problem import NothingHere
from programmes.api.programme import ProgrammeViewSet
from programmes.api.reading import WhateverIsAccepted
from programmes.api.subject import ConditionViewSet, ProgrammeKindViewSet
from programmes.api.template import TemplateViewSet
from programmes.api.withdrawing import WithdrawalViewSet

app_name = "api"

router = DefaultRouter()
router.include_format_suffixes = False
router.register("exercises", ExerciseViewSet, basename="exercise")
router.register("conditions", ConditionViewSet, basename="condition")
router.register("programme-kinds", ProgrammeKindViewSet, basename="programme-kind")
router.register("templates", TemplateViewSet, basename="template")
router.register("patients", PatientViewSet, basename="patient")
router.register("programmes", ProgrammeViewSet, basename="programme")
router.register("handouts", HandoutViewSet, basename="handout")
router.register("diary", DiaryViewSet, basename="diary")

# What its own type alone may be accepted of.
AS_FILE = {"detail": True, "content_negotiation_class": WhateverIsAccepted}

urlpatterns = [
    path("schema/", docs.schema, name="schema"),
    path("docs/", docs.page, name="docs"),
    # A file's address has no slash at its end, which the router would give it.
    path("exercises/<slug:slug>/figure.svg", FigureViewSet.as_view({"get": "retrieve"}), name="exercise-figure"),
    path(
        "handouts/<uuid:pk>/calendar.ics",
        HandoutViewSet.as_view({"get": "calendar"}, **AS_FILE),
        name="handout-calendar",
    ),
    path(
        "handouts/<uuid:pk>/html/colours.css",
        HandoutViewSet.as_view({"get": "colours"}, **AS_FILE),
        name="handout-colours",
    ),
    path("handouts/<uuid:pk>/withdraw/", WithdrawalViewSet.as_view({"post": "create"}), name="handout-withdraw"),
    path("", include(router.urls)),
    # A line break in an address is one more address that is none.
    re_path(r"^[\s\S]*$", NothingHere.as_view()),
]
