"""Which tables of the database are the record's: other rooms keep theirs beside them."""

from __future__ import annotations

from sqlalchemy.schema import SchemaItem


def ours(
    _item: SchemaItem,
    _name: str | None,
    kind: str,
    reflected: bool,  # noqa: FBT001 — alembic's signature
    twin: SchemaItem | None,
) -> bool:
    """Leave alone what is in the database but not among our tables: jobs and guidelines live there too."""
    return not (kind == "table" and reflected and twin is None)
