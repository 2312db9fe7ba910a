"""A clinic's own pictures on the page of its own exercise: sent, checked, replaced, taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.scoped import ScopedStackedInline
from programmes.models import ExercisePicture
from programmes.picture_files import MOST_BYTES, clean_picture

ALT_FIELDS = {ExercisePicture.Frame.START: "start_alt", ExercisePicture.Frame.END: "end_alt"}


class PictureInput(forms.ClearableFileInput):
    """Pictures have no address that everybody may open: the page shows them at its top."""

    template_name = "django/forms/widgets/file.html"


class PictureForm(OwnClinicForm):
    class Meta:
        widgets = {"file": PictureInput(attrs={"accept": "image/png,image/jpeg,image/svg+xml"})}
        help_texts = {
            "file": gettext_lazy(
                "PNG or JPEG up to 10 MB, or a plain SVG up to 200 kB. Where and when a photo was taken is not kept."
            )
        }

    def clean_file(self) -> Any:
        """Return what may be stored of a picture just sent; one that is there already as it is."""
        sent = self.cleaned_data["file"]
        if not isinstance(sent, UploadedFile):
            return sent
        picture = clean_picture(sent.read(MOST_BYTES + 1))
        return ContentFile(picture.body, f"picture{picture.suffix}")


class PictureInline(ScopedStackedInline):
    model = ExercisePicture
    form = PictureForm
    verbose_name_plural = gettext_lazy("own pictures, shown in place of the drawing")
    fields = ("frame", "file", "may_be_mirrored", ("licence", "credit"))
    classes = ("collapse",)
    extra = 1
    max_num = len(ExercisePicture.Frame)


class PicturedTextFormSet(forms.BaseInlineFormSet):
    """The words of an exercise, which must say what each of its own pictures shows."""

    pictures: Any = None  # the formset of the pictures on the same page

    def clean(self) -> None:
        super().clean()
        for frame in _frames_kept(self.pictures):
            for form in self.forms:
                self._ask_for(ALT_FIELDS[frame], form)

    def _ask_for(self, name: str, form: Any) -> None:
        is_there = form.instance.pk is not None or form.has_changed()
        if is_there and name in form.fields and not form.cleaned_data.get(name):
            form.add_error(name, _("Say what your picture shows, for whoever cannot see it."))


def _frames_kept(pictures: Any) -> list[ExercisePicture.Frame]:
    """Return the frames that will have a picture once the page is saved."""
    if pictures is None:
        return []
    pictures.is_valid()  # cleans every form; what is wrong with one is told beside it
    cleaned = [form.cleaned_data for form in pictures.forms]
    return [ExercisePicture.Frame(each["frame"]) for each in cleaned if each.get("frame") and not each.get("DELETE")]
