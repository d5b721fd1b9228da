"""What kind of message this is: a request, an answer, a change, a question about the brand, or small talk."""

# ruff: noqa: E501
# A pattern or a list of words reads better on one line.
from __future__ import annotations

import re
from enum import Enum

from brandkit.briefs import ChannelName, Question
from brandkit.kit import BrandKit
from llm.house.changes import read_wish
from llm.house.channel_names import channel_called, without_channel
from llm.house.clauses import hear
from llm.house.hearing import plain, without_padding

_GREETING = re.compile(
    r"(?:hi|hiya|hey|hello|howdy|yo|good (?:morning|afternoon|evening)|morning)(?: there| team| all| everyone| copy\s?desk| desk)*[\s!.,👋🙂:)]*",
    re.IGNORECASE,
)
_MERE_NAME = 3
_THANKS = re.compile(
    r"(?:(?:ok|okay|great|perfect|lovely|nice|brilliant|awesome|super|cool)[\s,!.]*)*(?:thanks?(?: you)?|thx|ty|cheers|much appreciated|merci|danke)(?: (?:so much|a lot|very much|again|all|team|everyone|for \w+(?: \w+)*))*[\s!.🙏🙂👍:)]*"
    r"|(?:great|perfect|lovely|nice|brilliant|awesome|love it|looks good|well done|good job|nice work)[\s!.🙏🙂👍:)]*|[\s🙏👍🎉❤️🙌]+",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"(?:help(?: me)?|\?+|what can (?:you|this|it) do|what do you do|how (?:do|does|can) (?:you|this|it|i use (?:you|this|it)) ?(?:work)?|who are you|commands?|menu|usage|how does (?:this|it) work|how do i start)[\s?!.]*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:what(?:’s|'s)?|which|who|when|where|why|how|do|does|did|are|is|can|may|should|shall|must|could|would)\b",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:draft|write|create|prepare|compose|generate|craft|put together|come up with|(?:i|we) (?:need|want|would like)|can (?:you|i|we) (?:get|have|do|make))\b",
    re.IGNORECASE,
)
_WANTS_TO_KNOW = re.compile(
    r"^(?:do|does|are|is|should|may|must|which|when|why|who|where|what(?! about)|how(?! about))\b",
    re.IGNORECASE,
)
_CAN_YOU = re.compile(
    r"^(?:can|could|would|will) (?:you|i|we)(?: please)? (?:draft|write|create|make|prepare|get|have|do|give|shorten|add|remove|mention|use|drop|change|replace|help)\b",
    re.IGNORECASE,
)


_CHANGES_IT = re.compile(
    r"(?:please |also |and |now |then |but )*(?:add|mention|include|drop|remove|delete|cut|take out|leave out|change|replace|swap|shorten|make it|keep it|use|don[’']t|undo)\b",
    re.IGNORECASE,
)
"""How a change begins, whatever it goes on to be about: “add a PS about the deadline”."""


class Intent(Enum):
    """What the writer of a message wants from the desk."""

    REQUEST = "request"
    ANSWER = "answer"
    REFINEMENT = "refinement"
    QUESTION = "question"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"


def intent_of(
    text: str, *, kit: BrandKit, open_question: Question | None = None, has_draft: bool = False
) -> Intent:
    """What a message is for, given whether a question of ours is open and whether the thread has a draft."""
    words = plain(text).strip()
    small_talk = _small_talk(words)
    if small_talk is not None:
        return small_talk
    core = without_padding(words) or words
    if open_question is not None:
        return _while_asking(words, core, kit, open_question)
    if has_draft:
        return _while_drafted(words, core, kit)
    return Intent.QUESTION if _is_question(words, kit) else Intent.REQUEST


def _small_talk(words: str) -> Intent | None:
    if not words or _GREETING.fullmatch(words):
        return Intent.GREETING
    if _HELP.fullmatch(words):
        return Intent.HELP
    return Intent.THANKS if _THANKS.fullmatch(words) else None


def _while_asking(words: str, core: str, kit: BrandKit, question: Question) -> Intent:
    """An answer, unless it plainly asks something back. A whole request is read as an answer, too: it says more."""
    if question.missing == "channel" and channel_called(core, kit.channels):
        return Intent.ANSWER
    return Intent.QUESTION if words.endswith("?") and _is_question(words, kit) else Intent.ANSWER


def _while_drafted(words: str, core: str, kit: BrandKit) -> Intent:
    """A change to the draft, unless it is a whole new request or a question about the brand."""
    heard = hear(words, kit)
    changes = bool(read_wish(words).changes)
    if changes and _CHANGES_IT.match(_past_name(core, heard.channels, kit)):
        return Intent.REFINEMENT
    if (
        heard.channels
        and (heard.clear_topic or _MAKES.search(words))
        and (heard.topic or len(core.split()) > _MERE_NAME)
    ):
        return Intent.REQUEST
    if changes and not (words.endswith("?") and _is_question(words, kit) and not _CAN_YOU.match(words)):
        return Intent.REFINEMENT
    return Intent.QUESTION if _is_question(words, kit) else Intent.REFINEMENT


def _past_name(core: str, channels: tuple[ChannelName, ...], kit: BrandKit) -> str:
    """A reply without the name of a piece that it begins with: “email: add a PS”."""
    return next((without_channel(core, name, kit.channels) for name in channels), core)


def _is_question(words: str, kit: BrandKit) -> bool:
    """Whether a message asks for knowledge rather than for copy."""
    if words.endswith("?") and _WANTS_TO_KNOW.match(words):
        return True
    if _CAN_YOU.match(words) or (_MAKES.search(words) and hear(words, kit).channels):
        return False
    without_greeting = without_padding(words)
    if words.endswith("?"):
        return bool(_ASKS.match(words) or _ASKS.match(without_greeting)) or not hear(words, kit).channels
    return (
        bool(
            re.match(
                r"^(?:what|which|how do we|do we|can we|are we|should we|may we|is it)\b",
                words,
                re.IGNORECASE,
            )
        )
        and not hear(words, kit).channels
    )
