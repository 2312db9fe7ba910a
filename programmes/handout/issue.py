"""Issuing: the only maker of handouts. It asks the gate, freezes the document and keeps the PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes import links
from programmes.handout import gate, overrides, pdf, renditions
from programmes.handout.changes import since
from programmes.handout.checks import signed
from programmes.handout.checks.gap import Gap
from programmes.handout.clinician_copy import clinician_copy, given_again
from programmes.handout.document import Document, Online
from programmes.handout.last_given import beside_last_given
from programmes.handout.prepare import prepare
from programmes.handout.renditions import with_open_link
from programmes.handout.verdict import Answer, Key, Verdict
from programmes.models import (
    AccessRecord,
    ClinicianCopy,
    Handout,
    Patient,
    Practitioner,
    Programme,
    ShareLink,
    Snapshot,
)
from programmes.precautions import Finding, Level


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


def issue(
    programme: Programme,
    practitioner: Practitioner,
    user: Any,
    *,
    seen: datetime | None = None,
    layout: str | None = None,
    paper: str | None = None,
    language: str | None = None,
    language_reason: str = "",
    reasons: Mapping[Key, str] | None = None,
    warnings_weighed: bool = False,
    takes_responsibility: bool = False,
    with_link: bool | None = None,
    beside: Callable[[Handout], None] = lambda handout: None,
) -> Handout:
    """Return the next version of the programme's handout, with its PDF in one layout.

    *seen*: when the programme was changed last, as whoever issues saw it; None for the programme as it is.
    *reasons* says why to go on in spite of a finding, by its code and place; they are kept. *warnings_weighed*: the
    practitioner has seen the warnings. *takes_responsibility*: the practitioner has read the sheet and answers for what
    the clinic has not signed off; that is kept with name and time. *with_link*: a link for the patient is printed and
    made or prolonged; None leaves it to the clinic, and a site that does not know its address prints none. A *language*
    whose words were not reviewed needs a reason, which is kept. *beside* is done with the handout, in the same
    transaction.
    Raises PermissionDenied, NotReady, CannotPrepare or ChangedMeanwhile; then nothing is stored.
    """
    if not user.has_perm("programmes.issue_programme", programme):
        raise PermissionDenied(_("You may not issue this programme."))
    if practitioner.clinic_id != programme.clinic_id:
        raise PermissionDenied(
            _("%(name)s works at another clinic. Handouts are issued by a practitioner of the patient's own.")
            % {"name": practitioner.name}
        )
    programme = Programme.objects.with_lines().get(pk=programme.pk)
    if seen not in (None, programme.changed_at):
        raise _changed()
    said = _Said(reasons or {}, warnings_weighed, takes_responsibility)
    asked = _ask_the_gate(programme, practitioner, said)
    layout = layout or programme.patient.information_need
    paper = paper or programme.clinic.paper
    version = _next_version(programme)
    link = _link(programme, practitioner, with_link)
    document = replace(_document(programme, practitioner, version, language), online=_online(link))
    reason = _reason(document, language_reason)
    # Setting the pages takes a second: it must not hold the database's only writer.
    printed = pdf.printed(document, layout, paper)
    with transaction.atomic():
        _refuse_if_changed(programme, version)
        # Asked again: what is known of the patient may have changed, which leaves no mark on the programme.
        verdict = _ask_the_gate(programme, practitioner, said)
        verdict = verdict.answered_by(_keep(programme, practitioner, said, asked, verdict))
        handout = _store(programme, practitioner, document, version, layout=layout, paper=paper, language_reason=reason)
        renditions.keep(handout, layout, paper, printed)
        if link is not None:
            link.save()
        copy = clinician_copy(programme, verdict, practitioner, version=version)
        ClinicianCopy.objects.create(handout=handout, contents=copy.as_plain())
        _forget_reason(programme)
        Snapshot.objects.record(programme, user, at_issue=True)
        beside(handout)
        AccessRecord.objects.note(
            AccessRecord.Kind.ISSUED, user, programme.clinic_id, programme.patient_id, practitioner=practitioner
        )
    return handout


def reissue(
    last: Handout,
    document: Document,
    user: Any,
    *,
    reason: str,
    beside: Callable[[Handout], None],
    unsigned: Sequence[signed.Unsigned] = (),
    responsible: Practitioner | None = None,
) -> Handout:
    """Return the version that follows *last*, with *document*, which was worked out from the one that *last* holds.

    It is issued in the name of whoever issued *last*, in the same layout, paper and language. The rows of the programme
    are neither asked nor touched: a draft stays a draft. *user* asked for it; None is whoever runs the machine.
    *unsigned* is what of the new content the clinic has not signed off, and *responsible* who answers for it.
    *reason* is told on the sheet under what changed. *beside* is done with the handout, in the same transaction.
    Raises PermissionDenied, NotReady, NotPrinted or ChangedMeanwhile; then nothing is stored.
    """
    programme = Programme.objects.with_own().select_related("created_by").get(pk=last.programme_id)
    if user is not None and not user.has_perm("programmes.issue_programme", programme):
        raise PermissionDenied(_("You may not issue this programme."))
    practitioner = still_here(last.issued_by)
    version = _next_version(programme)
    _ask_of_sheet(document, programme, unsigned, responsible)
    document = with_open_link(replace(document, version=version, issued=_today(programme.clinic)))
    document = since(Document.from_plain(last.document), document, reason)
    printed = pdf.printed(document, last.layout, last.paper)
    with transaction.atomic():
        _refuse_unless_last(last, programme, version)
        # Asked again: a flag may have been added while the pages were set.
        now = Programme.objects.with_own().get(pk=programme.pk)
        verdict = _ask_of_sheet(document, now, unsigned, responsible)
        given = {"layout": last.layout, "paper": last.paper, "language_reason": last.language_reason}
        handout = _store(now, practitioner, document, version, **given)
        renditions.keep(handout, last.layout, last.paper, printed)
        if unsigned and responsible is not None:
            signed.take(now, unsigned, responsible)
        kept = ClinicianCopy.objects.filter(handout=last).first()
        if kept is not None:
            contents = given_again(kept.contents, now, verdict, version=version, answered=unsigned, by=responsible)
            ClinicianCopy.objects.create(handout=handout, contents=contents)
        beside(handout)
        AccessRecord.objects.note(AccessRecord.Kind.ISSUED, user, now.clinic_id, now.patient_id)
    return handout


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
    if set(now.to_confirm) - set(before.to_confirm):
        raise ChangedMeanwhile(_("A warning came up while it was being issued. Look at it and issue again."))
    if now.unsigned:
        signed.take(programme, now.unsigned, practitioner)
    reasons = [(finding, said.reasons[finding.key]) for finding in now.unanswered]
    rows = [overrides.record(programme, finding, reason, practitioner) for finding, reason in reasons]
    return {(row.code, row.where): Answer(row.reason, row.who_name, row.when) for row in rows}


def _ask_of_sheet(
    document: Document, programme: Programme, unsigned: Sequence[signed.Unsigned], responsible: Practitioner | None
) -> Verdict:
    """Return the verdict on a sheet that is to be given again. Raises NotReady where anything keeps it."""
    verdict = gate.judge_sheet(document, programme)
    not_answered_for = [signed.finding(unsigned)] if unsigned and responsible is None else []
    if verdict.keeps_it or not_answered_for:
        raise NotReady(verdict.gaps, [*verdict.stops, *verdict.unanswered, *not_answered_for])
    return verdict


def still_here(practitioner: Practitioner) -> Practitioner:
    """Return the practitioner. Raises NotReady for one in whose name nothing goes out any more."""
    user = practitioner.user
    if user is not None and user.is_active and practitioner.role != Practitioner.Role.READER:
        return practitioner
    message = _("%(name)s, in whose name it was given, issues nothing here any more. Issue it as somebody who does.")
    field = f"practitioner:{practitioner.pk}"
    raise NotReady([Gap("not-here", field, message % {"name": practitioner.name})])


def _refuse_unless_last(last: Handout, programme: Programme, version: int) -> None:
    """Hold patient and programme. Raises ChangedMeanwhile unless *last* is still what the patient holds."""
    if not Patient.objects.select_for_update().current().filter(pk=programme.patient_id):
        raise ChangedMeanwhile(_("The patient was discharged, archived or erased while the pages were being set."))
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    given = programme.handouts.live().order_by("-version").values_list("pk", flat=True).first()
    if given != last.pk or _next_version(programme) != version:
        raise ChangedMeanwhile(_("Another handout was given, or this one withdrawn, while the pages were being set."))


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


def _link(programme: Programme, practitioner: Practitioner, wanted: bool | None) -> ShareLink | None:
    wanted = programme.clinic.prints_links if wanted is None else wanted
    return links.begun(programme, practitioner) if wanted and settings.SITE_URL else None


def _online(link: ShareLink | None) -> Online | None:
    if link is None:
        return None
    clinic = link.programme.clinic
    return Online(link=str(link.id), letters=links.hint_of(clinic), until=link.last_day)


def _next_version(programme: Programme) -> int:
    return (programme.handouts.aggregate(last=Max("version"))["last"] or 0) + 1


def _refuse_if_changed(programme: Programme, version: int) -> None:
    if not Patient.objects.select_for_update().filter(pk=programme.patient_id, archived_at=None):
        raise ChangedMeanwhile(_("The patient was archived or erased while the programme was being issued."))
    now = Programme.objects.select_for_update().get(pk=programme.pk)
    if now.changed_at != programme.changed_at or _next_version(now) != version:
        raise _changed()


def _changed() -> ChangedMeanwhile:
    return ChangedMeanwhile(_("The programme was changed while it was being issued. Look at it and issue again."))


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
