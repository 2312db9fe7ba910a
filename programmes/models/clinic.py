"""A clinic and the people who work in it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
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

    def end_access(self) -> None:
        """Close the log-in and let go of it. What this person issued keeps their name."""
        user = self.user
        self.user = None
        self.save()
        if user is not None:
            user.is_active = False
            user.set_unusable_password()
            user.save()
