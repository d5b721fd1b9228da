"""Writes a draft once more from its provenance, and says whether it came out equal or what differs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from brandkit.amounts import counted
from brandkit.drafts import Provenance, Variant, WriterKind
from brandkit.errors import Refusal
from llm.assignments import Assignment, Written
from llm.decoding import Sampling

_COMPARED = {
    "model": "model",
    "revision": "model revision",
    "engine": "engine",
    "adapter": "adapter",
    "kit_version": "kit version",
    "guideline_version": "guideline version",
    "passages": "passages",
    "examples": "examples",
    "prompt_hash": "prompt",
    "schema_hash": "form",
}


class CannotReplay(Refusal):
    """The provenance does not hold what is needed to write it again."""


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What came out. `causes` are the inputs that changed since; `equal` speaks of the copy alone."""

    written: Written
    equal: bool
    causes: tuple[str, ...]
    changed_fields: tuple[str, ...]


Write = Callable[[Assignment], Awaitable[Written]]


async def replay(write: Write, assignment: Assignment, *, before: Written) -> Replayed:
    """Write `assignment` as `before` was written, with the same seed; `write` samples as it did then.

    The assignment is rebuilt by the caller from what the record kept. The house writer gives the same
    copy always, a model on CPU too; on a GPU the size of a batch may tip a token, so a difference
    without a cause is possible.
    """
    provenance = before.provenance
    if provenance.writer is WriterKind.PERSON or provenance.seed is None:
        raise CannotReplay("A person wrote this version, so there is nothing to run again.")
    written = await write(replace(assignment, seed=provenance.seed))
    return Replayed(
        written=written,
        equal=_texts(written) == _texts(before),
        causes=tuple(_causes(provenance, written.provenance)),
        changed_fields=tuple(dict.fromkeys(_changed(before.variants, written.variants))),
    )


def sampling_of(provenance: Provenance) -> Sampling:
    """How the model chose its words then; raises CannotReplay where the record does not say."""
    kept: Mapping[str, str] = dict(provenance.sampling)
    try:
        return Sampling(temperature=float(kept["temperature"]), top_p=float(kept["top_p"]))
    except (KeyError, ValueError) as error:
        raise CannotReplay(
            "The record of this draft lacks its sampling, so it cannot be run again."
        ) from error


def _texts(written: Written) -> list[list[tuple[str, int, str]]]:
    return [[(part.field, part.index, part.text) for part in variant.parts] for variant in written.variants]


def _causes(before: Provenance, after: Provenance) -> Iterator[str]:
    for name, words in _COMPARED.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield f"{words}: was {_short(was)}, is {_short(now)}"


def _short(value: object) -> str:
    if isinstance(value, tuple):
        names = (each if isinstance(each, str) else each[0] for each in value)
        return f"{len(value)} ({', '.join(name[:8] for name in names)})"
    text = str(value)
    return f"{text[:12]}…" if len(text) == 64 and text.isalnum() else text or "none"  # noqa: PLR2004 — a SHA-256


def _changed(before: tuple[Variant, ...], after: tuple[Variant, ...]) -> Iterator[str]:
    if len(before) != len(after):
        yield f"{counted(len(after), 'variant')} instead of {len(before)}"
    for old, new in zip(before, after, strict=False):
        names = dict.fromkeys(part.field for part in (*old.parts, *new.parts))
        yield from (name for name in names if old.texts(name) != new.texts(name))
