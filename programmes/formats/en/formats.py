"""Dates as the handout writes them in English. Other languages are written as Django has them."""

DATE_FORMAT = "j F Y"
FIRST_DAY_OF_WEEK = 1
