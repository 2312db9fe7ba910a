"""The sheet as it was given last, for a telephone; and its PDF in any layout."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from programmes import links
from programmes.diary import EntryForm
from programmes.handout import brand
from programmes.handout.calendar import planned
from programmes.handout.calendar_file import dropped_runs
from programmes.handout.document import Document
from programmes.handout.job import NotPrinted
from programmes.handout.page import render as sheet
from programmes.handout.renditions import Damaged, Withdrawn, pdf_of
from programmes.models import Handout, Layout, Paper, ShareLink
from programmes.portal import runs
from programmes.portal.calendar import WEEKDAYS
from programmes.portal.door import opens
from programmes.portal.told import told
from programmes.portal.words import LAYOUTS, WORDS

# So many of what was written stand on the page at once; what is older is opened below it.
SHOWN_AT_ONCE = 60


@gzip_page
@opens
@require_safe
def page(request: HttpRequest, link: ShareLink, handout: Handout) -> HttpResponse:
    document = Document.from_plain(handout.document)
    entries = list(link.programme.session_logs.all())
    today = timezone.localdate(timezone=ZoneInfo(link.programme.clinic.time_zone))
    beside = {
        "changed_on": document.issued if handout.version > 1 and handout.issued_at > link.made_at else None,
        # Later than the last one in use: it was withdrawn.
        "is_earlier_again": link.programme.handouts.filter(version__gt=handout.version).exists(),
        "layouts": LAYOUTS,
        "words": WORDS,
        "entry": EntryForm(document.warnings),
        "entries": entries[:SHOWN_AT_ONCE],
        "older_entries": entries[SHOWN_AT_ONCE:],
        **runs.shown(link.programme, SHOWN_AT_ONCE),
        "scores": range(11),
        "weekdays": WEEKDAYS,
        "sessions": planned(document),
        "dropped_runs": dropped_runs(handout, document, today),
        "today": today,
    }
    # One sheet leaves the exercises out to save paper: here they are what the page is opened for.
    layout = Layout.STANDARD if handout.layout == Layout.ONE_SHEET else handout.layout
    html = sheet(document, layout, handout.paper, for_web=True, template="portal/page.html", beside=beside)
    return HttpResponse(html, headers={"Content-Language": document.language})


@opens
@require_safe
def worker(request: HttpRequest, link: ShareLink, handout: Handout) -> HttpResponse:
    """Return the script that opens the page without a signal. Only beside the page may it answer for it."""
    with open(finders.find("programmes/portal/worker.js"), "rb") as script:
        return HttpResponse(script.read(), content_type="text/javascript")


@opens
@require_safe
def colours(request: HttpRequest, link: ShareLink, handout: Handout) -> HttpResponse:
    clinic = Document.from_plain(handout.document).clinic
    return HttpResponse(brand.styles(clinic.accent_colour), content_type="text/css")


@opens
@require_safe
def pdf(request: HttpRequest, link: ShareLink, handout: Handout) -> HttpResponse:
    """Download the PDF as it was given, or in another layout or paper."""
    layout, paper = request.GET.get("layout", handout.layout), request.GET.get("paper", handout.paper)
    if layout not in Layout.values or paper not in Paper.values:
        raise Http404
    try:
        rendition = pdf_of(handout, layout, paper)
    except (Damaged, NotPrinted, Withdrawn):
        return told(request, "portal/no_pdf.html", link.programme.clinic, links.language_of(link), status=503)
    headers = {"Content-Disposition": f'attachment; filename="plan-version-{handout.version}.pdf"'}
    return HttpResponse(bytes(rendition.pdf), content_type="application/pdf", headers=headers)
