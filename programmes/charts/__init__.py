"""Scores over time as a drawing: readable in grey, in print and in the dark, and told in words beside it."""

from programmes.charts.draw import draw
from programmes.charts.plan import Chart, Mark, Point, Series, Shape

__all__ = ["Chart", "Mark", "Point", "Series", "Shape", "draw"]
