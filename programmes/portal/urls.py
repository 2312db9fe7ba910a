"""The addresses behind a patient's link."""

from django.urls import path, re_path

from programmes.handout.page import COLOURS
from programmes.portal import calendar, diary, runs
from programmes.portal.page import colours, page, pdf, worker

app_name = "portal"
urlpatterns = [
    path("<str:token>/", page, name="page"),
    path(f"<str:token>/{COLOURS}", colours, name="colours"),
    path("<str:token>/handout.pdf", pdf, name="pdf"),
    path("<str:token>/calendar.ics", calendar.ics, name="calendar"),
    path("<str:token>/diary/", diary.write, name="diary"),
    path("<str:token>/diary/<uuid:key>/delete/", diary.take_back, name="diary-delete"),
    path("<str:token>/runs/", runs.write, name="runs"),
    path("<str:token>/runs/<uuid:key>/delete/", runs.take_back, name="run-delete"),
    path("<str:token>/worker.js", worker, name="worker"),
    # Whatever else somebody makes of an address: the same kind page. With the slash at its end, so that an address that
    # only lacks one is still put right.
    re_path(r"^(?P<token>.*)/$", page, name="anything-else"),
]
