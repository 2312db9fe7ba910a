"""A way to the test's server that can be shut and opened again: to a browser, a server that dies and comes back."""

from __future__ import annotations

import socket
import threading
from typing import Any, Self
from urllib.parse import urlsplit


class Gate:
    """Passes bytes on while it is open. Shut, it refuses every connection and has cut those there were."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._to = (parts.hostname, parts.port)
        self._listening: socket.socket | None = None
        self._pairs: list[socket.socket] = []
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self._port}"

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *error: Any) -> None:
        self.shut()

    def open(self) -> None:
        self._listening = socket.create_server(("localhost", self._port))
        self._port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def shut(self) -> None:
        assert self._listening is not None
        # Closing alone does not wake the thread that waits for the next connection.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for end in self._pairs:
            end.close()
        self._pairs.clear()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _address = listening.accept()
            except OSError:
                return
            far = socket.create_connection(self._to)
            self._pairs += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        return
