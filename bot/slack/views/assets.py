"""The asset library in lists: the answer to /assets, and a part of App Home."""

from __future__ import annotations

from collections.abc import Iterable

from bot.slack import limits
from bot.slack.escaping import clip, escape, fallback, split
from bot.slack.ids import Action, Kind, Ref
from bot.slack.views.blocks import (
    button,
    context,
    moment,
    note,
    person,
    preformatted,
    rich,
    say,
    section,
    words,
)
from bot.slack.views.models import AssetLine, AssetResults, Block, Message
from brandkit.amounts import counted
from brandkit.sentences import sentence_spans

_TITLE = 150
_SNIPPET = 160
_QUERY = 80
_LISTED = 10
_PIECE = 2_900


def assets_message(results: AssetResults) -> Message:
    """What the library holds for a search."""
    told = found(results)
    shown = [block for each in results.lines[:_LISTED] for block in asset_blocks(each)]
    hidden = results.total - min(len(results.lines), _LISTED)
    more = [note("Search for more words to narrow it down, or page through them in App Home.")]
    return Message(
        text=fallback(told, limits.MESSAGE_TEXT),
        blocks=(section(words(told)), *shown, *(more if hidden > 0 else [])),
    )


def asset_file_message(title: str, text: str) -> Message:
    """An asset as it would be in a file, for workspaces that take none; the rest follows in the thread."""
    told = f"“{clip(title, _TITLE)}”, as it was approved, with how it came to be."
    first, *rest = [rich(preformatted(piece)) for piece in split(text, _PIECE)]
    return Message(
        text=fallback(told, limits.MESSAGE_TEXT),
        blocks=(section(words(told)), first),
        continuations=tuple(
            Message(text=fallback(f"{told} Part {number}.", limits.MESSAGE_TEXT), blocks=(piece,))
            for number, piece in enumerate(rest, start=2)
        ),
    )


def found(results: AssetResults) -> str:
    """How many assets there are, in words."""
    sought = f" for “{clip(results.query, _QUERY)}”" if results.query.strip() else ""
    if results.total == 0 and sought:
        return f"No asset{sought}. Try fewer words."
    if results.total == 0:
        return "No assets yet. What is approved lands here."
    return f"{counted(results.total, 'asset')}{sought}"


def beyond_title(title: str, texts: Iterable[str]) -> str:
    """What the texts say after the words that a title shows, from the beginning of a sentence.

    Only where nothing follows the sentence that a title cut does it go on with “…”, in the middle of it.
    """
    shown, tail = title.rstrip("…"), ""
    for text in texts:
        whole = " ".join(text.split())
        cut = shown != title and whole.startswith(shown)
        end = _past_sentence(whole, len(shown)) if cut else len(shown) if whole.startswith(shown) else 0
        if rest := whole[end:].strip():
            return rest
        tail = tail or (f"…{whole[len(shown) :].strip()}" if cut else "")
    return tail


def _past_sentence(text: str, at: int) -> int:
    """Where the sentence that a place lies in has ended."""
    return next((end for start, end in sentence_spans(text) if start < at <= end), len(text))


def asset_blocks(asset: AssetLine) -> list[Block]:
    """One asset in a list."""
    open_it = button("Open", Action.ASSET_OPEN, Ref(kind=Kind.ASSET, id=asset.id))
    told = clip(asset.title, _TITLE) or "Untitled"
    snippet = f"\n{clip(asset.snippet, _SNIPPET)}" if asset.snippet.strip() else ""
    approved = f"approved by {person(asset.approved_by)} · {moment(asset.approved_at)}"
    return [
        section(words(told + snippet), open_it),
        context(say(f"{escape(asset.channel_label)} · {approved}")),
    ]
