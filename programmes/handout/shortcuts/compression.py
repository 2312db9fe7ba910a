"""pydyf packs every stream as hard as zlib can, which takes twice the time of its usual effort for 2 % of the size."""

import zlib

import pydyf

EFFORT = 6


def take() -> None:
    pydyf.Stream.data = property(_data)


def _data(stream: pydyf.Stream) -> bytes:
    content = b"\n".join([pydyf._to_bytes(item) for item in stream.stream])
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        content = zlib.compress(content, EFFORT)
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))
