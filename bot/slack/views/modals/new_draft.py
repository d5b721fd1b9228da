"""The New draft form: a brief in a few boxes."""

from __future__ import annotations

from bot.slack import limits
from bot.slack.escaping import clip
from bot.slack.ids import Metadata, Modal
from bot.slack.views.blocks import asked, select, select_several, text_input
from bot.slack.views.modals.frame import Values, choice_in, modal, text_in, ticked_in
from bot.slack.views.models import FieldErrors, NewDraft, View
from brandkit.briefs import Brief, ChannelName
from llm.deliverables import TooManyPieces, pieces

CHANNEL, TOPIC, AUDIENCE, PERSONAS, TONE, LINK, MUST_MENTION, MARKET, VARIANTS = (
    "channel", "topic", "audience", "personas", "tone", "link", "must_mention", "market", "variants",
)  # fmt: skip
_SHORT = 300
_TOPIC_MOST = 2_000
_LIST = 1_000
_ANY_MARKET = "any"


def new_draft_view(form: NewDraft) -> View:
    """The form, with what is known already filled in."""
    brief = form.filled or Brief(channel=ChannelName(""), ask="", topic="")
    channels = {str(channel.name): channel.label for channel in form.channels}
    counts = {str(number): str(number) for number in range(1, form.most_variants + 1)}
    blocks = [
        asked(
            CHANNEL,
            "Channels",
            select_several(channels, [brief.channel], placeholder="Where will it appear?"),
            hint="With several, each gets a draft of its own.",
        ),
        asked(
            TOPIC,
            "What is it about?",
            _box(
                brief.topic,
                _TOPIC_MOST,
                "The new invoice reminders",
                multiline=True,
            ),
        ),
        asked(AUDIENCE, "For whom?", _box(brief.audience, _SHORT, "Freelancers"), optional=True),
        *_personas(form),
        asked(TONE, "Tone", _box(brief.tone, _SHORT, "Friendly"), optional=True),
        asked(LINK, "Link", _box(brief.link, limits.INPUT_TEXT, "https://"), optional=True),
        asked(
            MUST_MENTION,
            "Must mention",
            _box("\n".join(brief.must_mention), _LIST, multiline=True),
            hint="One thing a line.",
            optional=True,
        ),
        *_market(form, brief.market),
        asked(VARIANTS, "Variants", select(counts, str(brief.variants) if brief.variants > 0 else "1")),
    ]
    metadata = Metadata(origin=form.origin)
    return modal(Modal.NEW_DRAFT, "New draft", blocks, metadata=metadata, submit="Draft it")


def parse_new_draft(values: Values) -> tuple[Brief, ...] | FieldErrors:
    """A brief for each channel and persona that was chosen, or what is wrong by block id."""
    topic, link = text_in(values, TOPIC).strip(), text_in(values, LINK).strip()
    errors = _problems(values, topic=topic, link=link)
    if errors:
        return FieldErrors(by_block=errors)
    market = choice_in(values, MARKET)
    channels = tuple(map(ChannelName, ticked_in(values, CHANNEL)))
    brief = Brief(
        channel=channels[0],
        ask=topic,
        topic=topic,
        audience=text_in(values, AUDIENCE).strip(),
        tone=text_in(values, TONE).strip(),
        link=link,
        must_mention=tuple(filter(None, map(str.strip, text_in(values, MUST_MENTION).split("\n")))),
        market="" if market == _ANY_MARKET else market,
        variants=int(choice_in(values, VARIANTS) or 1),
    )
    try:
        return pieces(brief, channels, ticked_in(values, PERSONAS))
    except TooManyPieces as refusal:
        return FieldErrors(by_block={CHANNEL: str(refusal)})


def _problems(values: Values, *, topic: str, link: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not ticked_in(values, CHANNEL):
        errors[CHANNEL] = "Choose where it will appear."
    if not topic:
        errors[TOPIC] = "Say in a few words what it is about."
    if any(character.isspace() for character in link):
        errors[LINK] = "Enter one link, without spaces."
    return errors


def _box(filled: str, most: int, placeholder: str = "", *, multiline: bool = False) -> dict[str, object]:
    return text_input(clip(filled, most), multiline=multiline, placeholder=placeholder, most=most)


def _personas(form: NewDraft) -> list[dict[str, object]]:
    """The readers that the kit knows by name, each of whom may get a piece of their own."""
    known = {each: each for each in form.personas if 0 < len(each) <= limits.OPTION_TEXT}
    if not known:
        return []
    menu = select_several(known, placeholder="One draft for all")
    hint = "With personas, each gets a draft of its own."
    return [asked(PERSONAS, "Personas", menu, hint=hint, optional=True)]


def _market(form: NewDraft, chosen: str) -> list[dict[str, object]]:
    """The menu of markets, for kits that know any."""
    known = {each: each for each in form.markets if 0 < len(each) <= limits.OPTION_TEXT}
    if not known:
        return []
    menu = select({_ANY_MARKET: "Any market", **known}, chosen or _ANY_MARKET)
    return [asked(MARKET, "Market", menu, optional=True)]
