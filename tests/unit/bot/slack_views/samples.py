"""Drafts, findings and passages of every size, and what a view shows of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import slackblocks.blocks as oracle
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView
from slackblocks import rich_text
from slackblocks._surfaces import validate_surface_blocks

from bot.slack import limits
from bot.slack.views.models import Message, Standing, Status
from brandkit.briefs import Brief, ChannelName
from brandkit.channels import Channel, Field, Limit, Unit
from brandkit.drafts import Citation, Draft, DraftId, Part, Provenance, RequestId, Variant, WriterKind
from brandkit.findings import Deduction, Finding, Fix, ScoreCard, Severity
from brandkit.passages import Passage
from sandbox.block_limits.surfaces import problems_of_message, problems_of_view

unhurried = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
"""Texts are long and machines are shared: how long one example takes says nothing."""

NOW = datetime(2026, 11, 12, 14, 5, tzinfo=UTC)


def _field(
    name: str, limit: int | None, *, unit: Unit = Unit.CODE_POINTS, most: int = 1, least: int = 1
) -> Field:
    known = (
        (Limit(value=limit, unit=unit, hard=True, source="test", checked_on=date(2026, 11, 1)),)
        if limit
        else ()
    )
    return Field(
        name=name,
        label=name.replace("_", " ").capitalize(),
        limits=known,
        at_least=least,
        at_most=most,
        multiline=name == "body",
    )


LINKEDIN = Channel(
    name=ChannelName("linkedin"),
    label="LinkedIn post",
    fields=(_field("body", 3_000, unit=Unit.UTF16), _field("hashtags", None, most=5, least=0)),
)
AD = Channel(
    name=ChannelName("ad"),
    label="Search ad",
    fields=(
        _field("headlines", 30, unit=Unit.DOUBLE_WIDTH, most=15, least=3),
        _field("descriptions", 90, unit=Unit.DOUBLE_WIDTH, most=4, least=2),
        _field("path", 15, most=2, least=0),
    ),
)
BLOG = Channel(
    name=ChannelName("blog"),
    label="Blog post",
    fields=(_field("title", 70), _field("meta_description", 160), _field("body", None)),
)

_ODD = [
    "👩‍👩‍👧",
    "🇩🇪",
    "é",
    "שלום עולם",
    "مرحبا",
    "*bold* _it_ ~no~ `code`",
    "<!channel> <@U1> & <#C1>",
    "\n\n",
    "\n",
    " ",
    "@here",
]
prose = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from([*_ODD, "word ", "Ledgerline "]), max_size=20).map("".join)
)


@st.composite
def long_text(draw: st.DrawFn, most: int = 40_000) -> str:
    """Up to `most` code points without making the search itself slow: a seed said many times."""
    seed = draw(prose)
    times = draw(st.integers(1, 2_000))
    return (seed * times)[: draw(st.integers(1, most))]


texts = st.one_of(prose, long_text())
passages = st.builds(
    Passage,
    document=st.sampled_from(["voice_and_tone.md", "brand guide <v2>.pdf", "a" * 200 + ".docx"]),
    version=st.sampled_from(["v2", "3"]),
    heading=st.lists(prose.filter(str.strip), max_size=3).map(tuple),
    text=st.one_of(prose, long_text(most=6_000)),
    page=st.one_of(st.none(), st.integers(1, 400)),
)
findings = st.builds(
    Finding,
    rule=st.sampled_from(["terms.banned", "limits.x", "style.exclamation"]),
    severity=st.sampled_from(Severity),
    message=st.one_of(prose, long_text(most=2_000)),
    start=st.just(0),
    end=st.just(0),
    match=prose,
    field=st.sampled_from(["", "body", "headlines", "gone"]),
    index=st.integers(0, 14),
    fixes=st.lists(st.builds(Fix, replacement=prose, safe=st.booleans(), label=st.just("")), max_size=2).map(
        tuple
    ),
)
scores = st.one_of(
    st.none(),
    st.builds(
        ScoreCard,
        full=st.just(100),
        deductions=st.lists(
            st.builds(
                Deduction,
                rule=st.text(min_size=1, max_size=60),
                severity=st.sampled_from(Severity),
                findings=st.integers(1, 50),
                points=st.integers(0, 300),
            ),
            max_size=30,
        ).map(tuple),
    ),
)
statuses = st.builds(
    Status,
    standing=st.sampled_from(Standing),
    by=st.sampled_from(["", "U012AB", "not an id <x>"]),
    at=st.one_of(st.none(), st.just(NOW)),
    reason=st.one_of(st.just(""), texts),
    labels=st.lists(st.sampled_from(["timing", "tone_mismatch", "odd_one"]), max_size=3, unique=True).map(
        tuple
    ),
    newest=st.one_of(st.none(), st.integers(2, 90)),
    with_changes=st.booleans(),
)
channels = st.sampled_from([LINKEDIN, AD, BLOG])


@st.composite
def parts_of(draw: st.DrawFn, channel: Channel, text: st.SearchStrategy[str] = texts) -> tuple[Part, ...]:
    """Copy in a channel's fields, in the channel's order."""
    parts: list[Part] = []
    for field in channel:
        count = draw(st.integers(1, field.at_most))
        parts += [Part(field=field.name, text=draw(text), index=index) for index in range(count)]
    return tuple(parts)


def a_brief(**changes: Any) -> Brief:
    """A brief with what a test does not name filled in."""
    return Brief(
        **({"channel": ChannelName("linkedin"), "ask": "a post", "topic": "Invoice reminders"} | changes)
    )


def a_draft(*variants: Variant, number: int = 2, **changes: Any) -> Draft:
    """A draft of these variants."""
    fields: dict[str, Any] = {
        "id": DraftId("d1"),
        "request": RequestId("r1"),
        "number": number,
        "brief": a_brief(),
        "variants": variants or (a_variant(),),
        "provenance": Provenance(writer=WriterKind.HOUSE),
        "created_at": NOW,
    }
    return Draft(**(fields | changes))


def a_variant(body: str = "Get paid on time.", *, cites: Sequence[Passage] = ()) -> Variant:
    """A LinkedIn post."""
    return Variant(
        parts=(Part(field="body", text=body),),
        citations=tuple(Citation(passage=each.id, field="body") for each in cites),
    )


def a_finding(message: str = "Say invoice.", severity: Severity = Severity.ERROR, **changes: Any) -> Finding:
    """A finding in the body."""
    fields: dict[str, Any] = {"rule": "terms.banned", "start": 0, "end": 4, "match": "bill", "field": "body"}
    return Finding(message=message, severity=severity, **(fields | changes))


def a_passage(text: str = "We say it straight.", **changes: Any) -> Passage:
    """A passage of the voice guide."""
    fields: dict[str, Any] = {
        "document": "voice.pdf",
        "version": "v2",
        "heading": ("Voice and tone", "Be direct"),
        "page": 3,
    }
    return Passage(text=text, **(fields | changes))


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Draft, Channel, tuple[Passage, ...]]:
    """Any draft there can be: up to five variants, thirty citations, forty thousand characters."""
    channel = draw(channels)
    known = tuple(draw(st.lists(passages, max_size=30, unique_by=lambda each: each.id)))
    variants = []
    for _ in range(draw(st.integers(1, 5))):
        cites = tuple(Citation(passage=each.id, field=channel.fields[0].name) for each in known)
        gaps = tuple(draw(st.lists(prose, max_size=4)))
        variants.append(Variant(parts=draw(parts_of(channel)), citations=cites, gaps=gaps))
    provenance = Provenance(
        writer=draw(st.sampled_from(WriterKind)), model=draw(prose), seed=7, note=draw(prose)
    )
    draft = a_draft(
        *variants,
        provenance=provenance,
        change=draw(texts),
        brief=a_brief(topic=draw(texts), audience=draw(prose), market=draw(prose)),
    )
    return draft, channel, known


def later(hours: int) -> datetime:
    """So many hours from now."""
    return NOW + timedelta(hours=hours)


# ---- what Slack would say ---------------------------------------------------------------------


def assert_postable(message: Message) -> None:
    """Our own limits, the sandbox's, the SDK's models and slackblocks all accept every message."""
    for each in (message, *message.continuations):
        assert limits.message_problems(each.text, each.blocks) == ()
        assert list(problems_of_message(list(each.blocks))) == []
        _assert_models_accept(each.blocks, "message")


def assert_openable(view: Mapping[str, Any]) -> None:
    """The same for a modal or a home tab."""
    assert limits.view_problems(view) == ()
    assert list(problems_of_view(dict(view))) == []
    _assert_models_accept(view["blocks"], "home" if view["type"] == "home" else "modal")
    SdkView(**{**view, "blocks": view["blocks"]}).validate_json()


_ORACLE = {"section": oracle.SectionBlock, "header": oracle.HeaderBlock}


def _assert_models_accept(blocks: Sequence[Mapping[str, Any]], surface: str) -> None:
    validate_surface_blocks(list(blocks), surface)
    for block in blocks:
        parsed = SdkBlock.parse(dict(block))
        assert parsed is not None
        assert parsed.to_dict()["type"] == block["type"]
        if block["type"] in _ORACLE and "accessory" not in block:
            _ORACLE[block["type"]].from_dict(dict(block))
        if block["type"] == "rich_text":
            oracle.RichTextBlock(elements=[_oracle_rich(each) for each in block["elements"]])


def _oracle_rich(element: Mapping[str, Any]) -> Any:
    """A rich text element in the other library's own classes, which check it when they are made."""
    if element["type"] == "rich_text_list":
        items = [_oracle_rich(each) for each in element["elements"]]
        return rich_text.RichTextList(element["style"], items, offset=element.get("offset", 0))
    runs = [
        rich_text.RichTextUser(each["user_id"])
        if each["type"] == "user"
        else rich_text.RichText(each["text"], **each.get("style", {}))
        for each in element["elements"]
    ]
    kinds = {"rich_text_section": rich_text.RichTextSection, "rich_text_quote": rich_text.RichTextQuote}
    return kinds[element["type"]](runs)


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Everything in a payload that is an object."""
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from objects(inner)


def buttons(blocks: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Label and value of every button."""
    return {
        each["text"]["text"]: each.get("value", "")
        for each in objects(list(blocks))
        if each.get("type") == "button"
    }


def shown(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Every text in reading order, a line each."""
    return "\n".join(each["text"] for each in objects(list(blocks)) if isinstance(each.get("text"), str))


def quoted_copy(message: Message) -> str:
    """The copy on a card and below it: what stands in quotations and numbered lists."""
    found: list[str] = []
    for block in (block for each in (message, *message.continuations) for block in each.blocks):
        for element in block.get("elements", []) if block["type"] == "rich_text" else []:
            if element["type"] == "rich_text_quote":
                found += [run["text"] for run in element["elements"]]
            if element["type"] == "rich_text_list":
                found += [item["elements"][0]["text"] for item in element["elements"]]
    return "".join(found)


def values_of(view: Mapping[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """`state.values` as Slack would send it when nothing is changed in the form."""
    return {
        block["block_id"]: {block["element"]["action_id"]: _submitted(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }


def _submitted(element: Mapping[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    if kind == "static_select":
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in {"checkboxes", "multi_static_select"}:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind == "file_input":
        return {"type": kind, "files": []}
    return {"type": kind, "value": element.get("initial_value")}
