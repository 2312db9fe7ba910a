"""The clinic: what stands on its handouts."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programmes.access import clinic_of
from programmes.admin.history import HistoryPages
from programmes.admin.invitation import invite_url
from programmes.admin.look_choices import LookChoices
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.rebrand import RebrandPages
from programmes.admin.scoped import ScopedAdmin
from programmes.admin.shown import NOTHING
from programmes.admin.site import workbench
from programmes.admin.taken_along import TakenAlongPages
from programmes.models import Clinic, Practitioner
from programmes.picture_files import clean_logo
from programmes.pictures import Look

LOGO_FORMATS = {"PNG", "JPEG"}
UNREADABLE = _("This is no picture that can be read: the file is broken, or no PNG or JPEG. Send another.")


class ColourInput(forms.TextInput):
    input_type = "color"


class LogoInput(forms.ClearableFileInput):
    """Logos have no address of their own: the page shows the picture itself."""

    template_name = "django/forms/widgets/file.html"


class ClinicForm(OwnClinicForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        widgets = {
            "accent_colour": ColourInput,
            "logo": LogoInput,
            "figure_palette": LookChoices("palette"),
            "figure_build": LookChoices("build"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"figure_palette", "figure_build"} & set(self.fields):
            self.fields[name].widget.look = Look.of(self.instance)
        if "logo" in self.fields:
            self.fields["logo"].error_messages["invalid_image"] = UNREADABLE

    def clean_logo(self) -> Any:
        """Let in what the name says, made anew from its pixels, and nothing that would be slow to print.

        It travels in every handout.
        """
        logo = self.cleaned_data["logo"]
        picture = getattr(logo, "image", None)  # only of a file just sent
        if picture is None:
            return logo
        if picture.format not in LOGO_FORMATS:
            raise ValidationError(_("This is no PNG or JPEG, whatever its name says."), code="format")
        logo.seek(0)
        suffix, body = clean_logo(logo.read())
        return ContentFile(body, f"logo{suffix}")

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("remove_logo") and "logo" not in self.changed_data:
            cleaned["logo"] = False  # what a file field takes for "none"
        return cleaned


@admin.register(Clinic, site=workbench)
class ClinicAdmin(RebrandPages, TakenAlongPages, HistoryPages, ScopedAdmin):
    form = ClinicForm
    list_display = ("name", "phone", "email", "website")
    search_fields = ("name",)
    search_help_text = _("A name.")
    readonly_fields = ("logo_shown",)
    fieldsets = (
        (_("On the handout"), {"fields": ("name", "logo_shown", "logo", "remove_logo", "accent_colour")}),
        (_("Pictures of exercises"), {"fields": ("figure_palette", "figure_build")}),
        (_("How patients reach you"), {"fields": ("phone", "email", "website", "address", "opening_hours")}),
        (_("How long data is kept"), {"fields": (("patient_retention_years", "handout_retention_years"),)}),
        (_("Links for patients"), {"fields": (("prints_links", "link_days"),)}),
        (_("Paper and language"), {"fields": (("paper", "language"), ("country", "time_zone"))}),
        (_("Log-in"), {"fields": ("requires_mfa",)}),
    )

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        if not self.is_only_shown(request, obj):
            return self.fieldsets
        first = (_("On the handout"), {"fields": ("name", "logo_shown", "accent_colour")})
        return (first, *self.fieldsets[1:])

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ClinicForm.Meta.widgets:
            kwargs["widget"] = ClinicForm.Meta.widgets[db_field.name]
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def links(self, request: HttpRequest, row: Clinic) -> list[dict[str, Any]]:
        """A new clinic needs an owner, whom whoever runs the machine invites."""
        if not request.user.is_superuser:
            return []
        return [{"label": _("Invite an owner"), "url": invite_url(clinic=row, role=Practitioner.Role.OWNER)}]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Whoever works at a clinic has just the one."""
        clinic = clinic_of(request.user)
        if clinic is not None and not request.user.is_superuser:
            return redirect(self.url_of("change", clinic))
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("logo"))
    def logo_shown(self, row: Clinic) -> Any:
        if not row.logo:
            return NOTHING
        kind = "png" if row.logo.name.lower().endswith("png") else "jpeg"
        try:
            with row.logo.open("rb") as picture:
                body = b64encode(picture.read()).decode()
        except OSError:
            return _("The file cannot be read. Send it again.")
        return format_html('<img class="logo" src="data:image/{};base64,{}" alt="{}">', kind, body, row.name)
