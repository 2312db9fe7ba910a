"""Pages of the library: shared rows are only shown, a clinic changes its own copy, and nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import clinic_of
from programmes.admin.deeds import deed
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.scoped import ScopedAdmin, is_shared
from programmes.models.library.item import LibraryItem
from programmes.own_copy import next_version, own_copy


class Shelf(admin.SimpleListFilter):
    """What of the library is listed: what the clinic works with, unless asked otherwise."""

    title = gettext_lazy("shelf")
    parameter_name = "shelf"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("own", gettext_lazy("our own")),
            ("shared", gettext_lazy("shared library")),
            ("retired", gettext_lazy("retired")),
            ("all", gettext_lazy("everything")),
        ]

    def choices(self, changelist: Any) -> Any:
        usual, *others = super().choices(changelist)
        yield {**usual, "display": _("in use here")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        clinic = clinic_of(request.user)
        asked = {
            "own": queryset.filter(clinic__isnull=False),
            "shared": queryset.filter(clinic=None),
            "retired": queryset.filter(is_retired=True),
            "all": queryset,
        }
        usual = queryset.for_clinic(clinic) if clinic else queryset
        return asked.get(self.value() or "", usual.filter(is_retired=False))


class LibraryForm(OwnClinicForm):
    """A new row of the clinic's own must not stand in for a shared one by accident."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if self.instance._state.adding and self._meta.model._default_manager.filter(clinic=None, slug=slug).exists():
            message = _("“%(slug)s” is in the shared library. Open it and make your own copy, or choose another name.")
            raise ValidationError(message % {"slug": slug}, code="shared-slug")
        return slug


class LibraryAdmin(ScopedAdmin):
    """A page of library rows. `fieldsets` leave out slug and clinic: they stand at the top of every page."""

    form = LibraryForm
    list_filter: Any = (Shelf,)
    search_fields = ("slug", "name")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        record = {"fields": ["slug"]} if obj is None else {"fields": ["whose", "slug", "version"]}
        return [*super().get_fieldsets(request, obj), (gettext_lazy("Record"), record)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None else [*fields, "whose", "slug", "version"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {"slug": (self.name_path,)} if obj is None and self._has_column(self.name_path) else {}

    def save_model(self, request: HttpRequest, obj: LibraryItem, form: Any, change: bool) -> None:
        """A change of content is a new version, which nobody has signed off yet; saving without one is not."""
        if form.has_changed() or not change:
            obj.version = next_version(obj.version)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not form.has_changed() and any(formset.has_changed() for formset in formsets):
            form.instance.version = next_version(form.instance.version)
            form.instance.save(update_fields=["version"])

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        context["notices"] = list(self._notices(row)) if row is not None else []
        return super().render_change_form(request, context, *args, **kwargs)

    def _notices(self, row: Any) -> Iterator[dict[str, Any]]:
        if is_shared(row):
            yield {"kind": "", "words": self.shared_notice(row)}
        if hasattr(self, "review_notice"):
            yield {"kind": "", "words": self.review_notice(row)}
        if row.is_retired:
            yield {"kind": "bad", "words": _("Retired: it stays on old programmes and is no longer offered.")}

    def shared_notice(self, row: LibraryItem) -> str:
        return _("Shared library: nobody changes it here. Make your clinic's own copy to change it.")

    @admin.display(description=gettext_lazy("whose"))
    def whose(self, row: LibraryItem) -> Any:
        if row.is_retired:
            return format_html('<span class="state open">{}</span>', _("retired"))
        return _("shared library") if is_shared(row) else _("our own")

    def is_for_copying(self, row: Any) -> bool:
        """Say whether a clinic may have its own in place of the shared *row*."""
        return True

    def may_copy(self, request: HttpRequest, row: LibraryItem) -> bool:
        return (
            self.is_for_copying(row)
            and is_shared(row)
            and clinic_of(request.user) is not None
            and self.has_add_permission(request)
        )

    def own_copy_of(self, row: Any, request: HttpRequest) -> Any:
        return own_copy(row, clinic_of(request.user))

    def is_shared_row(self, request: HttpRequest, row: LibraryItem) -> bool:
        return is_shared(row)

    @deed(gettext_lazy("Make our own copy"), allowed=may_copy, makes_sense=is_shared_row, is_main=True)
    def make_own_copy(self, request: HttpRequest, row: LibraryItem) -> HttpResponse:
        copy = self.own_copy_of(row, request)
        words = _("This is your clinic's own copy of “%(row)s”. It is used here in place of the shared one.")
        self.message_user(request, words % {"row": row}, messages.SUCCESS)
        return redirect(self.url_of("change", copy))

    def is_in_use(self, request: HttpRequest, row: LibraryItem) -> bool:
        return not row.is_retired and not is_shared(row)

    def is_put_away(self, request: HttpRequest, row: LibraryItem) -> bool:
        return row.is_retired and not is_shared(row)

    @deed(gettext_lazy("Retire"), makes_sense=is_in_use)
    def retire(self, request: HttpRequest, row: LibraryItem) -> None:
        self.put(request, row, is_retired=True)
        words = _("“%(row)s” is retired: it stays on old programmes and is no longer offered.")
        self.message_user(request, words % {"row": row}, messages.SUCCESS)

    @deed(gettext_lazy("Bring back into use"), makes_sense=is_put_away)
    def bring_back(self, request: HttpRequest, row: LibraryItem) -> None:
        self.put(request, row, is_retired=False)
        self.message_user(request, _("“%(row)s” is offered again.") % {"row": row}, messages.SUCCESS)

    def put(self, request: HttpRequest, row: LibraryItem, *, is_retired: bool) -> None:
        row.is_retired = is_retired
        row.save(update_fields=["is_retired"])

    def _has_column(self, name: str) -> bool:
        return any(field.name == name for field in self.opts.concrete_fields)
