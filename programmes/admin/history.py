"""The history of a row: who changed what and when, and each version as it was. Only looked at, never restored.

Restoring an old version by one click would undo later changes nobody sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.utils import display_for_field, unquote
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import JSONField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from programmes.admin.shown import NOTHING, as_read


class Changes(HistoricalRecordContextHelper):
    """What changed between two versions, as a person reads it."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        value = super().prepare_delta_change_value(change, value)
        field = self.model._meta.get_field(change.field)
        if field.many_to_many:
            return ", ".join(sorted(str(item) for item in value)) or NOTHING
        if isinstance(field, JSONField):
            return _one_line(value)
        return display_for_field(value, field, NOTHING)


class HistoryPages(SimpleHistoryAdmin):
    """Pages for a model whose changes are kept. They obey the permissions of the row itself."""

    object_history_template = "admin/row_history.html"
    history_list_per_page = 20

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        self.get_object(request, unquote(object_id))
        return super().history_view(request, object_id, extra_context)

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        return _("History of %(row)s") % {"row": obj}

    def get_history_queryset(self, request: HttpRequest, *args: Any) -> Any:
        return super().get_history_queryset(request, *args).select_related("history_user__practitioner")

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> Changes:
        return Changes(self.model, historical_record, max_displayed_delta_change_chars=400)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        if not version_id.isdecimal():
            raise Http404
        record = self.model.history.filter(**{self.opts.pk.attname: row.pk, "history_id": version_id}).first()
        if record is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("%(row)s as it was") % {"row": row},
            "opts": self.opts,
            "original": row,
            "record": record,
            "values": list(_values(self.model, record)),
        }
        return TemplateResponse(request, "admin/row_version.html", context)


def _values(model: Any, record: Any) -> Iterator[tuple[str, Any]]:
    for field in record.tracked_fields:
        if not field.primary_key and field.editable:
            value = _value(record, field)
            is_json = isinstance(field, JSONField)
            yield capfirst(field.verbose_name), as_read(value) if is_json else _shown(value, field)
    for field in record._history_m2m_fields:
        there = [str(getattr(link, field.m2m_reverse_field_name())) for link in getattr(record, field.name).all()]
        yield capfirst(field.verbose_name), as_read(sorted(there))


def _value(record: Any, field: Any) -> Any:
    """Return what stood there; None for a row that is gone altogether."""
    try:
        return getattr(record, field.name)
    except ObjectDoesNotExist:
        return None


def _shown(value: Any, field: Any) -> Any:
    return str(value) if field.is_relation and value is not None else display_for_field(value, field, NOTHING)


def _one_line(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_one_line(item)}" for key, item in value.items()) or NOTHING
    if isinstance(value, list):
        return " · ".join(_one_line(item) for item in value) or NOTHING
    return NOTHING if value is None else str(value)
