"""What processes cost, read from Linux's /proc: those that this one started, and theirs."""

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def below(parent: int) -> Iterator[int]:
    """Yield the processes that *parent* started, and those that they started."""
    try:
        tasks = list(PROC.glob(f"{parent}/task/*/children"))
    except OSError:  # the process has ended
        return
    for children in tasks:
        for child in map(int, _text(children).split()):
            yield child
            yield from below(child)


def cpu_seconds(process: int) -> float:
    """Return the time on a processor, that of children which have ended included."""
    fields = _text(PROC / f"{process}/stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS_A_SECOND


def memory_mib(process: int) -> float:
    """Return the memory held; what several processes share is shared out among them."""
    for line in _text(PROC / f"{process}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended
        return ""
