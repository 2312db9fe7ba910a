"""Form fields for what is stored as JSON, so that nobody has to write JSON. They know no model but the slugs' own."""

from programmes.admin.fields.answers import AnswersWidget
from programmes.admin.fields.lines import LinesField
from programmes.admin.fields.ranges import RangeField
from programmes.admin.fields.rows import Column, Maker, RecordField, RowsField, rows
from programmes.admin.fields.slugs import OrderedSlugsField, SlugField, SlugsField
from programmes.admin.fields.weekdays import WEEKDAYS, WeekdaysField

__all__ = [
    "WEEKDAYS",
    "AnswersWidget",
    "Column",
    "LinesField",
    "Maker",
    "OrderedSlugsField",
    "RangeField",
    "RecordField",
    "RowsField",
    "SlugField",
    "SlugsField",
    "WeekdaysField",
    "rows",
]
