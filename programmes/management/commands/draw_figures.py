"""The pictures of the shipped exercises as SVG files, both frames in one. Needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from programmes import figures
from programmes.content.load import SHIPPED
from programmes.content.read import read
from programmes.content.shelf import Item
from programmes.shapes.paths import joined
from programmes.sides import Side


class Command(BaseCommand):
    help = "Draw exercises of the shipped library, all or those named by their slugs: one SVG each, start and end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="an exercise, such as squat (default: all)")
        parser.add_argument("--output", type=Path, required=True, help="folder for the files")
        parser.add_argument("--palette", choices=figures.PALETTES, default="teal")
        parser.add_argument("--build", choices=figures.BUILDS, default="standard")
        parser.add_argument(
            "--side",
            choices=[Side.LEFT.value, Side.RIGHT.value],
            default=Side.RIGHT.value,
            help="the side at work, where only one works (default: right)",
        )

    def handle(self, *args: Any, slugs: list[str], output: Path, side: str, **options: Any) -> None:
        look = {name: options[name] for name in ("palette", "build")}
        drawn = {item.slug: _drawn(item, Side(side), look) for item in _wanted(slugs)}
        try:
            self._write(drawn, output)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error

    def _write(self, drawn: dict[str, str], output: Path) -> None:
        output.mkdir(parents=True, exist_ok=True)
        for slug, svg in drawn.items():
            path = output / f"{slug}.svg"
            path.write_text(svg, encoding="utf-8")
            self.stdout.write(str(path))


def _wanted(slugs: list[str]) -> list[Item]:
    """Return the exercises of these slugs; every one without a slug. Raises CommandError."""
    shelf, _problems = read(SHIPPED)
    exercises = {item.slug: item for item in shelf.of("exercises")}
    unknown = [slug for slug in slugs if slug not in exercises]
    if unknown:
        raise CommandError(f"There is no exercise {unknown[0]!r} in the library. Nothing was drawn.")
    return [exercises[slug] for slug in slugs or exercises]


def _drawn(item: Item, side: Side, look: dict[str, str]) -> str:
    try:
        figure = figures.read(item.data["figure"])
    except figures.FigureError as error:
        raise CommandError(str(item.problem(joined("figure", error.path), error.reason))) from error
    return figures.draw(figure, is_mirrored=side is Side.LEFT and item.data["is_unilateral"], **look).pair
