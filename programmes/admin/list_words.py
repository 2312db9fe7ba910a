"""What each list of the workbench holds, and what to do where it is empty: read by somebody on their first day."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class ListWords(NamedTuple):
    holds: Any
    when_empty: Any


LIST_WORDS = {
    "removal": ListWords(
        _("Programmes that were deleted before they were handed out, as they were. None is brought back from here."),
        _("None was deleted yet."),
    ),
    "erasure": ListWords(
        _("Who was erased, as ids that lead to nobody: a restored backup is told by this list."),
        _("Nobody was erased yet. It is done on a patient’s page."),
    ),
    "kepthandout": ListWords(
        _("Handouts of patients who were erased: dates, version and hash, to prove what was given."),
        _("None yet. They come with an erasure, where the clinic’s page says how long to keep them."),
    ),
    "accessrecord": ListWords(
        _("Who looked at whose data, when and by which door; issued and withdrawn handouts; log-ins. Only added to."),
        _("Nothing yet. The first entry comes with the first patient’s page that somebody opens."),
    ),
    "patient": ListWords(
        _("Everybody your clinic treats. Open one to start a programme, screen them or see what they hold."),
        _("No patient yet. Press “Add patient”: a name or a record number is enough."),
    ),
    "programme": ListWords(
        _("What patients do at home, in phases. Handouts are issued from here."),
        _("No programme yet. Open a patient and press “New programme”."),
    ),
    "template": ListWords(
        _("Programmes to start from. Shared ones are read-only; your own copy stands in for one here."),
        _("No template yet. The shared ones come with the library."),
    ),
    "screening": ListWords(
        _("What patients were asked before exercise. Nothing is issued without one."),
        _("No screening yet. Open a patient and press “New screening”."),
    ),
    "handout": ListWords(
        _("The sheets as they were given, each version for good. One that was wrong is withdrawn, never changed."),
        _("No handout yet. Open a programme and press “Save and issue”."),
    ),
    "exercise": ListWords(
        _("What programmes are made of, with pictures and a usual dose."),
        _("No exercise yet. The shared ones come with the library."),
    ),
    "condition": ListWords(
        _("What patients are treated for: what they read of it, and what is asked before exercise."),
        _("No condition yet. The shared ones come with the library."),
    ),
    "programmekind": ListWords(
        _("Programmes that treat no condition: a warm-up, the way back to running."),
        _("No kind yet. The shared ones come with the library."),
    ),
    "advice": ListWords(
        _("What helps besides exercise. Conditions and phases choose from it."),
        _("No advice yet. The shared ones come with the library."),
    ),
    "redflag": ListWords(
        _("Signs that mean: stop, and get help. Each is asked about and stands on the handout."),
        _("No warning sign yet. The shared ones come with the library."),
    ),
    "painrule": ListWords(
        _("How much pain is all right, as the handout says it. Each phase has one."),
        _("No pain rule yet. The shared ones come with the library."),
    ),
    "patientflag": ListWords(
        _("What is known of a patient that changes which exercises are safe. The safety rules ask for them."),
        _("No flag yet. The shared ones come with the library."),
    ),
    "rule": ListWords(
        _("When a finding speaks up, and how strongly. Shipped rules hold everywhere; add your clinic's own."),
        _("No rule yet. The shared ones come with the library."),
    ),
    "measure": ListWords(
        _("Questionnaires and tests that show whether it helps."),
        _("No measure yet. The shared ones come with the library."),
    ),
    "source": ListWords(
        _("What the library rests on, and whether it was seen."),
        _("No source yet. The shared ones come with the library."),
    ),
    "kit": ListWords(
        _("What exercises need, and what does instead at home."),
        _("No kit yet. The shared list comes with the library."),
    ),
    "purpose": ListWords(
        _("What exercises are for, in patients' words. They are found by it."),
        _("No purpose yet. The shared list comes with the library."),
    ),
    "emergencyservices": ListWords(
        _("Whom to ring, country by country, as the handout prints it."),
        _("No country yet. The shared list comes with the library."),
    ),
    "review": ListWords(
        _("Who of your clinic stands by which version of the content, and until when. Sign off on the content's page."),
        _("Nothing is signed off yet. Open an exercise or a template and press “Sign off”."),
    ),
    "batch": ListWords(
        _("Corrections and classes: what went out to many patients at once, and what became of each sheet."),
        _("None yet. Press “On patients’ sheets” on an exercise’s page, or “Give to a class” on a template’s."),
    ),
    "clinic": ListWords(
        _("Your clinic: name, contacts, colours and pictures of its handouts."),
        _("No clinic yet."),
    ),
    "practitioner": ListWords(
        _("Who works here, and what each may do. Their names stand on the handouts."),
        _("Nobody works here yet. Press “Invite”."),
    ),
    "invitation": ListWords(
        _("Who was asked to work here by e-mail, and whether they came. Open one to send it again or to revoke it."),
        _("Nobody was invited yet. Press “Add invitation”."),
    ),
    "apitoken": ListWords(
        _("Keys with which other programs read for you, such as a record system. Each stops on its day, or revoked."),
        _("No token yet. Press “Add API token” when a program of yours is to read from here."),
    ),
}
