"""Issuing from a page: the handout, an entry in the log, or the sentence that says why not."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from programmes.access import practitioner_for, practitioner_of
from programmes.admin.weigh import RESPONSIBLE, WEIGHED
from programmes.handout.issue import ChangedMeanwhile, issue
from programmes.handout.job import NotPrinted
from programmes.handout.prepare import CannotPrepare
from programmes.models import Handout, Programme
from programmes.not_stored import why_not_stored


class NotIssued(Exception):
    """Nothing was issued; the message says why, to whoever asked for it."""


def may_issue(request: HttpRequest, row: Programme) -> bool:
    return request.user.has_perm("programmes.issue_programme", row) and practitioner_for(request.user, row) is not None


def issue_from(page: Any, request: HttpRequest, row: Programme, **asked: Any) -> Handout:
    """Return the handout. Raises NotIssued, or NotReady where there is something to finish or to weigh."""
    if not may_issue(request, row):
        raise NotIssued(_("Handouts are issued by a practitioner of the clinic."))
    try:
        handout = issue(row, practitioner_of(request.user), request.user, **asked)
    except (ChangedMeanwhile, CannotPrepare) as error:
        raise NotIssued(str(error)) from error
    except NotPrinted as error:
        raise NotIssued(_("Not issued. %(why)s") % {"why": error.words}) from error
    _log(page, request, row, _said(handout, asked))
    return handout


def _log(page: Any, request: HttpRequest, row: Programme, words: str) -> None:
    """The handout is given and on record: that the log finds no room must not tell its reader otherwise."""
    try:
        page.log_change(request, row, words)
    except DatabaseError as error:
        if why_not_stored(error) is None:
            raise


def _said(handout: Handout, asked: dict[str, Any]) -> str:
    said = [_("Issued version %(number)d.") % {"number": handout.version}]
    said += [_("The warnings were weighed.")] if asked.get(WEIGHED) else []
    said += [_("Responsibility was taken.")] if asked.get(RESPONSIBLE) else []
    return " ".join(said)
