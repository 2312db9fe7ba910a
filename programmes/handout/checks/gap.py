"""Something that keeps a programme from being issued, and the field that would mend it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """One thing to finish. `field` is where to finish it; `message` says what to do, in plain words."""

    code: str
    field: str
    message: str
