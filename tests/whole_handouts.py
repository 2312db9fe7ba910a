"""The shipped templates as the demo's patients are given them, with every exercise that the template offers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.management import call_command
from django.db import transaction

from programmes.handout.document import Document
from programmes.handout.prepare import prepare
from programmes.management import demo
from programmes.models import Programme

ISSUED = date(2026, 11, 25)


@contextmanager
def whole_handouts(blocker: Any, language: str | None = None) -> Iterator[Mapping[str, Document]]:
    """Have the handouts by the template's short name, and the rows they are made from as long as this lasts."""
    with blocker.unblock(), transaction.atomic():
        call_command("load_library", verbosity=0)
        practitioner = demo.demo_practitioner("not a secret")
        yield {person.template: _handout(person, practitioner, language) for person in demo.PEOPLE}
        transaction.set_rollback(True)


def _handout(person: demo.Person, practitioner: Any, language: str | None) -> Document:
    programme = Programme.objects.with_lines().get(pk=demo._programme_for(person, practitioner, ISSUED).pk)
    issued = prepare(
        programme, practitioner=practitioner, version=12, issued=ISSUED, is_preview=False, language=language
    )
    template = Programme.objects.with_lines().get(slug=person.template, patient=None)
    whole = prepare(template, side=person.side or None, language=language)
    return replace(issued, parts=whole.parts, kit=whole.kit, stop_rule=whole.stop_rule)
