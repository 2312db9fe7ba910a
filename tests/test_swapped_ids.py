"""A practitioner puts another clinic's ids wherever a request takes one: nothing comes back, nothing there changes."""

import json
import random
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from programmes.access import clinic_of_row, visible
from programmes.handout import pdf
from programmes.handout.job import Printed
from programmes.models import Clinic
from tests.addresses import LIBRARY, every_address, is_about_a_row, make_rows, make_rows_of, url_of
from tests.building import place, plan
from tests.cast import make_cast
from tests.factories import make_favourite, make_practitioner
from tests.workbench import address, at, form_on

pytestmark = pytest.mark.django_db
MARK = "Zzyzx"
# What finds the mark where rows are sought, and is not the mark when it is said back.
SOUGHT = MARK[:4]
REQUESTS = 200
CHANGED = ("patient", "programme", "template", "phase", "prescription", "runningplan", "screening", *LIBRARY)
ASKED_OF_LISTS = ("patient", "programme", "exercise", "condition", "kit", "clinic", "phase", "q", "patient__id__exact")
BUILDER_READS = ("search", "dose", "swaps")
BUILDER_WRITES = ("save", "keep", "override", "issue", "favourite")
# What of a plan names another row.
NAMING = ("id", "exercise", "pain_rule", "instead_of", "replaces")
# Texts that are no words: others are found by them, or the database holds them to a list.
NO_WORDS = (
    "slug",
    "kind",
    "code",
    "where",
    "country",
    "language",
    "version",
    "file",
    "sha256",
    "time_zone",
    "accent_colour",
)


def mark_everything_of(clinic: Clinic) -> None:
    """Put the mark at the start of every text of every row of *clinic*, old versions and all."""
    marked = 0
    for model in apps.get_app_config("programmes").get_models(include_auto_created=False):
        names = [field.name for field in model._meta.concrete_fields if _holds_words(field)]
        for row in model._default_manager.all() if names else ():
            if _clinic_of(row) == clinic:
                words = {name: f"{MARK} {getattr(row, name)}"[: row._meta.get_field(name).max_length] for name in names}
                marked += model._base_manager.filter(pk=row.pk).update(**words)
    assert marked > 40


def _holds_words(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
    is_free = not field.choices and (field.max_length or 99) >= 40
    return is_text and is_free and field.name not in NO_WORDS and not field.name.endswith("_type")


def _clinic_of(row: Any) -> Clinic | None:
    try:
        return clinic_of_row(row)
    except AttributeError:
        return None


def all_of(user: User) -> dict[str, Any]:
    """Return every row that *user* may see, column for column, and what it is joined to."""
    kept: dict[str, Any] = {}
    for model in apps.get_app_config("programmes").get_models():
        if hasattr(model._default_manager, "visible_to"):
            rows = visible(model, user).order_by("pk")
            kept[model.__name__] = list(rows.values())
            for field in model._meta.many_to_many:
                kept[f"{model.__name__}.{field.name}"] = sorted(map(str, rows.values_list("pk", field.name)))
    assert len(kept) > 30
    return kept


class Swapper:
    """Makes requests at random as *user*, with the ids of *theirs* in them."""

    def __init__(self, user: User, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
        self.user, self.ours, self.theirs = user, ours, theirs
        self.any = random.Random(7)
        # A patient's link opens to whoever holds it, and says whose it is: it is no id to be guessed.
        asked = {name: pattern for name, pattern in every_address().items() if not name.startswith("portal:")}
        self.abouts = [(name, pattern) for name, pattern in asked.items() if is_about_a_row(name, pattern)]
        named = (theirs[kind] for kind in theirs if kind != "user")
        self.ids = [each for row in named for each in (str(row.pk), getattr(row, "slug", "")) if each]

    def id(self) -> str:
        return self.any.choice(self.ids)

    def request(self) -> tuple[str, str, dict[str, Any]]:
        """Return a method, an address, and what the test client is to send."""
        return self.any.choice([self.their_address, self.query, self.builder_query, self.form, self.builder])()

    def their_address(self) -> tuple[str, str, dict[str, Any]]:
        url = url_of(*self.any.choice(self.abouts), self.theirs)
        return self.any.choice(["get", "post"]), url, {"data": {"name": "Ours", "reason": "Ours", "_save": "1"}}

    def query(self) -> tuple[str, str, dict[str, Any]]:
        lists = [each for each in every_address() if each.endswith(("_changelist", "_add", "-list", "autocomplete"))]
        sent = {name: SOUGHT if name == "q" else self.id() for name in self.any.sample(ASKED_OF_LISTS, 2)}
        field = self.any.choice([("programme", "patient"), ("prescription", "exercise"), ("handout", "issued_by")])
        for_suggestions = {"app_label": "programmes", "model_name": field[0], "field_name": field[1], "term": SOUGHT}
        name = self.any.choice(lists)
        return "get", reverse(name), {"data": for_suggestions if name.endswith("autocomplete") else sent}

    def builder_query(self) -> tuple[str, str, dict[str, Any]]:
        url = place(self.ours["programme"], self.any.choice(BUILDER_READS))
        return "get", url, {"data": {"exercise": self.slug("exercise"), "q": SOUGHT, "kind": "reps", "text": "3x8"}}

    def slug(self, kind: str) -> str:
        return self.theirs[kind].slug

    def form(self) -> tuple[str, str, dict[str, Any]]:
        kind = self.any.choice(CHANGED)
        url = address(f"{kind}_change", self.ours[kind])
        sent = form_on(at(self.user).get(url).content.decode())
        for name in self.any.sample(sorted(sent), min(4, len(sent))):
            if not name.endswith("_FORMS"):
                sent[name] = self.id()
        return "post", url, {"data": {**sent, "clinic": str(self.theirs["clinic"].pk)}}

    def builder(self) -> tuple[str, str, dict[str, Any]]:
        programme = self.any.choice([self.ours, self.ours, self.theirs])["programme"]
        body = {
            "seen": programme.changed_at.isoformat(),
            "programme": self.swapped(plan(self.user, self.ours["programme"])),
            "answers": {"warnings_weighed": True, "clinic": self.id()},
            "exercise": self.slug("exercise"),
            "is_favourite": True,
            "code": "SR-1",
            "where": f"prescription:{self.theirs['prescription'].pk}",
            "reason": "Ours",
        }
        url = place(programme, self.any.choice(BUILDER_WRITES))
        return "post", url, {"data": json.dumps(body), "content_type": "application/json"}

    def swapped(self, value: Any, key: str = "") -> Any:
        if isinstance(value, list):
            return [self.swapped(each) for each in value]
        if isinstance(value, dict):
            return {name: self.swapped(each, name) for name, each in value.items()}
        is_swapped = key in NAMING and self.any.random() < 0.4
        fitting = {"exercise": self.slug("exercise"), "pain_rule": self.slug("painrule"), "id": self.theirs_by_id()}
        return fitting.get(key, self.id()) if is_swapped else value

    def theirs_by_id(self) -> str:
        return str(self.theirs[self.any.choice(["phase", "prescription", "programme"])].pk)


def told(client: Client, method: str, url: str, sent: dict[str, Any]) -> str:
    """Return all that comes back, and the page that a sent form leads to."""
    answer = getattr(client, method)(url, **sent)
    page = b"".join(answer) if answer.streaming else answer.content
    more = told(client, "get", answer["Location"], {}) if answer.status_code == 302 and method == "post" else ""
    return f"{answer.status_code} {answer.headers} {client.cookies} {page.decode(errors='replace')} {more}"


def test_another_clinics_ids_open_nothing_and_change_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "printed", lambda document, *args: Printed(repr(document).encode(), "test"))
    cast = make_cast()
    ours = make_rows(cast)
    dora = make_practitioner(clinic=cast.other_clinic, name="Dora")
    theirs = make_rows_of(cast.carla.practitioner, dora.user)
    make_favourite(cast.carla.practitioner, exercise=theirs["exercise"])
    mark_everything_of(cast.other_clinic)
    assert MARK in at(cast.carla).get(address("programme_change", theirs["programme"])).content.decode()
    before = all_of(cast.carla)
    swapper = Swapper(cast.ana, ours, theirs)
    for _ in range(REQUESTS):
        method, url, sent = swapper.request()
        with transaction.atomic():
            assert MARK not in told(at(cast.ana), method, url, sent), (method, url, sent)
            if method == "post":
                assert all_of(cast.carla) == before, (method, url, sent)
            transaction.set_rollback(True)
