"""The pictures of an exercise as prescribed: on which side, described in which words, and whose leg they show."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programmes.dosage import Part
from programmes.handout.document import Image, Picture
from programmes.handout.prepare.brief import Brief, CannotPrepare
from programmes.models import ExerciseText, FigurePalette, Prescription
from programmes.pictures import Frame, Look, Pictures, UnreadablePicture, pictures_of
from programmes.sides import Side

Words = Mapping[Part, Mapping[Side, Promise]]

WORKING: Words = {
    Part.LEG: {Side.LEFT: _("your left leg"), Side.RIGHT: _("your right leg")},
    Part.SIDE: {Side.LEFT: _("your left side"), Side.RIGHT: _("your right side")},
}
FIRST: Words = {
    Part.LEG: {Side.LEFT: _("left leg first"), Side.RIGHT: _("right leg first")},
    Part.SIDE: {Side.LEFT: _("left side first"), Side.RIGHT: _("right side first")},
}
CAPTION = _("Pictured: %(leg)s.")
CAPTION_LIGHTER = _("Pictured: %(leg)s, drawn lighter.")
CAPTION_GREY = _("Pictured: %(leg)s, drawn grey.")
# A clinic's own picture that may not be turned round shows the right, whatever is prescribed.
WORKING_UNLIKE = {
    Part.LEG: _("The picture shows the right leg. Do it with your left."),
    Part.SIDE: _("The picture shows the right side. Do it with your left."),
}
FIRST_UNLIKE = {
    Part.LEG: _("The picture shows the right leg. Start with your left."),
    Part.SIDE: _("The picture shows the right side. Start with your left."),
}


def picture(brief: Brief, line: Prescription, text: ExerciseText) -> Picture | None:
    """Return the pictures of a line; None for an exercise that has none. Queries nothing for prefetched lines."""
    look = Look.of(brief.programme.clinic)
    wanted = _wanted(brief, line)
    try:
        found = pictures_of(line.exercise, wanted, look)
    except UnreadablePicture as error:
        words = _now("The picture of “%(exercise)s” cannot be read. Send it again, on the page of the exercise.")
        raise CannotPrepare(words % {"exercise": text.name}) from error
    if found is None:
        return None
    shown = _shown(line, found)
    return Picture(
        start=_image(found.start, _alt(brief, text, text.start_alt, shown)),
        end=_image(found.end, _alt(brief, text, text.end_alt, shown)),
        caption=_caption(brief, line, wanted, found, look),
    )


def _wanted(brief: Brief, line: Prescription) -> Side:
    """Return the side to show. Of each in turn it is the first: the one named, else the sore one, else the right."""
    side = Side(line.side)
    if side is Side.EACH and line.exercise.is_unilateral:
        return _first(brief, line) or Side.RIGHT
    return side


def _first(brief: Brief, line: Prescription) -> Side | None:
    named = line.first_side or brief.sore_side
    return Side(named) if named in (Side.LEFT, Side.RIGHT) else None


def _shown(line: Prescription, found: Pictures) -> Side:
    """Return the side as it is to be seen, for the words that stand in for a picture."""
    side = Side(line.side)
    if not line.exercise.is_unilateral or side is Side.TOGETHER:
        return side
    return Side.LEFT if found.is_left else Side.RIGHT


def _alt(brief: Brief, text: ExerciseText, words: str, side: Side) -> str:
    return brief.wording.for_side(words or text.name, side, text.language)


def _image(frame: Frame | None, alt: str) -> Image | None:
    return Image.of(frame.media_type, frame.body, alt) if frame else None


def _caption(brief: Brief, line: Prescription, wanted: Side, found: Pictures, look: Look) -> str:
    """Return whose leg is pictured; nothing where there is only one way to do it."""
    side, part = Side(line.side), Part(line.exercise.part)
    if not line.exercise.is_unilateral or side is Side.TOGETHER:
        return ""
    is_first = side is Side.EACH and _first(brief, line) is not None
    if wanted is Side.LEFT and not found.is_left:
        return str((FIRST_UNLIKE if is_first else WORKING_UNLIKE)[part])
    leg = (FIRST if is_first else WORKING)[part][wanted]
    return str(_marked(found, part, look)) % {"leg": leg}


def _marked(found: Pictures, part: Part, look: Look) -> Promise:
    """Return the caption that says how the working leg is told from the other, where it is."""
    if not found.marks_leg or part is not Part.LEG:
        return CAPTION
    return CAPTION_GREY if look.palette == FigurePalette.OUTLINE else CAPTION_LIGHTER
