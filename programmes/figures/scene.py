"""A figure as two frames that line up: props, ghost of the start, the person, arrows."""

from __future__ import annotations

from collections.abc import Sequence

from programmes.figures.arrows import arrow
from programmes.figures.body import STANDARD, Body
from programmes.figures.palette import TEAL, Palette
from programmes.figures.person import ghost, person
from programmes.figures.pose import Figure, Pose
from programmes.figures.skeleton import solve
from programmes.figures.stage import FARTHEST, Bounds, Shape, Stage, Thing

# The ghost stands before floor, wall and furniture, and behind everything else.
GHOST_DEPTH = FARTHEST + 10


def frames(
    figure: Figure, palette: Palette = TEAL, body: Body = STANDARD
) -> tuple[tuple[Shape, ...], tuple[Shape, ...], Bounds]:
    """Return the shapes of both frames, and the bounds they share."""
    bounds = Bounds()
    drawn = []
    for is_end, pose in ((False, figure.start), (True, figure.end)):
        stage = Stage(figure.camera, palette, solve(pose, body), bounds)
        drawn.append(_frame(stage, figure, pose, is_end=is_end))
    return drawn[0], drawn[1], bounds


def _frame(stage: Stage, figure: Figure, pose: Pose, *, is_end: bool) -> tuple[Shape, ...]:
    things = person(stage, figure, pose, shows_muscles=is_end)
    for prop in figure.end_props if is_end else figure.props:
        things += prop.things(stage)
    things = in_order(sorted(things, key=lambda thing: thing.depth), pose.behind)
    if is_end:
        things = _with_ghost(things, stage, figure) if figure.ghost else things
        things += [arrow(stage, one, figure.start, figure.end) for one in figure.arrows]
    return tuple(shape for thing in things for shape in thing.shapes)


def _with_ghost(things: list[Thing], stage: Stage, figure: Figure) -> list[Thing]:
    before = Stage(stage.camera, stage.palette, solve(figure.start, stage.skeleton.body), stage.bounds)
    place = sum(thing.depth < GHOST_DEPTH for thing in things)
    return [*things[:place], ghost(before, figure.start), *things[place:]]


def in_order(things: Sequence[Thing], behind: Sequence[tuple[str, str]]) -> list[Thing]:
    """Return the things as they are to be drawn: as they come, but for the pairs whose first is to be behind."""
    waiting, drawn = list(things), list[Thing]()
    while waiting:
        names = {thing.name for thing in waiting}
        free = (
            thing
            for thing in waiting
            if not any(front == thing.name and back in names and back != front for back, front in behind)
        )
        # Pairs that go round in a circle are drawn as they come.
        thing = next(free, waiting[0])
        waiting.remove(thing)
        drawn.append(thing)
    return drawn
