"""The index behind the search: SQLite's and PostgreSQL's full-text search. Another database reads the entries.

Where SQLite has no FTS5 the same search works without, only slower.
"""

from django.db import migrations

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
# Each word stands behind its language, so that a look-up reads no other language's entries. The price keeps PostgreSQL from
# taking every entry apart to spare itself the index; only a function that it cannot look into has a price of its own.
POSTGRESQL = (
    """
    CREATE FUNCTION programmes_searchwords(language text, searched text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
    BEGIN
        RETURN array_to_tsvector(string_to_array(replace(searched, ' ', ' ' || language || ':'), ' '));
    END $$
    """,
    """
    CREATE INDEX programmes_searchindex ON programmes_searchentry USING gin (
        programmes_searchwords(language, names),
        programmes_searchwords(language, purposes),
        programmes_searchwords(language, search_text)
    )
    """,
)
POSTGRESQL_BACK = (
    "DROP INDEX IF EXISTS programmes_searchindex",
    "DROP FUNCTION IF EXISTS programmes_searchwords(text, text)",
)


def make_index(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "sqlite" and not _has_full_text_search(connection):
        return
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(connection.vendor, ()):
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}.get(vendor, ()):
        schema_editor.execute(statement)


def _has_full_text_search(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'")
        return cursor.fetchone() is not None


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]
    operations = [migrations.RunPython(make_index, drop_index)]
