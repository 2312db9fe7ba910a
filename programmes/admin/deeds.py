"""Buttons on a row's page: each is a POST of its own, and asks the access rules as every page does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

Question = Callable[[Any, HttpRequest, Any], bool]


def may_change(page: Any, request: HttpRequest, row: Any) -> bool:
    return bool(page.has_change_permission(request, row))


def always(page: Any, request: HttpRequest, row: Any) -> bool:
    return True


def never_shown(page: Any, request: HttpRequest, row: Any) -> bool:
    """For a deed whose button stands elsewhere than above its page."""
    return False


@dataclass(frozen=True)
class Deed:
    """What a button does. `allowed` is asked before it is done; `makes_sense` only says whether to show it."""

    name: str
    label: Any
    allowed: Question
    makes_sense: Question
    has_form: bool
    is_main: bool


def deed(
    label: Any,
    *,
    allowed: Question = may_change,
    makes_sense: Question = always,
    has_form: bool = False,
    is_main: bool = False,
) -> Callable[..., Any]:
    """Make a method (page, request, row) a button. *has_form*: it asks something first, so GET shows its page."""

    def mark(method: Callable[..., HttpResponse | None]) -> Callable[..., Any]:
        name = method.__name__.replace("_", "-")
        method.deed = Deed(name, label, allowed, makes_sense, has_form, is_main)  # type: ignore[attr-defined]
        return method

    return mark


class Deeds(admin.ModelAdmin):
    """A page with buttons: methods marked with `deed`."""

    def get_urls(self) -> list[Any]:
        own = [
            path(
                f"<path:object_id>/{method.deed.name}/",
                self.admin_site.admin_view(self._view(method)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{method.deed.name}",
            )
            for method in self._methods()
        ]
        return [*own, *super().get_urls()]

    def links(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """Return the pages offered beside the buttons: label, url, and whether it is the main thing to do."""
        return []

    def to_page_of(self, row: Any) -> HttpResponse:
        return redirect(self.url_of("change", row))

    def url_of(self, name: str, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[row.pk])

    def buttons(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """Return the buttons that this user may press on *row* now."""
        return [
            {"deed": each, "url": self.url_of(each.name, row)}
            for each in (method.deed for method in self._methods())
            if each.makes_sense(self, request, row) and each.allowed(self, request, row)
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        context["buttons"] = self.buttons(request, row) if row is not None else []
        context["links"] = self.links(request, row) if row is not None else []
        return super().render_change_form(request, context, *args, **kwargs)

    def _methods(self) -> Iterator[Any]:
        names = dict.fromkeys(name for kind in reversed(type(self).__mro__) for name in vars(kind))
        for name in names:
            method = getattr(type(self), name, None)
            if hasattr(method, "deed"):
                yield getattr(self, name)

    def _view(self, method: Any) -> Callable[..., HttpResponse]:
        @wraps(method)
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            row = self.get_object(request, object_id)
            if request.method != "POST" and not (method.deed.has_form and request.method == "GET"):
                return self._shows_no_page(request, row)
            if not method.deed.allowed(self, request, row):
                raise PermissionDenied
            return self._done(method, request, row) or self.to_page_of(row)

        return view

    def _shows_no_page(self, request: HttpRequest, row: Any) -> HttpResponse:
        """Answer whoever came by an address: who was logged out when they pressed a button comes back this way."""
        context = {**self.admin_site.each_context(request), "page_url": self.url_of("change", row)}
        return TemplateResponse(request, "405.html", context, status=405, headers={"Allow": "POST"})

    def _done(self, method: Any, request: HttpRequest, row: Any) -> HttpResponse | None:
        try:
            return method(request, row)
        except ValidationError as error:
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
            return None
