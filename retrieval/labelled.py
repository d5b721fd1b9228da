"""Questions with the sections that answer them, as people label them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brandkit.errors import Refusal
from retrieval.metrics import Place


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A question with the sections that answer it (`gold`) and those that help (`also`).

    Without gold it is one that the guide does not cover, and nothing should be found.
    """

    id: str
    guide: str
    kind: str
    query: str
    gold: tuple[Place, ...] = ()
    also: tuple[Place, ...] = ()


def read_questions(path: Path) -> tuple[Labelled, ...]:
    """The labelled questions of a file, one JSON object a line. Raises Refusal naming the bad line."""
    questions: list[Labelled] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            questions += [_labelled(json.loads(line))] if line.strip() else []
        except (ValueError, KeyError, TypeError) as error:
            raise Refusal(
                f"Line {number} of {path} is not a labelled question. It needs id, guide, kind, query and "
                "gold, where gold is a list of {file, heading}, and empty for what no guideline covers."
            ) from error
    return tuple(questions)


def _labelled(plain: dict[str, Any]) -> Labelled:
    return Labelled(
        id=plain["id"],
        guide=plain["guide"],
        kind=plain.get("kind", ""),
        query=plain["query"],
        gold=tuple(Place(file=one["file"], heading=one["heading"]) for one in plain.get("gold", ())),
        also=tuple(Place(file=one["file"], heading=one["heading"]) for one in plain.get("also", ())),
    )
