"""Can the site do its work? For monitors and for whoever brings a new version in; tells nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

_migrated: set[str] = set()  # the databases that had every migration: they do not lose one while we serve


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer "ok", or 503 with what is wrong."""
    trouble = _trouble()
    return HttpResponse(trouble or "ok", status=503 if trouble else 200, content_type="text/plain")


def _trouble() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _is_migrated():
            return "the database needs: manage.py migrate"
    except DatabaseError:
        return "the database does not answer"
    # Without the list of hashed names no page can be made.
    return "" if getattr(staticfiles_storage, "hashed_files", True) else "the pages need: manage.py collectstatic"


def _is_migrated() -> bool:
    """Say whether the database has every migration. Once it has, that is not asked again: asking costs 100 ms."""
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(name)
    return True
