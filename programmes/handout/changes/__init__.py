"""What is different from the handout given last, in the words of the new one's language.

A function of two documents: knows no database, and of a sentence only what it says.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation

from programmes.handout.changes import exercises, plan, running
from programmes.handout.changes.versions import Versions
from programmes.handout.document import Change, Document, Earlier

__all__ = ["changes", "since"]


def changes(before: Document, after: Document) -> tuple[Change, ...]:
    """Return what the patient should know, in reading order: the phase, each exercise, then the rest of the plan."""
    versions = Versions(before, after)
    with translation.override(after.language):
        return (
            *plan.phase(versions),
            *exercises.changes(versions),
            *plan.advice(versions),
            *plan.schedule(versions),
            *plan.pain(versions),
            *running.changes(versions),
            *plan.warnings(versions),
            *plan.review(versions),
        )


def since(before: Document, after: Document, reason: str = "") -> Document:
    """Return *after* with what has changed since *before* was given, and why, as the practitioner wrote it."""
    earlier = Earlier(version=before.version, issued=before.issued)
    return replace(after, since=earlier, changes=changes(before, after), change_reason=reason.strip())
