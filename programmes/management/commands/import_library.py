"""The shared library from a file that export_library wrote: `import_library FILE [--check]`."""

from __future__ import annotations

from programmes.management.bringing import Bringing


class Command(Bringing):
    help = "Bring the shared library in from a file, where there is neither a library nor a clinic yet."
    is_library = True
