"""A clinic taken along whole, as a file that people can read, and brought into another installation; no lock-in.

The file is a zip of lists, documents, PDFs and pictures; docs/exchange.md says what each part holds. Knows no page.
"""

from programmes.archive.part import Unusable
from programmes.exchange.bring import Brought, bring_in
from programmes.exchange.make import Made, take_along
from programmes.exchange.refusal import Refused

__all__ = ["Brought", "Made", "Refused", "Unusable", "bring_in", "take_along"]
