"""The shared values as plain data for a column, and back."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def pack(kind: type[T], value: T) -> Any:
    """Lists, dicts, texts, numbers: what JSON can hold. `kind` is the value's type."""
    return _adapter(kind).dump_python(value, mode="json")


def unpack(kind: type[T], plain: Any) -> T:
    """The value again. Fields that were added since take their defaults; unknown ones are left out."""
    value: T = _adapter(kind).validate_python(plain)
    return value


def prepared(kind: Any) -> None:
    """Work out now how values of this type are packed, which is done once for each type."""
    _adapter(kind)


def _adapter(kind: Any) -> TypeAdapter[Any]:
    return _built(kind)


@lru_cache
def _built(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
