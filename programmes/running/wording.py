"""A finding in words, with its arithmetic. It names no day and judges nobody: what to do is the reader's."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _

from programmes.running.guards import LONGEST_RUN, PAIN, Finding, Verdict
from programmes.running.units import amount_words, rounded

ZERO = Fraction(0)


def words(finding: Finding) -> str:
    """Return one or two sentences in the runner's unit, with by how much a limit is passed."""
    if finding.guard is PAIN:
        phrase = _("Pain %(pain)d out of 10, above the limit of %(limit)d.")
        return str(phrase % {"pain": finding.amount or 0, "limit": finding.limit or 0})
    is_run = finding.guard is LONGEST_RUN
    match finding.verdict:
        case Verdict.NOT_KNOWN:
            return _not_known(is_run=is_run)
        case Verdict.NOTHING_BEFORE:
            return _nothing_before(is_run=is_run)
        case Verdict.OVER:
            return _over(finding, is_run=is_run)


def _over(finding: Finding, *, is_run: bool) -> str:
    """Say the numbers as they are shown; what is over is the difference of the numbers shown."""
    unit = finding.unit
    amount, limit = rounded(finding.amount or ZERO, unit), rounded(finding.limit or ZERO, unit, is_limit=True)
    said = {
        "amount": amount_words(amount, unit),
        "before": amount_words(finding.compared_with or ZERO, unit, is_limit=True),
        "limit": amount_words(limit, unit),
        "over": amount_words(amount - limit, unit),
    }
    if is_run:
        phrase = _(
            "%(amount)s. The longest in the 30 days before is %(before)s, so the limit is %(limit)s: %(over)s over."
        )
    else:
        phrase = _("%(amount)s in two weeks. The two before hold %(before)s, so the limit is %(limit)s: %(over)s over.")
    return str(phrase % said)


def _nothing_before(*, is_run: bool) -> str:
    if is_run:
        return str(_("No run in the 30 days before to compare with. Look at what the ladder says of missed weeks."))
    return str(_("No running in the two weeks before. Look at what the ladder says of missed weeks."))


def _not_known(*, is_run: bool) -> str:
    if is_run:
        return str(_("Not checked: say how far or how long it was, in the unit of the plan."))
    return str(_("Not checked: not every run of these two weeks and of the two before is known."))
