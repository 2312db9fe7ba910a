"""Things a person exercises with or on, one file a kind. Each draws itself on a stage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from programmes.figures.props.ball import Ball
from programmes.figures.props.band import Band
from programmes.figures.props.barbell import Barbell
from programmes.figures.props.bike import Bike
from programmes.figures.props.board import Board
from programmes.figures.props.chair import Chair
from programmes.figures.props.cloth import Cloth
from programmes.figures.props.cone import Cone
from programmes.figures.props.cushion import Cushion
from programmes.figures.props.dumbbell import Dumbbell
from programmes.figures.props.floor import Floor
from programmes.figures.props.hack_squat import HackSquat
from programmes.figures.props.leg_curl import LegCurl
from programmes.figures.props.leg_extension import LegExtension
from programmes.figures.props.leg_press import LegPress
from programmes.figures.props.mat import Mat
from programmes.figures.props.metronome import Metronome
from programmes.figures.props.post import Post
from programmes.figures.props.rack import Rack
from programmes.figures.props.roller import Roller
from programmes.figures.props.shadow import Shadow
from programmes.figures.props.step import Step
from programmes.figures.props.strap import Strap
from programmes.figures.props.towel import Towel
from programmes.figures.props.treadmill import Treadmill
from programmes.figures.props.wall import Wall
from programmes.figures.props.worktop import Worktop
from programmes.figures.stage import Stage, Thing


class Prop(Protocol):
    def things(self, stage: Stage) -> Iterable[Thing]: ...


KINDS: dict[str, type[Prop]] = {
    "ball": Ball,
    "band": Band,
    "barbell": Barbell,
    "bike": Bike,
    "board": Board,
    "chair": Chair,
    "cloth": Cloth,
    "cone": Cone,
    "cushion": Cushion,
    "dumbbell": Dumbbell,
    "floor": Floor,
    "hack_squat": HackSquat,
    "leg_curl": LegCurl,
    "leg_extension": LegExtension,
    "leg_press": LegPress,
    "mat": Mat,
    "metronome": Metronome,
    "post": Post,
    "rack": Rack,
    "roller": Roller,
    "shadow": Shadow,
    "step": Step,
    "strap": Strap,
    "towel": Towel,
    "treadmill": Treadmill,
    "wall": Wall,
    "worktop": Worktop,
}
# What can hold a body above the floor.
CARRIERS = (Ball, Bike, Board, Chair, Cushion, HackSquat, LegCurl, LegExtension, LegPress, Roller, Step, Treadmill)
# What a foot can stand on: each says by `height_under` how high it is below a point.
STANDS = (Board, Cushion, Step, Treadmill)
