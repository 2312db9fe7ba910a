"""The shipped doses as a patient reads them, for a clinician to read through: tests/dose_wording.txt.

Write the table again after a change of doses or of wording, and read what changed:

    python -m tests.dose_wording
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.utils import translation

from programmes.dosage import Dosage, Movement, Part, as_shorthand, seconds_estimate, summary, words
from programmes.sides import Side
from tests.shipped import items, phases

TABLE = Path(__file__).with_suffix(".txt")

HEADING = """\
Every shipped dose as a patient reads it. Made by: python -m tests.dose_wording
"short" is how it is typed; "overview" is the one line of the overview; "about" is an estimate of the time.
"""


def table() -> str:
    """Return the whole table, in English."""
    with translation.override("en-gb"):
        return "\n".join([HEADING, *_exercise_entries(), *_template_entries()])


def _exercise_entries() -> Iterator[str]:
    for exercise in items("exercises"):
        yield _entry(exercise["slug"], exercise["dose"], exercise)


def _template_entries() -> Iterator[str]:
    exercises = {exercise["slug"]: exercise for exercise in items("exercises")}
    for name, phase in phases():
        for line in phase["exercises"]:
            template, phase_slug = name.split()
            title = f"{template} / {phase_slug} / {line['slug']}"
            yield _entry(title, line["dose"], exercises[line["slug"]])
    for template in items("templates"):
        for variant in template.get("variants", []):
            for row in variant["schedule"]:
                weeks = "-".join(str(week) for week in row["weeks"])
                title = f"{template['slug']} / {variant['id']} / weeks {weeks}"
                yield _entry(title, row["dose"], exercises[variant["exercises"][0]])


def _entry(title: str, plain: dict[str, Any], exercise: dict[str, Any]) -> str:
    dose = dict(plain)
    side = Side.EACH if dose.pop("per_side", False) else Side.TOGETHER
    dosage = Dosage.from_plain(dose)
    part, movement = Part(exercise.get("part", "leg")), Movement(exercise.get("movement", "lift"))
    lines = [(line.label, line.text) for line in words(dosage, side, part, movement)]
    lines += [("short", as_shorthand(dosage, side)), ("overview", summary(dosage, side, part))]
    if side is Side.EACH:
        lines.append(("left only", summary(dosage, Side.LEFT, part)))
    seconds = seconds_estimate(dosage, side)
    lines.append(("about", "unknown" if seconds is None else f"{seconds // 60}:{seconds % 60:02} minutes"))
    rows = "".join(f"  {label:<10} {text}\n" for label, text in lines)
    return f"{title} ({side})\n{rows}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    TABLE.write_text(table(), encoding="utf-8")
