"""The house reader: a chat message becomes a brief, or the one question that is still open."""

# ruff: noqa: E501
# A question reads better on one line.

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from brandkit.briefs import Brief, ChannelName, Question
from brandkit.channels import Channel
from brandkit.kit import BrandKit
from llm.assignments import Ask
from llm.house import orders
from llm.house.channel_names import channel_called, joined_channels
from llm.house.clauses import hear
from llm.house.english import doing, without_stop
from llm.house.heard import Heard
from llm.house.hearing import plain, without_padding
from llm.house.other_channels import not_set_up
from llm.house.several_asks import asks_apart
from llm.house.spoken_languages import is_in_english
from llm.house.told_facts import is_told

_BOTH = re.compile(r"\b(?:both|all|each)\b", re.IGNORECASE)
_UNSAID = ChannelName("")
_MOST_CHOICES = 5
_IN_ENGLISH = Question(
    text="I can read requests only in English while no model is connected. In English, what should the copy be about?",
    missing="topic",
)


@dataclass(frozen=True)
class HouseReader:
    """Reads asks by rules. The same words always give the same brief."""

    async def read(self, ask: Ask) -> Brief | Question:
        """The brief when channel and topic are known, else the question that is missing."""
        return understand(ask)


def understand(ask: Ask) -> Brief | Question:
    """Read the thread in order, each message as an answer to the question the one before left open."""
    brief = ask.defaults or Brief(channel=_UNSAID, ask="", topic="", locale=_home_locale(ask.kit))
    open_question: Question | None = None
    for message in (*ask.earlier, ask.text):
        if not is_in_english(plain(message)):
            brief = _of_another_language(message, brief, ask.kit)
            open_question = (brief.topic and open_question) or _IN_ENGLISH
            continue
        apart = asks_apart(plain(message), ask.kit.channels) if open_question is None else ()
        if apart:
            open_question = _which_first(apart)
            continue
        brief = _after(message, brief, open_question, ask.kit)
        open_question = _missing(brief, hear(message, ask.kit), ask.kit)
    return open_question or brief


def _of_another_language(message: str, brief: Brief, kit: BrandKit) -> Brief:
    """The brief after words that rules cannot take apart: names and links mean the same in any language."""
    heard = hear(message, kit)
    return replace(
        brief,
        ask="\n".join(filter(None, (brief.ask, plain(message)))),
        channel=heard.channels[0] if len(heard.channels) == 1 else brief.channel,
        link=heard.link or brief.link,
        product=heard.product or brief.product,
    )


def _which_first(asks: tuple[str, ...]) -> Question:
    """The question where one message asks for pieces about different things."""
    quoted = tuple(f"“{each}”" for each in asks)
    return Question(
        text=f"These are {len(asks)} pieces about different things, and I write about one at a time. Which is first: {_either(quoted)}?",
        missing="channel",
        choices=asks,
    )


def _after(message: str, brief: Brief, question: Question | None, kit: BrandKit) -> Brief:
    """The brief after one more message."""
    heard = hear(message, kit)
    words = without_padding(orders.apart(plain(message)).rest)
    asked = replace(brief, ask="\n".join(filter(None, (brief.ask, plain(message)))))
    if question and question.missing == "channel":
        named = next(
            (each.name for each in kit.channels.values() if each.label in question.choices[:1]), None
        )
        channel = (
            heard.channels[0]
            if heard.channels
            else (named if _BOTH.search(words) else None) or channel_called(words, kit.channels)
        )
        return replace(
            _with(asked, heard, kit), channel=channel or brief.channel, topic=brief.topic or _topic_of(heard)
        )
    if question and question.missing == "topic":
        return replace(_with(asked, heard, kit), topic=_topic_of(heard) or words.rstrip("."))
    return _with(asked, heard, kit)


def _with(brief: Brief, heard: Heard, kit: BrandKit) -> Brief:
    """What was heard laid over what was known; only a topic named as such replaces another."""
    together = len(heard.channels) == 1 or joined_channels(heard.text, kit.channels)
    channel = heard.channels[0] if heard.channels and together else brief.channel
    topic = _topic_of(heard) if heard.clear_topic or not brief.topic else brief.topic
    return replace(
        brief,
        channel=channel,
        topic=topic or brief.topic,
        audience=heard.audience or brief.audience,
        objective=heard.objective or brief.objective,
        key_message=heard.key_message or brief.key_message,
        tone=heard.tone or brief.tone,
        call_to_action=heard.call_to_action or brief.call_to_action,
        link=heard.link or brief.link,
        must_mention=tuple(
            each
            for each in dict.fromkeys((*brief.must_mention, *heard.must_mention))
            if without_stop(each) != topic
        ),
        product=heard.product or brief.product,
        market=heard.market or brief.market or kit.home_market,
        locale=heard.locale or brief.locale,
        variants=heard.variants or brief.variants,
    )


def _topic_of(heard: Heard) -> str:
    """The topic, or what else says what the copy is about when nothing was named as its topic."""
    told = next(filter(is_told, heard.must_mention), "")
    named = heard.topic or heard.key_message or heard.product or without_stop(told)
    return named or doing(heard.call_to_action)


def _missing(brief: Brief, heard: Heard, kit: BrandKit) -> Question | None:
    """The one question to ask next, or None when a draft can be written."""
    if not brief.channel and len(heard.channels) > 1:
        named = tuple(kit.channels[name].label for name in heard.channels)
        return Question(
            text=f"Which do you want: {_either(named)}? Say “both” for all of them.",
            missing="channel",
            choices=named,
        )
    if not brief.channel:
        about = f" about {brief.topic}" if brief.topic else ""
        return Question(
            text=f"{_told_apart(heard, kit)}Which channel is the copy{about} for?",
            missing="channel",
            choices=_channel_choices(kit.channels),
        )
    if not brief.topic:
        label = kit.channels[brief.channel].label if brief.channel in kit.channels else brief.channel
        return Question(
            text=f"What should the {label} be about?", missing="topic", choices=kit.products[:_MOST_CHOICES]
        )
    return None


def _told_apart(heard: Heard, kit: BrandKit) -> str:
    """Two sentences before the question when the channel that was named is none of the brand's."""
    other = not_set_up(heard.text, kit.channels)
    if not other:
        return ""
    ours = tuple(channel.label for channel in kit.channels.values())
    return f"“{other}” is not set up as a channel here. I write for these: {', '.join(ours)}. "


def _channel_choices(channels: Mapping[ChannelName, Channel]) -> tuple[str, ...]:
    return tuple(channel.label for channel in channels.values())


def _either(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _home_locale(kit: BrandKit) -> str:
    return kit.locales[0] if kit.locales else "en"
