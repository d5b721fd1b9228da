"""How far a passage carries a sentence: shared words, nearness in meaning, and when both are weak."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from brandkit.passages import Passage, PassageId
from brandkit.sentences import sentence_spans
from llm.house.word_roots import roots
from llm.meaning import Embed

NEAR = 0.55
"""From this nearness on, a sentence rests on its passage though it says so in other words.

Chosen with `SHARED` by cross-validation, one passage left out at a time, on 202 pairs labelled by one
person (kits/ledgerline/support.jsonl and bench/data/support-guides.jsonl), with all-MiniLM-L6-v2. On the
passages left out, the mark agrees with the label in 184 of 202, 91 % (95 % interval 86 to 94): 74 of 77
supported and 29 of 36 partly supported sentences are not marked, 81 of 89 unsupported ones are. The values
before, 0.35 and 0.3, agree in 177. What no such measure sees is a sentence that says the opposite, or adds
what is untrue, in its passage's own words. `copydesk eval support` measures it again."""
SHARED = 0.3
"""A sentence that shares so much of its words with a passage rests on it, whatever the vectors say."""


@dataclass(frozen=True, kw_only=True)
class Support:
    """How far a passage carries one sentence, both from 0 to 1.

    `shared` is the share of the sentence's words that the passage has; `nearness` the cosine to the
    nearest sentence of the passage, None where nothing was there to measure it.
    """

    passage: PassageId
    shared: float
    nearness: float | None = None

    @property
    def is_weak(self) -> bool:
        """Whether the passage says little about it."""
        return not is_carried(self.shared, self.nearness)


def is_carried(shared: float, nearness: float | None, *, enough: float = SHARED, near: float = NEAR) -> bool:
    """Whether a sentence with this support rests on its passage; one of the two measures is enough."""
    return shared >= enough or (nearness is not None and nearness >= near)


def shared_words(text: str, source: str) -> float:
    """The share of the words that carry meaning in `text` which `source` has too, whatever their endings."""
    said = roots(text)
    return len(said & roots(source)) / len(said) if said else 0.0


def nearness_of(
    sentences: Sequence[str], passages: Sequence[Passage], embed: Embed | None
) -> Callable[[str, Passage], float | None]:
    """A measure of how near each of the sentences is to each of the passages, in two batches of texts.

    Without `embed` it gives None for all of them.
    """
    if embed is None or not sentences or not passages:
        return lambda _sentence, _passage: None
    texts = list(dict.fromkeys(sentences))
    rows = dict(zip(texts, embed(texts), strict=True))
    said = {each.id: _said(each) for each in passages}
    vectors = embed([line for lines in said.values() for line in lines])
    ends = np.cumsum([len(lines) for lines in said.values()])
    of_passage: Mapping[PassageId, np.ndarray] = dict(zip(said, np.split(vectors, ends[:-1]), strict=True))

    def nearness(sentence: str, passage: Passage) -> float:
        return float(np.clip((of_passage[passage.id] @ rows[sentence]).max(), 0.0, 1.0))

    return nearness


def _said(passage: Passage) -> list[str]:
    """The sentences of a passage, each a text to be near to; its headings say what it is about."""
    spans = sentence_spans(passage.text, lines_end_sentences=True)
    heading = " › ".join(passage.heading)
    return [*(passage.text[start:end] for start, end in spans), *([heading] if heading else [])]
