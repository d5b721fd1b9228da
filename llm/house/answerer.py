"""The house answerer: the sentences of the guidelines that answer best, word for word, with their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brandkit.kit import BrandKit
from brandkit.passages import PassageId, RankedPassage
from llm.assignments import Answer
from llm.house.english import sentences, with_stop
from llm.house.word_roots import roots

NOT_COVERED = "No guideline covers this."
_MOST_SENTENCES = 3
_ENOUGH = 0.34
_CLOSE_TO_BEST = 0.6
_LABEL_WORDS = 2
_ASKING_WORDS = roots(
    "guideline guidelines brand say says rule rules should write writing word words allowed allow ok okay "
    "possible "
    "tell "
    "does mean copy please policy way people someone"
)


@dataclass(frozen=True, kw_only=True)
class Extract:
    """One sentence of a passage and how well it answers."""

    text: str
    passage: PassageId
    fit: float


@dataclass(frozen=True)
class HouseAnswerer:
    """Answers by quoting. What no passage says, it does not say."""

    async def answer(self, question: str, passages: Sequence[RankedPassage], kit: BrandKit) -> Answer:
        """The best sentences with their passages, or that no guideline covers the question."""
        return extract_answer(question, passages, kit)


def extract_answer(question: str, passages: Sequence[RankedPassage], kit: BrandKit) -> Answer:
    """Choose up to three sentences that share the question's words, from the passages that fit it best."""
    asked = roots(question) - roots(kit.name) or roots(question)
    wanted = asked - _ASKING_WORDS or asked
    ranked = sorted(_extracts(wanted, passages), key=lambda extract: -extract.fit)
    if not ranked or ranked[0].fit < _ENOUGH:
        return Answer(text=NOT_COVERED, citations=(), covered=False)
    best = [extract for extract in ranked if extract.fit >= _CLOSE_TO_BEST * ranked[0].fit]
    chosen = _unlike(best)[:_MOST_SENTENCES]
    return Answer(
        text=" ".join(with_stop(extract.text) for extract in chosen),
        citations=tuple(dict.fromkeys(extract.passage for extract in chosen)),
        covered=True,
    )


def _extracts(wanted: frozenset[str], passages: Sequence[RankedPassage]) -> Iterator[Extract]:
    for ranked in passages:
        heading = roots(" ".join(ranked.passage.heading[-2:]))
        in_heading = len(wanted & heading) / len(wanted) if wanted else 0.0
        for place, sentence in enumerate(_prose(ranked.passage.text)):
            own = len(wanted & roots(sentence)) / len(wanted) if wanted else 0.0
            opening = 0.15 if place == 0 else 0.0
            fit = own + 0.5 * in_heading + 0.25 * ranked.score + (opening if own or in_heading else 0.0)
            if own or in_heading:
                yield Extract(
                    text=sentence,
                    passage=ranked.passage.id,
                    fit=fit * (1.0 if own + in_heading >= _ENOUGH else 0.0),
                )


def _prose(text: str) -> Iterator[str]:
    """The sentences of a passage, without the marks of lists and quotations."""
    for sentence in sentences(text):
        clean = sentence.lstrip("-*•> #").strip()
        if len(clean.split()) > _LABEL_WORDS and "|" not in clean:
            yield clean


def _unlike(extracts: Sequence[Extract]) -> list[Extract]:
    """The extracts without those that repeat one before them."""
    kept: list[Extract] = []
    for extract in extracts:
        words = roots(extract.text)
        if all(len(words & roots(each.text)) < 0.7 * len(words or {""}) for each in kept):
            kept.append(extract)
    return kept
