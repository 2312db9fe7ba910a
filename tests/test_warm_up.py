"""Drawing ahead when a web server starts: what is drawn, and that nothing else ever sets it off."""

from threading import Event
from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError

from programmes.handout import compiled, warm_up
from rehab import settings as site
from tests.factories import make_clinic, make_exercise
from tests.figures import plain_figure

pytestmark = pytest.mark.django_db
MIDDLEWARE = "programmes.handout.warm_up.when_serving"


@pytest.fixture(autouse=True)
def nothing_compiled() -> None:
    compiled.compiled.cache_clear()


def compiled_frames() -> int:
    return compiled.compiled.cache_info().currsize


def test_every_figure_is_compiled_for_both_sides():
    make_exercise(figure=plain_figure())
    make_exercise(figure=plain_figure(working=[]), is_unilateral=False)
    make_exercise(figure=plain_figure(muscles=[]), is_retired=True)
    make_exercise()
    assert warm_up.compile_library() == 6 == compiled_frames()


def test_every_look_that_a_clinic_chose_is_compiled():
    make_exercise(figure=plain_figure(), is_unilateral=False)
    for palette in ("teal", "outline", "outline"):
        make_clinic(figure_palette=palette)
    assert warm_up.compile_library() == 4


def test_the_most_frequent_look_comes_first_and_the_store_is_not_overfilled(monkeypatch: pytest.MonkeyPatch):
    make_exercise(figure=plain_figure(), is_unilateral=False)
    for palette in ("teal", "outline", "outline"):
        make_clinic(figure_palette=palette)
    monkeypatch.setattr(compiled, "MOST_KEPT", 3)
    drawn = []
    monkeypatch.setattr(warm_up, "drawing_of", lambda exercise, look, is_mirrored: drawn.append(look))
    warm_up.compile_library()
    assert drawn[0].palette == "outline"


def test_two_queries_do_however_many_exercises(django_assert_num_queries: Any):
    for _ in range(3):
        make_exercise(figure=plain_figure())
    with django_assert_num_queries(2):
        warm_up.compile_library()


def test_the_server_does_not_wait_for_it(monkeypatch: pytest.MonkeyPatch):
    began, may_end = Event(), Event()

    def slow(pause: float) -> None:
        began.set()
        may_end.wait(5)

    monkeypatch.setattr(warm_up, "compile_library", slow)
    with pytest.raises(MiddlewareNotUsed):
        warm_up.when_serving(lambda request: None)
    assert began.wait(5)
    may_end.set()


def test_without_a_database_the_server_starts_all_the_same(monkeypatch: pytest.MonkeyPatch, caplog: Any):
    def fail(pause: float) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(warm_up, "compile_library", fail)
    monkeypatch.setattr(warm_up.connection, "close", lambda: None)
    with caplog.at_level("INFO"):
        warm_up._run()
    assert "no such table" in caplog.text


def test_the_site_warms_up_and_tests_do_not(settings: Any):
    assert MIDDLEWARE not in settings.MIDDLEWARE
    assert MIDDLEWARE in site.MIDDLEWARE
