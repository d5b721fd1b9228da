"""The house answerer: the sentences of the best passage that answer best, word for word, with their place."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from brandkit.kit import BrandKit
from brandkit.passages import Passage, RankedPassage
from llm.assignments import Answer
from llm.house.english import sentences, with_stop
from llm.house.word_roots import roots
from llm.meaning import Embed

NOT_COVERED = "No guideline covers this."
_MOST_SENTENCES = 2
_CLOSE_TO_BEST = 0.9
_SHARED = 0.2
_LABEL_WORDS = 2
_MOST_TO_READ = 40


@dataclass(frozen=True, kw_only=True)
class HouseAnswerer:
    """Answers by quoting. `embed` tells which sentence is nearest; without it, shared words alone do."""

    embed: Embed | None = None

    async def answer(self, question: str, passages: Sequence[RankedPassage], kit: BrandKit) -> Answer:
        """The best sentences with their passage; that no guideline covers it when nothing was found.

        Which passages are evidence, and whether there are any, is the search's to say.
        """
        return await asyncio.to_thread(extract_answer, question, passages, kit, self.embed)


def extract_answer(
    question: str, passages: Sequence[RankedPassage], kit: BrandKit, embed: Embed | None = None
) -> Answer:
    """Quote the sentence of the first passage that fits best, and its neighbours in rank if as good.

    Sentences of further passages would be about something else in one of two answers.
    """
    if not passages:
        return Answer(text=NOT_COVERED, citations=(), covered=False)
    best = passages[0].passage
    said = _prose(best.text) or [best.text.strip()]
    fit = _fits(question, best, said, kit, embed)
    least = _CLOSE_TO_BEST * max(fit)
    order = sorted(range(len(said)), key=lambda at: (-fit[at], at))
    chosen = _unlike([at for at in order if fit[at] >= least], said)[:_MOST_SENTENCES]
    text = " ".join(with_stop(said[at]) for at in sorted(chosen))
    return Answer(text=text, citations=(best.id,), covered=True)


def _fits(
    question: str, passage: Passage, said: Sequence[str], kit: BrandKit, embed: Embed | None
) -> list[float]:
    """How well each sentence answers: near in meaning under its heading, and in the words of the question."""
    asked = roots(question) - roots(kit.name) or roots(question)
    shared = [len(asked & roots(each)) / max(len(asked), 1) for each in said]
    if embed is None:
        return shared
    heading = passage.heading[-1] if passage.heading else passage.document
    rows = embed([question, *(f"{heading}: {each}" for each in said)])
    near = (rows[1:] @ rows[0]).tolist()
    return [one + _SHARED * words for one, words in zip(near, shared, strict=True)]


def _prose(text: str) -> list[str]:
    """The sentences of a passage, without the marks of lists and quotations; rows of tables left out."""
    clean = (sentence.lstrip("-*•> #").strip() for sentence in sentences(text))
    kept = [each for each in clean if len(each.split()) > _LABEL_WORDS and "|" not in each]
    return kept[:_MOST_TO_READ]


def _unlike(places: Sequence[int], said: Sequence[str]) -> list[int]:
    """The sentences at these places without those that repeat one before them."""
    kept: list[int] = []
    for at in places:
        words = roots(said[at])
        if all(len(words & roots(said[each])) < 0.7 * len(words or {""}) for each in kept):
            kept.append(at)
    return kept
