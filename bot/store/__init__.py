"""The only room that knows SQL: models, queries, migrations."""
