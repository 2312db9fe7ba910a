"""What is wrong with something about running, and where."""

from __future__ import annotations


class RunningError(ValueError):
    """Something that cannot be planned with: `field` is the path, `reason` says why and what to do."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}" if field else reason)
