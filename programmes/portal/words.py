"""What the patient's page says beside its templates."""

from django.utils.translation import gettext_lazy as _

from programmes.models import Layout

# As patients call them.
LAYOUTS = (
    (Layout.STANDARD, _("Ordinary letters")),
    (Layout.LARGE_PRINT, _("Large letters")),
    (Layout.EXTRA_LARGE, _("Very large letters")),
    (Layout.COMPACT, _("Small letters, fewer sheets")),
    (Layout.ONE_SHEET, _("One sheet, your plan only")),
)
NO_RUNS = _("Your plan has no runs any more: tell us when we next talk.")
# By the name that the script asks for.
WORDS = {
    "place": _("Exercise {number} of {count}"),
    "set": _("Set {set} of {sets}"),
    "first-leg": _("first leg"),
    "other-leg": _("other leg"),
    "go": _("Start the timer"),
    "pause": _("Pause"),
    "next": _("Next"),
    "finish": _("Finish"),
    "work": _("Go"),
    "easy": _("Easy"),
    "hold": _("Hold"),
    "let-go": _("Let go"),
    "rest": _("Rest"),
    "change": _("Change sides"),
    "count": _("Count"),
    "done": _("Done. Well done."),
    "entry-kept": _("Kept."),
    "entry-waits": _("Kept on this phone. It is sent when there is a signal."),
    "entry-taken-back": _(
        "Your plan was taken back: something on it was wrong. Do not use the paper sheet either, until you have spoken "
        "to us. What you wrote is kept on this phone."
    ),
    "entry-closed": _("Not sent: the link opens nothing any more. Ring us for a new one."),
    "no-runs": NO_RUNS,
    "kept-offline": _("Kept on this phone: it opens without a signal too."),
}
