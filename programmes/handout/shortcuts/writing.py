"""pydyf puts every object in bytes twice, packed streams too: to write it, and to make the file's identifier of it.

Here once: it writes objects whose bytes are made already.
"""

from typing import Any

import pydyf


def take() -> None:
    in_full = pydyf.PDF.write

    def write(pdf: pydyf.PDF, *how: Any, **named: Any) -> None:
        pdf.objects = [item if item.free == "f" else _Made(item) for item in pdf.objects]
        in_full(pdf, *how, **named)

    pydyf.PDF.write = write


class _Made(pydyf.Object):
    # In the parent both are worked out anew each time.
    data = b""
    compressible = False

    def __init__(self, made_of: pydyf.Object) -> None:
        self.number, self.generation, self.free = made_of.number, made_of.generation, made_of.free
        self.data, self.compressible = made_of.data, made_of.compressible
