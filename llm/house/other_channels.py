"""Channels that people ask for and the brand has not set up, so that the desk can say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from brandkit.briefs import ChannelName
from brandkit.channel_files import shipped_formats
from brandkit.channels import Channel
from llm.house import english
from llm.house.channel_names import find_channels, topic_start

_SHORT: Mapping[str, tuple[str, ...]] = {
    "Instagram": ("instagram", "insta", "ig post", "ig caption"),
    "Facebook": ("facebook", "fb post", "fb"),
    "TikTok": ("tiktok", "tik tok"),
    "YouTube": ("youtube",),
    "WhatsApp": ("whatsapp",),
    "Threads": ("on threads", "for threads", "threads post"),
    "Bluesky": ("bluesky", "bsky"),
    "Mastodon": ("mastodon",),
    "Pinterest": ("pinterest",),
    "Reddit": ("reddit",),
    "Discord": ("discord",),
    "Telegram": ("telegram",),
    "Snapchat": ("snapchat",),
    "Push notification": ("push notification", "push message"),
    "App store page": ("app store page", "app store listing", "play store listing"),
    "Web page": ("landing page", "web page", "webpage", "website copy"),
    "Print": ("flyer", "leaflet", "brochure", "poster", "billboard", "print ad"),
    "Audio and video": ("podcast", "radio spot", "radio ad", "video script", "tv spot", "tv ad"),
}
"""What people call channels that come without a format to write, or with one for checks alone."""


HOW_TO_SET_UP = (
    "Whoever looks after the brand kit can add one with a file in its channels folder; docs/kits.md says how."
)


def not_set_up(text: str, channels: Mapping[ChannelName, Channel]) -> str:
    """The channel that a message asks for by name and that is not among `channels`; empty when there is none.

    Names in the topic do not count: “about our Instagram account”. A channel of the kit's own is set up.
    """
    return next(_others(text, channels), "")


def note_on_others(ask: str, channels: Mapping[ChannelName, Channel]) -> str:
    """What to say of channels that were asked for in one breath with one that is set up; else empty."""
    others = tuple(dict.fromkeys(_left_aside(ask, channels)))
    if not others:
        return ""
    is_not = "it is not set up as a channel" if len(others) == 1 else "they are not set up as channels"
    return f"There is no piece for {english.listed(others)}: {is_not} here. {HOW_TO_SET_UP}"


def _left_aside(text: str, channels: Mapping[ChannelName, Channel]) -> Iterator[str]:
    for sentence in re.split(r"[.?!;\n]\s*", text):
        if find_channels(sentence, channels) and not _TAKES_BACK.search(sentence):
            yield from _others(sentence, channels)


def _others(text: str, channels: Mapping[ChannelName, Channel]) -> Iterator[str]:
    """The channels named before the topic that are none of `channels`, the most exact name for each."""
    asked = text[: topic_start(text)]
    own = " ".join(
        word.lower()
        for channel in channels.values()
        for word in (channel.name, channel.label, *channel.aliases)
    )
    for label, call in _calls():
        name = rf"(?<![\w@/.-]){re.escape(call)}(?![\w@]|\.\w)"
        found = re.search(name, asked, re.IGNORECASE)
        if call not in own and found and not _is_subject(asked, found):
            asked = re.sub(name, " ", asked, flags=re.IGNORECASE)
            yield label


def _is_subject(asked: str, found: re.Match[str]) -> bool:
    """Whether a name stands for what the piece is about: “a tweet for our podcast with Ama”."""
    before, after = asked[: found.start()], asked[found.end() :]
    ours = re.search(r"\b(?:our|my|the new|a new) (?:\w+ )?$", before, re.IGNORECASE)
    return bool(ours and re.match(r"\s+(?!and\b|or\b|plus\b|post\b|please\b)\w", after))


_TAKES_BACK = re.compile(r"\b(?:not?|instead|rather|isn[’']t|don[’']t|without)\b", re.IGNORECASE)


def _calls() -> Iterator[tuple[str, str]]:
    """What to call each channel, and a name that people use for it; the exact names first."""
    for known in shipped_formats().values():
        yield known.label, known.label.lower()
    for label, calls in _SHORT.items():
        yield from ((label, call) for call in calls)
