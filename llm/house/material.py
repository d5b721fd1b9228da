"""What there is to say: the brief, the kit’s messages and its claims, as values for template slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brandkit.briefs import Brief
from brandkit.kit import BrandKit, Claim
from brandkit.passages import RankedPassage
from brandkit.templates import Template
from llm.house.basics import basics
from llm.house.fact_sentences import is_quotation
from llm.house.guideline_facts import Stated, stated_on
from llm.house.kit_words import KitWords, lacks_facts, words_on
from llm.house.leads import leads
from llm.house.mentions import mention_sentences, usable_claims, with_basis
from llm.house.next_steps import next_step
from llm.house.outlines import MESSAGE as OUTLINE
from llm.house.outlines import outline
from llm.house.slots import derived
from llm.house.unwanted import is_unwanted, unwanted_in
from llm.house.word_roots import roots

_PRESS = "press"
_OTHERS = re.compile(r"\b(?:clients?|suppliers?|employers?|landlords?)\b", re.IGNORECASE)
"""Where the topic is somebody else, “they” are not the readers."""
_OUTLINED = frozenset({"blog"})
"""Channels too long to be filled without facts: they get an outline."""
_ENOUGH_FACTS = 3
"""Copy with so many facts of its brief needs none of the guidelines'."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything a template may be filled with for one variant.

    `message` is the name of the kit's message about the topic, empty when it has none. `mentions`
    are the sentences that say what the brief wants said, `stated` what guidelines state on the topic and
    the copy may say where the brief leaves room.
    """

    values: Mapping[str, str]
    message: str
    mentions: tuple[str, ...]
    stated: tuple[Stated, ...] = ()


def gather(
    brief: Brief,
    kit: BrandKit,
    *,
    templates: Sequence[Template],
    today: date | None,
    turn: int,
    passages: Sequence[RankedPassage] = (),
) -> Material:
    """The material for one variant; `turn` counts variants, so that each may use another phrase."""
    ours, claims = _sources(brief, kit, templates, today)
    messages = [message for message in ours if message.name != OUTLINE]
    known = basics(brief, kit)
    words = words_on(brief, messages, known, turn=turn)
    known |= {"product": brief.product or (words.message.product if words.message else "") or known["brand"]}
    proof = _proof(brief, words, claims, turn, others=_other_products(kit, known["product"]))
    mentions = mention_sentences(
        brief.must_mention,
        claims,
        messages,
        known,
        mandatories=kit.mandatories,
        to_reader=brief.channel != _PRESS and not _OTHERS.search(brief.topic),
    )
    values = {**words.phrases, **{slot: text for slot, text in {**known, **proof}.items() if text}}
    values |= next_step(brief, values, claims)
    values["quote_given"] = _quotation(brief, mentions)
    sayings = _unsaid(mentions, (*proof.values(), values.get("condition", ""), values["quote_given"]))
    stated = () if words.message else _beside(stated_on(brief.topic, passages), sayings, brief)
    is_outline = words.message is None and lacks_facts(brief) and brief.channel in _OUTLINED
    told = sayings if is_outline else [*sayings, *(each.sentence for each in stated)]
    values["mentions"] = " ".join(told)
    values |= leads(values, told, (*brief.must_mention, *told[len(sayings) :]), turn=turn)
    values |= derived(values, brief, kit, today)
    if is_outline:
        values |= outline(values, ours, stated, turn=turn)
    return Material(
        values=values,
        message=words.message.name if words.message else "",
        mentions=mentions,
        stated=stated,
    )


def _sources(
    brief: Brief, kit: BrandKit, templates: Sequence[Template], today: date | None
) -> tuple[list[Template], list[Claim]]:
    """The messages and the claims for this brief: of its market, and nothing that it does not want said."""
    unwanted = unwanted_in(brief.ask)
    messages = [
        each
        for each in templates
        if each.is_message
        and _is_for(each, brief, kit)
        and not is_unwanted(" ".join((each.product, *each.about)), unwanted)
    ]
    claims = usable_claims(kit.claims, market=brief.market or kit.home_market, today=today)
    return messages, [claim for claim in claims if not is_unwanted(claim.text, unwanted)]


def _is_for(message: Template, brief: Brief, kit: BrandKit) -> bool:
    market = (brief.market or kit.home_market).lower()
    return not message.markets or market in {each.lower() for each in message.markets}


def _other_products(kit: BrandKit, product: str) -> Sequence[str]:
    return [name for name in kit.products if name not in {product, kit.name}]


def _quotation(brief: Brief, mentions: Sequence[str]) -> str:
    """What the brief quotes somebody with, for a release; empty elsewhere."""
    if brief.channel != _PRESS:
        return ""
    pairs = zip(brief.must_mention, mentions, strict=True)
    return next((said for wish, said in pairs if is_quotation(wish)), "")


def _beside(stated: Sequence[Stated], sayings: Sequence[str], brief: Brief) -> tuple[Stated, ...]:
    """What guidelines state and the brief has not said, as far as it leaves room for facts beside its own."""
    room = max(0, _ENOUGH_FACTS - len(sayings) - bool(brief.key_message))
    said = roots(" ".join((brief.topic, brief.key_message, *sayings)))
    return tuple(each for each in stated if not roots(each.sentence) <= said)[:room]


def _unsaid(mentions: Iterable[str], elsewhere: Sequence[str]) -> list[str]:
    """The sentences for what the brief wants said, each once, without those that stand elsewhere."""
    return [each for each in dict.fromkeys(mentions) if each and not any(each in text for text in elsewhere)]


def _proof(
    brief: Brief, words: KitWords, claims: Sequence[Claim], turn: int, *, others: Sequence[str]
) -> dict[str, str]:
    """The claim closest to the subject, if any touches it; none that names another product (`others`).

    Copy that a brief fills with facts of its own gets none.
    """
    if words.message is None and not lacks_facts(brief):
        return {}
    about = words.message.about if words.message else ()
    subject = roots(" ".join((brief.topic, brief.product, brief.key_message, *about)))
    near = sorted(
        (
            claim
            for claim in claims
            if _is_near(claim, subject, brief) and not any(name in claim.text for name in others)
        ),
        key=lambda claim: -len(roots(claim.text) & subject),
    )
    if not near:
        return {}
    more = [claim for claim in near if claim is not near[turn % len(near)]]
    proofs = {"proof": near[turn % len(near)], **({"proof_more": more[0]} if more else {})}
    return {slot: with_basis(claim) for slot, claim in proofs.items()}


def _is_near(claim: Claim, subject: frozenset[str], brief: Brief) -> bool:
    """Whether a claim is about the subject: it names the product, or shares two words that carry meaning."""
    return bool(brief.product and brief.product in claim.text) or len(roots(claim.text) & subject) > 1
