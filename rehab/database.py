"""DATABASE_URL as Django wants it. What is wrong with it is said without showing it: it holds the password."""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
UNREADABLE = (
    "DATABASE_URL cannot be read. Write it like postgres://user:password@localhost:5432/rehab, or "
    "sqlite:////var/lib/rehab/db.sqlite3. In a password write %40 for @, %2F for /, %3A for :, %23 for #, %3F for ?, "
    "%25 for %."
)


def read(url: str) -> dict[str, Any]:
    """Return the database that *url* names, with the options that this site needs. Raises ImproperlyConfigured."""
    try:
        database: dict[str, Any] = environ.Env.db_url_config(url)
    except Exception:
        # Whatever it was, its words and its cause would quote the address.
        database = {}
    engine = database.get("ENGINE", "")
    # The end of a password that holds a "/" would look like a name.
    is_torn = engine != SQLITE and "@" in str(database.get("NAME", ""))
    if engine not in _OPTIONS or is_torn:
        raise ImproperlyConfigured(UNREADABLE)
    database["OPTIONS"] = {**_OPTIONS[engine], **database.get("OPTIONS", {})}
    # A thread keeps its connection for a while: a new one costs PostgreSQL a new process each time.
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, **database} if engine != SQLITE else database


_OPTIONS: dict[str, dict[str, Any]] = {
    # Without IMMEDIATE two people saving at once meet "database is locked"; WAL lets readers go on. Debian's SQLite
    # overwrites what is deleted unasked, others must be told to: the name of an erased patient would stay in the file.
    SQLITE: {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    },
    # Discs are quick; and a helper process or compiled code takes longer to start than any query here takes.
    "django.db.backends.postgresql": {
        "options": "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0 -c jit=off"
    },
}
