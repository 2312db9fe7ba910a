"""Issuing: the only maker of handouts. It asks the gate, freezes the document and keeps the PDF."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.handout import gate, overrides, pdf
from programmes.handout.checks import signed
from programmes.handout.checks.gap import Gap
from programmes.handout.clinician_copy import clinician_copy
from programmes.handout.document import Document
from programmes.handout.job import Printed
from programmes.handout.last_given import beside_last_given
from programmes.handout.prepare import prepare
from programmes.handout.verdict import Answer, Key, Verdict
from programmes.models import ClinicianCopy, Handout, Practitioner, Programme, Rendition, Snapshot
from programmes.precautions import Finding, Level

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Said:
    """What whoever issues says to the findings."""

    reasons: Mapping[Key, str]
    warnings_weighed: bool
    takes_responsibility: bool


class NotReady(Exception):
    """Nothing was issued. `gaps` says what to finish, `findings` what stops it, lacks a reason or a confirmation."""

    def __init__(self, gaps: Sequence[Gap], findings: Sequence[Finding] = ()) -> None:
        self.gaps, self.findings = list(gaps), list(findings)
        super().__init__(" ".join([*(gap.message for gap in self.gaps), *(each.reason for each in self.findings)]))

    @property
    def is_stopped(self) -> bool:
        """Say whether nothing anybody writes would get it issued. What stops it stands first."""
        return bool(self.findings) and self.findings[0].level == Level.STOP


class ChangedMeanwhile(Exception):
    """Somebody changed or issued the programme while its pages were being set; nothing was issued."""


class Withdrawn(Exception):
    """The handout is not to be used: no more sheets are made of it."""


class Damaged(Exception):
    """The stored PDF is not what was issued. It is neither handed out nor made anew."""


def issue(
    programme: Programme,
    practitioner: Practitioner,
    user: Any,
    *,
    layout: str | None = None,
    paper: str | None = None,
    language: str | None = None,
    language_reason: str = "",
    reasons: Mapping[Key, str] | None = None,
    warnings_weighed: bool = False,
    takes_responsibility: bool = False,
) -> Handout:
    """Return the next version of the programme's handout, with its PDF in one layout.

    *reasons* says why to go on in spite of a finding, by its code and place; they are kept. *warnings_weighed*: the
    practitioner has seen the warnings. *takes_responsibility*: the practitioner has read the sheet and answers for what
    the clinic has not signed off; that is kept with name and time. A *language* whose words were not reviewed needs a
    reason, which is kept.
    Raises PermissionDenied, NotReady, CannotPrepare or ChangedMeanwhile; then nothing is stored.
    """
    if not user.has_perm("programmes.issue_programme", programme):
        raise PermissionDenied(_("You may not issue this programme."))
    programme = Programme.objects.with_lines().get(pk=programme.pk)
    said = _Said(reasons or {}, warnings_weighed, takes_responsibility)
    asked = _ask_the_gate(programme, practitioner, said)
    layout = layout or programme.patient.information_need
    paper = paper or programme.clinic.paper
    version = _next_version(programme)
    document = _document(programme, practitioner, version, language)
    reason = _reason(document, language_reason)
    # Setting the pages takes a second: it must not hold the database's only writer.
    printed = pdf.printed(document, layout, paper)
    with transaction.atomic():
        _refuse_if_changed(programme, version)
        # Asked again: what is known of the patient may have changed, which leaves no mark on the programme.
        verdict = _ask_the_gate(programme, practitioner, said)
        verdict = verdict.answered_by(_keep(programme, practitioner, said, asked, verdict))
        handout = _store(programme, practitioner, document, version, layout=layout, paper=paper, language_reason=reason)
        _store_pdf(handout, layout, paper, printed)
        copy = clinician_copy(programme, verdict, practitioner, version=version)
        ClinicianCopy.objects.create(handout=handout, contents=copy.as_plain())
        _forget_reason(programme)
        Snapshot.objects.record(programme, user, at_issue=True)
    return handout


def pdf_of(handout: Handout, layout: str | None = None, paper: str | None = None) -> Rendition:
    """Return the PDF in a layout and paper (those issued, unless others are named).

    One that was never asked for is made from the frozen document, and kept. Raises Withdrawn instead of making one,
    and Damaged for one whose bytes changed since they were stored.
    """
    layout, paper = layout or handout.layout, paper or handout.paper
    kept = handout.renditions.filter(layout=layout, paper=paper).first()
    if kept is not None:
        return sound(kept)
    _refuse_if_withdrawn(handout)
    printed = pdf.printed(Document.from_plain(handout.document), layout, paper)
    with transaction.atomic():
        # Asked again: somebody may have withdrawn it while the pages were set.
        _refuse_if_withdrawn(Handout.objects.select_for_update().defer("document").get(pk=handout.pk))
        return sound(_store_pdf(handout, layout, paper, printed))


def sound(rendition: Rendition) -> Rendition:
    """Return the rendition. Raises Damaged when its bytes are not those that were stored."""
    if sha256(rendition.pdf).hexdigest() == rendition.sha256:
        return rendition
    logger.error("The stored PDF %s of handout %s does not have its SHA-256", rendition.pk, rendition.handout_id)
    raise Damaged(
        _(
            "The stored sheet was damaged and is not what the patient was given, so it is not handed out. Ask whoever "
            "runs the site to restore it from a backup. To give the patient a sheet now, issue the programme again."
        )
    )


def _refuse_if_withdrawn(handout: Handout) -> None:
    if handout.is_withdrawn:
        raise Withdrawn(_("This handout was withdrawn. It is there as it was given, and in no other layout."))


def _ask_the_gate(programme: Programme, practitioner: Practitioner, said: _Said) -> Verdict:
    """Return the verdict. Raises NotReady unless the programme may be issued with what was *said*."""
    verdict = gate.judge(programme, practitioner=practitioner)
    left = [finding for finding in verdict.unanswered if not said.reasons.get(finding.key, "").strip()]
    unweighed = () if said.warnings_weighed else verdict.to_confirm
    is_unanswered_for = bool(verdict.unsigned) and not said.takes_responsibility
    unsigned = [signed.finding(verdict.unsigned)] if is_unanswered_for else []
    if verdict.gaps or verdict.stops or left or unweighed or unsigned:
        raise NotReady(verdict.gaps, [*verdict.stops, *left, *unweighed, *unsigned])
    return verdict


def _keep(
    programme: Programme, practitioner: Practitioner, said: _Said, before: Verdict, now: Verdict
) -> dict[Key, Answer]:
    """Keep responsibility and reasons, and return these. Nobody answers for what changed after they were asked."""
    if set(now.unsigned) - set(before.unsigned):
        raise ChangedMeanwhile(_("Some content was changed while it was being issued. Look at it and issue again."))
    if now.unsigned:
        signed.take(programme, now.unsigned, practitioner)
    reasons = [(finding, said.reasons[finding.key]) for finding in now.unanswered]
    rows = [overrides.record(programme, finding, reason, practitioner) for finding, reason in reasons]
    return {(row.code, row.where): Answer(row.reason, row.who_name, row.when) for row in rows}


def _today(clinic: Any) -> date:
    return timezone.localdate(timezone=ZoneInfo(clinic.time_zone))


def _document(programme: Programme, practitioner: Practitioner, version: int, language: str | None) -> Document:
    new = prepare(
        programme,
        practitioner=practitioner,
        version=version,
        issued=_today(programme.clinic),
        is_preview=False,
        language=language,
    )
    return beside_last_given(new, programme)


def _next_version(programme: Programme) -> int:
    return (programme.handouts.aggregate(last=Max("version"))["last"] or 0) + 1


def _refuse_if_changed(programme: Programme, version: int) -> None:
    now = Programme.objects.select_for_update().get(pk=programme.pk)
    if now.changed_at != programme.changed_at or _next_version(now) != version:
        raise ChangedMeanwhile(_("The programme was changed while it was being issued. Look at it and issue again."))


def _reason(document: Document, given: str) -> str:
    """Return why a translation is handed out that was not reviewed; nothing for one that was."""
    if not document.review_note:
        return ""
    if not given.strip():
        raise NotReady(
            [Gap("not-reviewed", "language", _("This translation was not reviewed. Say why it is handed out."))]
        )
    return given.strip()


def _forget_reason(programme: Programme) -> None:
    """The reason is told in this handout; the next one has its own. Not `save`: nothing else is to be written."""
    programme.change_note = ""
    Programme.objects.filter(pk=programme.pk).update(change_note="")


def _store(
    programme: Programme, practitioner: Practitioner, document: Document, version: int, **printed: str
) -> Handout:
    return Handout.objects.create(
        programme=programme,
        version=version,
        document=document.as_plain(),
        schema_version=document.schema_version,
        language=document.language,
        **printed,
        library_version=document.credits.content_version if document.credits else "",
        issued_at=timezone.now(),
        issued_by=practitioner,
        issued_by_name=practitioner.name,
    )


def _store_pdf(handout: Handout, layout: str, paper: str, printed: Printed) -> Rendition:
    """Keep the pages. Of two people who ask at once the first wins, and both get the same bytes."""
    digest = sha256(printed.pages).hexdigest()
    rendition, _made = Rendition.objects.get_or_create(
        handout=handout,
        layout=layout,
        paper=paper,
        defaults={"pdf": printed.pages, "sha256": digest, "renderer_version": printed.renderer},
    )
    return rendition
