"""Posing: a figure changed by one step of an editor. Plain values in and out; what is drawn is asked of `figures`."""

from __future__ import annotations

from programmes.figures.editing.drag import Handle, handles
from programmes.figures.editing.edit import edited

__all__ = ["Handle", "edited", "handles"]
