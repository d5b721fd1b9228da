"""What there is to say: the brief, the kit’s messages and its claims, as values for template slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brandkit.briefs import Brief
from brandkit.kit import BrandKit, Claim
from brandkit.passages import RankedPassage
from brandkit.template_text import capitalised
from brandkit.templates import Template
from llm.house import english, facts
from llm.house.leads import leads
from llm.house.mentions import mention_sentences, usable_claims, with_basis
from llm.house.next_steps import next_step
from llm.house.outlines import MESSAGE as OUTLINE
from llm.house.outlines import outline
from llm.house.slots import derived
from llm.house.word_roots import root, roots

_NEWS = re.compile(r"\b(?:new|launch\w*|announc\w*|introduc\w*|unveil\w*|available from)\b", re.IGNORECASE)
_PRESS = "press"
_DETAILS = frozenset({"benefit", "how", "detail", "question"})
_LEADING_LISTED = """
    hook question headline preheader news_headline news_lead news_body quote blog_title blog_meta
    blog_answer blog_why blog_how blog_product short sms relief steps cta
"""
LEADING = frozenset(_LEADING_LISTED.split())
"""Slots that open a piece: only a message that speaks of the whole topic may fill them."""


_TOPIC_FILLERS = (
    "new feature update launch announcement improvement release app tool product freelancer freelance client",
    "feature for people UK US EU Britain America Europe",
)


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything a template may be filled with for one variant.

    `message` is the name of the kit's message about the topic, empty when it has none. `mentions`
    are the sentences that say what the brief wants said.
    """

    values: Mapping[str, str]
    message: str
    mentions: tuple[str, ...]


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
    ours = [template for template in templates if template.is_message and _is_for(template, brief, kit)]
    messages = [message for message in ours if message.name != OUTLINE]
    message = message_about(brief, messages)
    claims = usable_claims(kit.claims, market=brief.market or kit.home_market, today=today)
    basics = _basics(brief, kit)
    said = _phrases([*(each for each in messages if not each.about), *filter(None, [message])], basics, turn)
    covered = message is not None and not basics.get("statement") and _tells_all(said, message, brief)
    if not covered:
        touches = message is not None and (
            _is_mostly(brief.topic, message) or bool(brief.product and brief.product == message.product)
        )
        said = _for_support(said, bare=touches and _lacks_facts(brief))
    basics |= {
        "product": brief.product or (message.product if message and covered else "") or basics["brand"]
    }
    others = [name for name in kit.products if name not in {basics["product"], kit.name}]
    about = message.about if message and covered else ()
    subject = roots(" ".join((brief.topic, brief.product, brief.key_message, *about)))
    proof = _proof(brief, subject, claims, turn, others) if covered or _lacks_facts(brief) else {}
    mentions = mention_sentences(
        brief.must_mention,
        claims,
        messages,
        basics,
        mandatories=kit.mandatories,
        to_reader=brief.channel != _PRESS,
    )
    values = {**said, **{slot: text for slot, text in {**basics, **proof}.items() if text}}
    values |= next_step(brief, values, claims)
    elsewhere = (*proof.values(), values.get("condition", ""))
    quoted = [
        said for wish, said in zip(brief.must_mention, mentions, strict=True) if facts.is_quotation(wish)
    ]
    values["quote_given"] = quoted[0] if quoted and brief.channel == _PRESS else ""
    elsewhere = (*elsewhere, values["quote_given"])
    sayings = [each for each in dict.fromkeys(mentions) if each and not _is_said(each, elsewhere)]
    values["mentions"] = " ".join(sayings)
    values |= leads(values, sayings, brief.must_mention, turn=turn)
    values |= derived(values, brief, kit, today)
    if not covered and _lacks_facts(brief):
        values |= outline(values, ours, passages, turn=turn)
    return Material(values=values, message=message.name if message and covered else "", mentions=mentions)


def _is_for(message: Template, brief: Brief, kit: BrandKit) -> bool:
    market = (brief.market or kit.home_market).lower()
    return not message.markets or market in {each.lower() for each in message.markets}


def _is_mostly(topic: str, message: Template) -> bool:
    """Whether most of a topic's words are those of a message, though the message does not tell all of it."""
    words, about = roots(topic), roots(" ".join(message.about))
    heads = roots(english.head_noun(topic))
    return 2 * len(words & about) >= len(words) + (not heads & about)


def _lacks_facts(brief: Brief) -> bool:
    """Whether a brief names its subject and nothing to say about it."""
    return not (brief.must_mention or brief.key_message)


def _for_support(said: Mapping[str, str], *, bare: bool) -> dict[str, str]:
    """Phrases of a message that only touches the topic: none that leads, and details for a bare brief."""
    kept = {slot: text for slot, text in said.items() if _plain_slot(slot) not in LEADING | _DETAILS}
    details = " ".join(filter(None, (said.get("benefit"), said.get("how"))))
    return kept | ({"support": details} if bare and details else {})


def _plain_slot(slot: str) -> str:
    """The slot without the number of its wording."""
    return re.sub(r"_\d+$", "", slot)


def _tells_all(said: Mapping[str, str], message: Template, brief: Brief) -> bool:
    """Whether the message speaks of the whole topic, so that the copy may start from it."""
    spoken = roots(" ".join((*said.values(), *message.about, *_TOPIC_FILLERS)))
    return roots(brief.topic) <= spoken


def _is_said(sentence: str, elsewhere: Iterable[str]) -> bool:
    return any(sentence in text for text in elsewhere)


def is_known(kit: BrandKit) -> bool:
    """Whether the kit names a brand, rather than only holding guidelines."""
    return bool(kit.description or kit.website or kit.products or kit.boilerplate)


def message_about(brief: Brief, messages: Iterable[Template]) -> Template | None:
    """The kit's message that fits the brief's subject best; None when none is about it."""
    ranked = [(_fit(message, brief), message) for message in messages if message.about]
    best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] > 0 else None


def _fit(message: Template, brief: Brief) -> float:
    """How well a message fits: its longest matching words count, the topic more than the rest."""
    if message.product and brief.product and message.product != brief.product:
        return 0.0
    around = " ".join((brief.key_message, brief.objective, *brief.must_mention))
    in_topic = max(
        (_matched(phrase, brief.topic) + _heads(phrase, brief.topic) for phrase in message.about), default=0
    )
    in_product = 1 if message.product and message.product == brief.product else 0
    in_rest = max((_matched(phrase, around) for phrase in message.about), default=0) if not brief.topic else 0
    return 2.0 * in_topic + in_product + 0.5 * in_rest


def _heads(phrase: str, topic: str) -> float:
    """More for a phrase that names what the topic is about: “reminders” in “the new invoice reminders”."""
    head = root(english.head_noun(topic).lower())
    return 1.5 if _matched(phrase, topic) and head in {root(word) for word in phrase.lower().split()} else 0.0


def _matched(phrase: str, text: str) -> int:
    """The number of words of the phrase if the text has them all, else 0."""
    words = [root(word.lower()) for word in re.findall(r"[\w’'-]+", phrase)]
    present = {root(word.lower()) for word in re.findall(r"[\w’'-]+", text)}
    return len(words) if words and set(words) <= present else 0


def _basics(brief: Brief, kit: BrandKit) -> dict[str, str]:
    """The slots that come from the brief and the kit's own name."""
    topic = english.lowered(brief.topic.strip().rstrip(".!")) or english.lowered(brief.product)
    audience = english.lowered(brief.audience)
    key = english.with_stop(capitalised(brief.key_message)) if brief.key_message else ""
    readers = re.sub(r"^(?:our|my|your)\s+", "", _as_a_group(brief.audience, kit) or audience)
    return {
        "brand": kit.name if is_known(kit) else "",
        "website": kit.website,
        "site": re.sub(r"^https?://(?:www\.)?", "", kit.website).rstrip("/"),
        "boilerplate": kit.boilerplate,
        "description": english.with_stop(kit.description) if kit.description else "",
        "audience": audience,
        "readers": readers if readers not in {"people", "everyone", "anyone", "public"} else "",
        "key_message": key,
        "link": brief.link,
        "news": "New" if _is_news(brief) else "",
        **_topic_slots(_celebrated(topic, brief)),
    }


def _as_a_group(audience: str, kit: BrandKit) -> str:
    """A persona as the people it stands for: “Ines, the small studio” is small studios; else empty."""
    persona = next((each for each in kit.personas if each.name == audience), None)
    _, comma, kind = persona.name.partition(",") if persona else ("", "", "")
    group = english.without_article(kind.strip())
    return english.pluralised(group) if comma and group else ""


def _is_news(brief: Brief) -> bool:
    before, _, after = brief.ask.partition(brief.topic)
    told = " ".join((brief.topic, brief.objective, before, *brief.must_mention))
    return bool(_NEWS.search(told) or re.match(r" (?:feature )?(?:launch|release)\b", after))


def _celebrated(topic: str, brief: Brief) -> str:
    """“celebrating 10 years” is no subject to talk about but something to say."""
    before = brief.ask.lower().partition(topic.lower())[0]
    is_thing = not (english.is_clause(topic) or english.is_gerund(topic) or english.is_question_topic(topic))
    return f"we’re celebrating {topic}" if is_thing and re.search(r"\bcelebrat\w+\s*$", before) else topic


def _topic_slots(topic: str) -> dict[str, str]:
    """The topic, and the one form of it (thing, doing, asking, statement) that it grammatically is."""
    bare = english.without_article(topic)
    slots = {"topic": topic, "topic_bare": bare}
    if english.is_question_topic(topic):
        return slots | {"asking": topic}
    if english.is_gerund(topic):
        return slots | {"doing": topic}
    if english.is_clause(topic):
        return slots | {"statement": facts.sentence_of(topic, to_reader=False)}
    plural = english.is_plural(topic)
    return slots | {
        "thing": topic,
        "thing_bare": bare,
        "is": "are" if plural else "is",
        "has": "have" if plural else "has",
        "does": "do" if plural else "does",
        "it": "they" if plural else "it",
        "them": "them" if plural else "it",
        "their": "their" if plural else "its",
    }


def _phrases(messages: Iterable[Template], basics: Mapping[str, str], turn: int) -> dict[str, str]:
    """The phrases of the messages; a later message's word goes over an earlier one's."""
    said: dict[str, str] = {}
    for message in messages:
        for phrases in message.phrases:
            filled = [
                text
                for each in phrases.texts
                if (text := each.fill({**basics, **said}, lambda count: turn % count))
            ]
            if filled:
                said[phrases.slot] = filled[turn % len(filled)]
                said |= {f"{phrases.slot}_{number}": text for number, text in enumerate(filled, start=1)}
    return said


def _proof(
    brief: Brief, subject: frozenset[str], claims: Sequence[Claim], turn: int, others: Sequence[str]
) -> dict[str, str]:
    """The claim closest to the subject, if any touches it; none that names another product (`others`)."""
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
