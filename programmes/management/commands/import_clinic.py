"""A clinic from a file that export_clinic wrote: `import_clinic FILE [--check]`."""

from __future__ import annotations

from programmes.management.bringing import Bringing


class Command(Bringing):
    help = "Bring a clinic in from a file: all of it, or nothing. No other clinic's rows are touched."
    is_library = False
