"""A clinic and the people who work in it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.scoping import ClinicScopedQuerySet, OwnClinicQuerySet


class Paper(models.TextChoices):
    A4 = "A4", _("A4")
    LETTER = "Letter", _("Letter")


class FigurePalette(models.TextChoices):
    TEAL = "teal", _("light skin, teal shirt")
    BROWN = "brown", _("brown skin, ochre shirt")
    OUTLINE = "outline", _("plain outline, for the cheapest printer")


class FigureBuild(models.TextChoices):
    STANDARD = "standard", _("standard")
    LARGER = "larger", _("larger")


class Clinic(models.Model):
    """A practice whose name stands on the handouts, and whose patients nobody else sees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("As it stands on the handout."))
    logo = models.ImageField(
        _("logo"),
        upload_to="logos/",
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg"])],
        help_text=_("PNG or JPEG. Printed at the top of the first page, at most 20 mm high."),
    )
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#1F6F78",
        validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$", _("Write the colour as # and six digits, such as #1F6F78."))],
        help_text=_("For headings and lines, such as #1F6F78. Text is darkened where paper needs it."),
    )
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True, help_text=_("The number patients should ring."))
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=120, blank=True)
    opening_hours = models.CharField(
        _("opening hours"),
        max_length=120,
        blank=True,
        help_text=_("Such as: Monday to Friday, 8 am to 6 pm."),
    )
    paper = models.CharField(_("paper"), max_length=6, choices=Paper, default=Paper.A4)
    language = models.CharField(_("language"), max_length=12, default="en", help_text=_("Such as: en."))
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London")
    country = models.CharField(
        _("country"),
        max_length=2,
        default="GB",
        help_text=_("Two letters, such as GB. Decides the emergency numbers on the handout."),
    )

    figure_palette = models.CharField(
        _("tones of the pictures"),
        max_length=8,
        choices=FigurePalette,
        default=FigurePalette.TEAL,
        help_text=_("Skin, hair and clothes of the drawn person. Each can be told apart on a grey photocopy."),
    )
    figure_build = models.CharField(
        _("build of the drawn person"), max_length=8, choices=FigureBuild, default=FigureBuild.STANDARD
    )
    requires_mfa = models.BooleanField(
        _("everybody needs a second factor"),
        default=False,
        help_text=_(
            "An app on the telephone or a passkey, beside the password. "
            "Whoever has none is led to set one up before anything else."
        ),
    )

    patient_retention_years = models.PositiveSmallIntegerField(
        _("patients are kept for (years)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "After their discharge. Then `sweep_retention` erases them. Empty: until somebody erases them. How long "
            "records must or may be kept differs from country to country: ask whoever advises you."
        ),
    )
    handout_retention_years = models.PositiveSmallIntegerField(
        _("the record of a handout is kept for (years)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "After it was issued, even when its patient is erased: its version, dates and the hash of its PDF, and "
            "nothing of whom it was for or what it said. Empty: it goes with its patient. The law differs here too."
        ),
    )

    prints_links = models.BooleanField(
        _("print a link on each sheet"),
        default=True,
        help_text=_("With a square code, for patients who read on a telephone. The sheet is whole without it."),
    )
    link_days = models.PositiveSmallIntegerField(
        _("links work for (days)"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("How long a patient's link to the handout works, from when it was last given."),
    )

    objects = OwnClinicQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")

    def __str__(self) -> str:
        return self.name


class Practitioner(models.Model):
    """A person who treats patients at a clinic. What they issued keeps their name when their log-in goes."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner: also runs the clinic's settings and people")
        PRACTITIONER = "practitioner", _("Practitioner: makes and issues programmes")
        READER = "reader", _("Reader: looks, changes nothing")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="practitioners", verbose_name=_("clinic"))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="practitioner",
        verbose_name=_("log-in"),
        help_text=_("Empty for somebody who no longer works here."),
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("As it stands on the handout."))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PRACTITIONER)
    profession = models.CharField(_("profession"), max_length=80, blank=True, help_text=_("Such as: physiotherapist."))
    qualifications = models.CharField(
        _("qualifications and memberships"),
        max_length=200,
        blank=True,
        help_text=_("Such as: BSc (Hons), MCSP."),
    )
    registration_body = models.CharField(
        _("registration body"), max_length=80, blank=True, help_text=_("Such as: HCPC.")
    )
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    is_unregistered = models.BooleanField(
        _("has no registration"),
        default=False,
        help_text=_('Tick when "none" is the answer, so that nobody asks again.'),
    )

    objects = ClinicScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")

    def __str__(self) -> str:
        return self.name

    def is_last_owner(self) -> bool:
        """True when nobody else could run the clinic. Reads the stored roles: a form may have changed the row.

        Inside a transaction two owners cannot step back at the same moment.
        """
        if transaction.get_connection().in_atomic_block:
            Clinic.objects.select_for_update().get(pk=self.clinic_id)
        owners = Practitioner.objects.filter(clinic=self.clinic_id, role=Practitioner.Role.OWNER, user__is_active=True)
        return list(owners.values_list("pk", flat=True)) == [self.pk]

    def end_access(self) -> None:
        """Close the log-in and let go of it, and stop its tokens. What this person issued keeps their name."""
        user = self.user
        self.user = None
        self.save()
        if user is not None:
            user.is_active = False
            user.set_unusable_password()
            user.save()
            for token in user.auth_token_set.all():
                token.delete()
            # Whoever comes back sets up a second factor anew.
            user.authenticator_set.all().delete()
            user.usersession_set.all().delete()
