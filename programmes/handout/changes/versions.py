"""Two handouts of one programme, and whether they can be compared word by word."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from programmes.handout.document import Change, ChangeKind, Document


@dataclass(frozen=True)
class Versions:
    before: Document
    after: Document

    @property
    def speak_alike(self) -> bool:
        """Say whether the words of the earlier one can be compared, and quoted: in another language they cannot."""
        return self.before.language == self.after.language


def read_again(heading: str) -> Change:
    """Return the pointer to a section that is different in more than a line can say."""
    return Change(ChangeKind.CHANGED, _("Read “%(heading)s” again.") % {"heading": heading})
