"""Several pieces of copy from one message: each a request of its own, beside the first in the same thread."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from approvals.requests import Request
from approvals.states import RequestState
from bot.ids import stable_id
from bot.posts import Posts, Show
from bot.turns import Said, turn_key
from brandkit.briefs import Brief
from brandkit.drafts import RequestId
from brandkit.kit import BrandKit
from llm.deliverables import ALL, MOST, meant
from llm.house.channel_names import without_channel
from llm.house.hearing import plain


def beside(said: Said, request: Request, briefs: Sequence[Brief]) -> list[tuple[Said, Request]]:
    """What was said, once for each further piece, with the request that it makes.

    The same message gives the same keys, so that beginning again makes nothing twice.
    """
    parts = (
        replace(said, key=part_key(said.key, number), filled=(brief,))
        for number, brief in enumerate(briefs, start=2)
    )
    return [
        (
            part,
            replace(
                request,
                id=RequestId(stable_id("request", part.key)),
                brief=None,
                open_question=None,
                state=RequestState.READING,
            ),
        )
        for part in parts
    ]


def part_key(cause: str, number: int) -> str:
    """The key for the piece of that number, from 2, of what one event asks for."""
    return f"{cause}+{number}"


async def part_turns(
    connection: AsyncConnection, posts: Posts, cause: str
) -> AsyncIterator[tuple[str, Show]]:
    """The messages of the further pieces of one event: key, and what each shows now."""
    for number in range(2, MOST + 1):
        key = turn_key(part_key(cause, number))
        shown = await posts.showing(connection, key)
        if shown is not None:
            yield key, shown[0]


def in_order(pieces: Iterable[Request], kit: BrandKit) -> list[Request]:
    """Pieces as the kit names their channels and personas; what is not understood yet comes last."""
    channels, readers = list(kit.channels), [persona.name for persona in kit.personas]

    def place(piece: Request) -> tuple[int, int]:
        brief = piece.brief
        channel = channels.index(brief.channel) if brief and brief.channel in channels else len(channels)
        reader = readers.index(brief.audience) if brief and brief.audience in readers else len(readers)
        return channel, reader

    return sorted(pieces, key=place)


def addressed(text: str, pieces: Sequence[Request], kit: BrandKit) -> tuple[Request, ...]:
    """The pieces that a reply is about; none where it does not say which of several."""
    if len(pieces) == 1:
        return tuple(pieces)
    briefs = [piece.brief for piece in pieces if piece.brief is not None]
    return tuple(pieces[place] for place in meant(text, briefs, kit)) if len(briefs) == len(pieces) else ()


_BARE = frozenset(
    {
        "it",
        "the",
        "this",
        "that",
        "a",
        "one",
        "ones",
        "just",
        "only",
        "please",
        "and",
        "for",
        "in",
        "i",
        "mean",
    }
)
"""What may stand beside the names when a reply says nothing else."""


def names_only(text: str, pieces: Sequence[Request], kit: BrandKit) -> bool:
    """Whether a reply says which pieces are meant and nothing else: “all of them”, “the email”."""
    if len(pieces) == 1 or not addressed(text, pieces, kit):
        return False
    rest = ALL.sub("", plain(text))
    for piece in pieces:
        rest = without_channel(rest, piece.brief.channel, kit.channels) if piece.brief else rest
    return set(re.findall(r"\w+", rest.lower())) <= _BARE


def with_wish(said: Said, wish: str) -> Said:
    """A reply that names pieces, with the wish that we asked back about: “the email: shorter”."""
    return replace(said, text=f"{plain(said.text).rstrip(' .,!:')}: {wish}")


_ALL_FIRST = re.compile(rf"^\s*{ALL.pattern}\s*:\s*", re.IGNORECASE)


def for_piece(said: Said, piece: Request, number: int, kit: BrandKit) -> Said:
    """What was said as it concerns one of the pieces: “make the email shorter” is “make it shorter”."""
    text = without_channel(said.text, piece.brief.channel, kit.channels) if piece.brief else said.text
    text = ALL.sub("it", _ALL_FIRST.sub("", text))
    return replace(said, text=text or said.text, key=part_key(said.key, number) if number > 1 else said.key)


def which_piece(pieces: Sequence[Request], kit: BrandKit) -> str:
    """The question which of several pieces is meant."""
    names = list(dict.fromkeys(_name(piece, kit) for piece in pieces))
    either = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
    return (
        f"There are {len(pieces)} pieces in this thread. Which do you mean: {either}? "
        "Say it with its name, such as “make the email shorter”, or say “all of them”."
    )


def which_change(pieces: Sequence[Request], kit: BrandKit) -> str:
    """The question what to change, where a reply only names a piece."""
    names = list(dict.fromkeys(_name(piece, kit) for piece in pieces))
    return (
        f"What should I change? Say it with the piece it is for ({' or '.join(names)}), "
        "such as “make the email shorter”."
    )


def which_subject(said: Said) -> str:
    """What ties the questions which piece is meant to their thread."""
    return f"which:{said.channel}:{said.root}"


def _name(piece: Request, kit: BrandKit) -> str:
    """The label of its channel, and whom it is for where that tells it from others."""
    if piece.brief is None:
        return piece.ask
    channel = kit.channels.get(piece.brief.channel)
    label = f"the {channel.label}" if channel else piece.brief.channel
    persona = next((each.name for each in kit.personas if each.name == piece.brief.audience), "")
    return f"{label} for {persona.split(',')[0]}" if persona else label
