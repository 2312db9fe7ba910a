"""Which headers a cell of a table has, in a tagged PDF.

WeasyPrint 70.0 counts columns wrong beside a cell of several rows: a score in the diary was read out under the day
before. It takes the heading of some rows for the heading of a column.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pydyf

from programmes.handout.tag_tree import Tree

# Rows and columns of a table, counted from 0.
Grid = dict[tuple[int, int], Any]


def name_headers(tree: Tree) -> None:
    """Say of each header whether it heads columns or rows, and of each other cell what heads it."""
    for table in tree.elements("/Table"):
        heads = [row for head in tree.elements("/THead", within=table) for row in tree.elements("/TR", within=head)]
        bodies = [list(tree.elements("/TR", within=body)) for body in tree.elements("/TBody", within=table)]
        head = _grid(tree, heads)
        for header in head.values():
            header["A"]["Scope"] = "/Column"
        for body in bodies:
            _name_headers_of(_grid(tree, body), head)


def _grid(tree: Tree, rows: list[Any]) -> Grid:
    grid: Grid = {}
    for down, row in enumerate(rows):
        across = 0
        for cell in tree.elements(within=row):
            if cell["S"] not in ("/TH", "/TD"):
                continue
            while (down, across) in grid:
                across += 1
            for line in range(cell["A"].get("RowSpan", 1)):
                for place in range(cell["A"].get("ColSpan", 1)):
                    grid[down + line, across + place] = cell
    return grid


def _name_headers_of(body: Grid, head: Grid) -> None:
    over: list[Any] = []
    for down in sorted({down for down, _across in body}):
        row = {across: cell for (line, across), cell in sorted(body.items(), key=_place) if line == down}
        headers = [cell for cell in _once(row.values()) if cell["S"] == "/TH"]
        is_heading = len(headers) == len(_once(row.values())) == 1
        if is_heading:
            over = [headers[0]["ID"]]
        for header in headers:
            header["A"]["Scope"] = "/Column" if is_heading else "/Row"
        for across, cell in row.items():
            if cell["S"] == "/TD":
                above = [each["ID"] for (_line, place), each in head.items() if place == across]
                cell["A"]["Headers"] = pydyf.Array([*over, *(header["ID"] for header in headers), *above])


def _place(item: tuple[tuple[int, int], Any]) -> tuple[int, int]:
    return item[0]


def _once(cells: Iterable[Any]) -> list[Any]:
    """Return each cell once: one of several columns stands in the grid as often."""
    return list({id(cell): cell for cell in cells}.values())
