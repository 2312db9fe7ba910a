"""The index behind the search: SQLite's full-text search, PostgreSQL's trigrams. Another database reads the entries.

Where SQLite has no FTS5, or PostgreSQL's user may not add pg_trgm, the same search works without, only slower.
"""

from django.db import DatabaseError, migrations, transaction

SQLITE = (
    """
    CREATE VIRTUAL TABLE programmes_searchindex USING fts5(
        names, purposes, search_text, content='programmes_searchentry', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0", prefix='1 2 3', detail=column
    )
    """,
    "INSERT INTO programmes_searchindex(programmes_searchindex) VALUES ('rebuild')",
    """
    CREATE TRIGGER programmes_searchentry_added AFTER INSERT ON programmes_searchentry BEGIN
        INSERT INTO programmes_searchindex(rowid, names, purposes, search_text)
        VALUES (new.id, new.names, new.purposes, new.search_text);
    END
    """,
    """
    CREATE TRIGGER programmes_searchentry_gone AFTER DELETE ON programmes_searchentry BEGIN
        INSERT INTO programmes_searchindex(programmes_searchindex, rowid, names, purposes, search_text)
        VALUES ('delete', old.id, old.names, old.purposes, old.search_text);
    END
    """,
    """
    CREATE TRIGGER programmes_searchentry_changed AFTER UPDATE ON programmes_searchentry BEGIN
        INSERT INTO programmes_searchindex(programmes_searchindex, rowid, names, purposes, search_text)
        VALUES ('delete', old.id, old.names, old.purposes, old.search_text);
        INSERT INTO programmes_searchindex(rowid, names, purposes, search_text)
        VALUES (new.id, new.names, new.purposes, new.search_text);
    END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS programmes_searchentry_added",
    "DROP TRIGGER IF EXISTS programmes_searchentry_gone",
    "DROP TRIGGER IF EXISTS programmes_searchentry_changed",
    "DROP TABLE IF EXISTS programmes_searchindex",
)
TRIGRAMS = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
POSTGRESQL = (
    "CREATE INDEX programmes_searchindex ON programmes_searchentry"
    " USING gin (names gin_trgm_ops, purposes gin_trgm_ops, search_text gin_trgm_ops)"
)
POSTGRESQL_BACK = "DROP INDEX IF EXISTS programmes_searchindex"


def make_index(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "sqlite" and _has_full_text_search(connection):
        for statement in SQLITE:
            schema_editor.execute(statement)
    if connection.vendor == "postgresql" and _has_trigrams(connection):
        schema_editor.execute(POSTGRESQL)


def drop_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": SQLITE_BACK, "postgresql": (POSTGRESQL_BACK,)}.get(vendor, ()):
        schema_editor.execute(statement)


def _has_full_text_search(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'")
        return cursor.fetchone() is not None


def _has_trigrams(connection):
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(TRIGRAMS)
    except DatabaseError:
        return False
    return True


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]
    operations = [migrations.RunPython(make_index, drop_index)]
