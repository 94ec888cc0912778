"""The shared ground: types, ids, schema, migrations, views, reads and writes of one SQLite file."""
