"""How long a piece of work takes: the middle of a few times, in milliseconds."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

ROUNDS = 7


def milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return median(times)
