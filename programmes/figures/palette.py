"""The tones of a picture. A clinic chooses one of the palettes; each survives a grey photocopy.

Told apart by lightness, not by colour alone: skin, shirt, working leg, other leg, working muscle, arrow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Palette:
    ink: str = "#1f2c38"
    skin: str = "#f2cfb4"
    far_skin: str = "#dcb293"
    hair: str = "#4a3328"
    shirt: str = "#2b8a83"
    far_shirt: str = "#1f6b66"
    working: str = "#8fa6bf"  # the limb that works
    leggings: str = "#53667c"  # both legs at work together, or at rest
    far_leggings: str = "#3a4a5c"
    shoe: str = "#ffffff"
    far_shoe: str = "#d9dfe5"
    muscle: str = "#ffb238"
    arrow: str = "#c2410c"
    ghost: str = "#f1f4f7"
    ghost_line: str = "#a9b5c0"
    floor: str = "#7d8b98"
    wall: str = "#e9edf1"
    wall_line: str = "#b9c3cd"
    mat: str = "#cfe3ea"
    mat_side: str = "#a9c8d3"
    mat_line: str = "#6f93a3"
    wood: str = "#ecdfc8"
    wood_side: str = "#d3c2a2"
    wood_line: str = "#857659"
    metal: str = "#c9d1d9"
    metal_side: str = "#a3aeb9"
    metal_line: str = "#4c5863"
    weight: str = "#5b6672"
    pad: str = "#6d7b89"
    pad_side: str = "#56636f"
    soft: str = "#b7d3dd"  # rollers, balls, cushions
    soft_side: str = "#8fb8c6"
    band: str = "#b8345b"
    has_bun: bool = True


TEAL = Palette()
BROWN = replace(
    TEAL,
    skin="#a9714b",
    far_skin="#8f5c3b",
    hair="#221a17",
    has_bun=False,
    shirt="#e3a857",
    far_shirt="#c48b3f",
    working="#93b7a4",
    leggings="#3f6b5c",
    far_leggings="#2c4f43",
    muscle="#ffe08a",
    soft="#d5c9e6",
    soft_side="#b3a3cc",
)
OUTLINE = replace(
    TEAL,
    ink="#000000",
    skin="#ffffff",
    far_skin="#ffffff",
    hair="#595959",
    shirt="#ffffff",
    far_shirt="#ececec",
    working="#d4d4d4",
    leggings="#ffffff",
    far_leggings="#ececec",
    far_shoe="#ffffff",
    muscle="#7a7a7a",
    arrow="#000000",
    ghost="#ffffff",
    ghost_line="#b0b0b0",
    floor="#4d4d4d",
    wall="#f2f2f2",
    wall_line="#b3b3b3",
    mat="#f2f2f2",
    mat_side="#d9d9d9",
    mat_line="#666666",
    wood="#f7f7f7",
    wood_side="#dedede",
    wood_line="#555555",
    metal="#efefef",
    metal_side="#d5d5d5",
    metal_line="#444444",
    weight="#8a8a8a",
    pad="#c4c4c4",
    pad_side="#a8a8a8",
    soft="#ededed",
    soft_side="#d0d0d0",
    band="#000000",
)
PALETTES = {"teal": TEAL, "brown": BROWN, "outline": OUTLINE}
