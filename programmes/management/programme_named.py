"""The programme that a command is asked about."""

from __future__ import annotations

from uuid import UUID

from django.core.management import CommandError

from programmes.models import Programme


def programme_named(name: str) -> Programme:
    """Return the shared template with this slug, or the programme with this UUID, `with_lines`. Raises CommandError."""
    programmes = Programme.objects.with_lines()
    try:
        found = programmes.filter(pk=UUID(name)).first()
    except ValueError:
        found = programmes.shared_templates().filter(slug=name).first()
    if found is None:
        slugs = ", ".join(Programme.objects.shared_templates().order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"There is no programme {name!r}. Templates: {slugs or 'none; run load_library first'}.")
    return found
