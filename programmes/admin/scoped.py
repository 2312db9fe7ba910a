"""Admin pages and inlines that show and accept only the rows their user may see: three questions, asked of `access`.

The queryset, the permission on the row, and what a form may point at. Any one alone leaks.
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Case, OrderBy, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from rules.contrib.admin import ObjectPermissionsInlineModelAdminMixin, ObjectPermissionsModelAdmin

from programmes.access import choices, clinic_of, clinic_of_row, visible
from programmes.admin.deeds import Deeds
from programmes.admin.fields import LinesField, Maker, OrderedSlugsField, SlugField, SlugsField
from programmes.admin.fields.picked import Picked, PickedMany
from programmes.admin.list_words import LIST_WORDS
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.shown import shown
from programmes.admin.titles import titles

# Ten times the longest text of the library. More is not read, and makes a handout too long to print.
MOST_CHARACTERS = 4000


class Scoped:
    """What pages and inlines share: choices from the own clinic, and humane fields for what is stored as JSON."""

    form = OwnClinicForm
    # How a JSON column is filled in; one text a line unless named here.
    json_fields: ClassVar[dict[str, Maker]] = {}
    # Columns that hold the short name of another row, and JSON columns that hold several.
    slug_columns: ClassVar[dict[str, type[models.Model]]] = {}
    slug_lists: ClassVar[dict[str, type[models.Model]]] = {}
    ordered_slug_lists: ClassVar[dict[str, type[models.Model]]] = {}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Shared content belongs to `load_library`: nobody changes it here, not even a superuser."""
        return not is_shared(obj) and super().has_change_permission(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_shared(obj) and super().has_delete_permission(request, obj)  # type: ignore[misc]

    def is_only_shown(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and not self.has_change_permission(request, obj)

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        """Return what stands on the page; for a page that differs from row to row."""
        return super().get_fieldsets(request, obj)  # type: ignore[misc]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        only, fieldsets = self._only_shown_names(request, obj), self.fieldsets_for(request, obj)
        return [(title, {**options, "fields": self._readable(options["fields"], only)}) for title, options in fieldsets]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        only = self._only_shown_names(request, obj)
        declared = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        if not self.is_only_shown(request, obj):
            return self._readable(declared, only)
        return [*dict.fromkeys([*declared, *flatten_fieldsets(self.get_fieldsets(request, obj))])]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.JSONField):
            return self._json_field(db_field, request)
        if db_field.name in self.slug_columns:
            return self._slug_field(SlugField, self.slug_columns[db_field.name], db_field, request)
        if isinstance(db_field, models.TextField) and db_field.max_length is None:
            kwargs["max_length"] = MOST_CHARACTERS
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and hasattr(field.widget, "can_add_related"):
            # A row is made on its own page, where there is room for it.
            for deed in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{deed}_related", False)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = self._offered(db_field, request)
        self._picked_with(Picked, db_field, request, kwargs)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        return self._labelled(field, db_field)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = self._offered(db_field, request)
        self._picked_with(PickedMany, db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _picked_with(self, widget: Any, db_field: Any, request: HttpRequest, options: dict[str, Any]) -> None:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            options.setdefault("widget", widget(db_field, self.admin_site))  # type: ignore[attr-defined]

    def _offered(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        model = db_field.remote_field.model
        page = self.admin_site._registry.get(model)  # type: ignore[attr-defined]
        return page.get_choices(request) if isinstance(page, ScopedAdmin) else choices(model, request.user)

    def _labelled(self, field: Any, db_field: Any) -> Any:
        page = self.admin_site._registry.get(db_field.remote_field.model)  # type: ignore[attr-defined]
        if field is not None and isinstance(page, ScopedAdmin):
            field.label_from_instance = page.label_of
        return field

    def _json_field(self, db_field: Any, request: HttpRequest) -> forms.Field:
        for lists, kind in ((self.slug_lists, SlugsField), (self.ordered_slug_lists, OrderedSlugsField)):
            if db_field.name in lists:
                return self._slug_field(kind, lists[db_field.name], db_field, request)
        make = self.json_fields.get(db_field.name)
        return make(clinic_of(request.user), _words_of(db_field)) if make else LinesField(**_words_of(db_field))

    def _slug_field(self, kind: Any, model: Any, db_field: Any, request: HttpRequest) -> forms.Field:
        return kind(titles=titles(choices(model, request.user)), **_words_of(db_field))

    def _only_shown_names(self, request: HttpRequest, obj: Any) -> set[str]:
        declared = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        fieldsets = self.fieldsets_for(request, obj)
        return set(flatten_fieldsets(fieldsets)) if self.is_only_shown(request, obj) else set(declared)

    def _readable(self, names: Any, only_shown: set[str]) -> list[Any]:
        """Return *names* with a readable stand-in for each JSON and many-to-many column that is only shown."""
        return [
            self._readable(name, only_shown) if isinstance(name, list | tuple) else self._stand_in(name, only_shown)
            for name in names
        ]

    def _stand_in(self, name: Any, only_shown: set[str]) -> Any:
        columns = {field.name: field for field in (*self.opts.concrete_fields, *self.opts.many_to_many)}  # type: ignore[attr-defined]
        field = columns.get(name)
        if name not in only_shown or not (isinstance(field, models.JSONField) or (field and field.many_to_many)):
            return name
        named = {**self.slug_lists, **self.ordered_slug_lists}.get(name)
        return shown(field, named, getattr(self.json_fields.get(name), "columns", ()))


class ScopedAdmin(Scoped, Deeds, ObjectPermissionsModelAdmin):
    """A page of the workbench. What its user may not see does not exist for them: every address answers 404."""

    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    # Counting all rows there are, beside those that were found, costs as much as finding them and helps nobody.
    show_full_result_count = False
    view_on_site = False
    # Patients are archived and content is retired: deleting would tear a hole in the record, whoever does it.
    is_deletable = False
    # The column a search term is ranked by: the exact name first, then names that begin with it.
    name_path = "name"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return visible(self.model, request.user).order_by(*self.get_ordering(request))

    def get_choices(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows a form may point at."""
        return choices(self.model, request.user).order_by(*self.get_ordering(request))

    def label_of(self, row: Any) -> str:
        """Return how *row* is told from others where one is picked."""
        return str(row)

    def get_ordering(self, request: HttpRequest) -> Any:
        usual = self.ordering or self.opts.ordering
        term = (request.GET.get("q") or request.GET.get("term") or "").strip()
        return [self.rank(term), *usual] if term else usual

    def rank(self, term: str) -> Case | OrderBy:
        exact, begins = {f"{self.name_path}__iexact": term}, {f"{self.name_path}__istartswith": term}
        return Case(When(**exact, then=Value(0)), When(**begins, then=Value(1)), default=Value(2))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_deletable and super().has_delete_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) or self.has_add_permission(request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return [(None, {"fields": ["clinic"]}), *fieldsets] if self.must_say_clinic(request, obj) else fieldsets

    def must_say_clinic(self, request: HttpRequest, obj: Any) -> bool:
        """True for whoever runs the machine and works at no clinic: a new row needs one."""
        has_clinic = any(field.name == "clinic" for field in self.opts.concrete_fields)
        return has_clinic and obj is None and clinic_of(request.user) is None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.own_clinic = clinic_of(request.user)
        if "clinic" in form.base_fields:
            form.base_fields["clinic"].required = True
        return form

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        words = {"title": title, "list_words": LIST_WORDS.get(self.opts.model_name)}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        if row is not None:
            # The heading says which row this is, not what the page can do.
            context.update(title=self.label_of(row), subtitle=context.get("standing"))
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        self.get_object(request, object_id)
        return super().history_view(request, object_id, extra_context)


class ScopedInline(Scoped, ObjectPermissionsInlineModelAdminMixin):
    """Rows inside the page of another row. They may be changed by whoever may change that row."""

    extra = 0
    view_on_site = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class ScopedTabularInline(ScopedInline, admin.TabularInline):
    """A row a line."""


class ScopedStackedInline(ScopedInline, admin.StackedInline):
    """A row a block."""


def uuids(text: str | None) -> list[UUID]:
    """Return the id written in an address, [] for anything that is none."""
    try:
        return [UUID(text or "")]
    except ValueError:
        return []


def is_shared(row: Any) -> bool:
    return row is not None and clinic_of_row(row) is None


def _words_of(db_field: Any) -> dict[str, Any]:
    label, help_text = capfirst(db_field.verbose_name), db_field.help_text
    return {"label": label, "help_text": help_text, "required": not db_field.blank}
