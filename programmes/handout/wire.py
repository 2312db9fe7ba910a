"""Messages between the site and the process that sets pages: a length, then so many bytes. Nobody waits for ever.

An answer begins with the name of what it answers, so that nobody is ever handed the pages of somebody else.
"""

from __future__ import annotations

import struct
from hashlib import sha256
from socket import socket
from time import monotonic

# Three times the pictures that one handout may have, and more than any PDF of it.
MOST_BYTES = 128 * 1024 * 1024
_LENGTH = struct.Struct(">Q")


class Deadline:
    """A moment that a whole exchange must be over by. ``None`` seconds: no hurry."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else monotonic() + seconds

    def hold(self, connection: socket) -> None:
        """Give the next step on *connection* the time that is left. Raises TimeoutError when none is."""
        left = None if self._end is None else self._end - monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        connection.settimeout(left)


def name_of(message: bytes) -> bytes:
    """Return what an answer to *message* begins with."""
    return sha256(message).digest()


def send(connection: socket, message: bytes, deadline: Deadline) -> None:
    """Raises OSError when nobody is there to read, TimeoutError when they are too slow."""
    for piece in (_LENGTH.pack(len(message)), message):
        deadline.hold(connection)
        connection.sendall(piece)


def receive(connection: socket, deadline: Deadline) -> bytes:
    """Raises EOFError when the other end is gone, TimeoutError when it is too slow."""
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size, deadline))
    if length > MOST_BYTES:
        raise EOFError(f"{length} bytes were announced")
    return bytes(_exactly(connection, length, deadline))


def _exactly(connection: socket, count: int, deadline: Deadline) -> bytearray:
    found, place = bytearray(count), 0
    while place < count:
        deadline.hold(connection)
        read = connection.recv_into(memoryview(found)[place:])
        if not read:
            raise EOFError
        place += read
    return found
