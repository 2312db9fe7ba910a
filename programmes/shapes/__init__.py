"""Shapes of plain data as JSON schemas, and what is wrong with data that has another. Knows no content and no row."""
