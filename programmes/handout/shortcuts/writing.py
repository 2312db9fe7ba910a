"""pydyf puts every object in bytes twice, packed streams too: to write it, and to make the file's identifier of it.

Here once: it writes objects whose bytes are made already, and finds the kind of a value by its class alone.
"""

from typing import Any

import pydyf


def take() -> None:
    in_full, to_bytes = pydyf.PDF.write, pydyf._to_bytes

    def write(pdf: pydyf.PDF, *how: Any, **named: Any) -> None:
        pdf.objects = [item if item.free == "f" else _Made(item) for item in pdf.objects]
        in_full(pdf, *how, **named)

    def by_class(item: Any) -> bytes:
        kind = type(item)
        if kind is bytes:
            plain: bytes = item
            return plain
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is int:
            return b"%d" % item
        return to_bytes(item)  # type: ignore[no-any-return]

    def dictionary(item: pydyf.Dictionary) -> bytes:
        pieces = [
            b"/%b %b"
            % (
                name.encode("ascii") if type(name) is str else by_class(name),
                value if type(value) is bytes else by_class(value),
            )
            for name, value in item.items()
        ]
        return b"<<%b>>" % b"".join(pieces)

    def array(item: pydyf.Array) -> bytes:
        return b"[%b]" % b" ".join([by_class(value) for value in item])

    pydyf.PDF.write, pydyf._to_bytes = write, by_class
    pydyf.Dictionary.data, pydyf.Array.data = property(dictionary), property(array)


class _Made(pydyf.Object):
    # In the parent both are worked out anew each time.
    data = b""
    compressible = False

    def __init__(self, made_of: pydyf.Object) -> None:
        self.number, self.generation, self.free = made_of.number, made_of.generation, made_of.free
        self.data, self.compressible = made_of.data, made_of.compressible
