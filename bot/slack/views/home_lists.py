"""The lists of App Home: drafts, the approver's queue, assets; a page of each at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from bot.slack.escaping import escape
from bot.slack.ids import Action, Kind, Ref, numbered
from bot.slack.views.assets import asset_blocks, found
from bot.slack.views.blocks import (
    Element,
    actions,
    button,
    context,
    divider,
    header,
    link_button,
    moment,
    note,
    person,
    plain_button,
    say,
    section,
    words,
)
from bot.slack.views.models import AssetResults, Block, DraftLine, Home, QueueLine
from bot.slack.views.wording import STANDING_WORDS
from brandkit.amounts import counted

PAGE = 7
"""Lines of a list at a time. With eight, all that an admin who approves may see does not fit one home."""

_TOPIC = 160
_ASSETS = 10

Line = TypeVar("Line")


def page_of(lines: Sequence[Line], page: int) -> tuple[Sequence[Line], int, int]:
    """The lines of one page, which page it is after all, and how many there are."""
    pages = max(1, -(-len(lines) // PAGE))
    page = min(max(page, 0), pages - 1)
    return lines[page * PAGE : (page + 1) * PAGE], page, pages


def turn(action: Action, page: int, pages: int) -> list[Block]:
    """Buttons to the pages beside this one."""
    if pages <= 1:
        return []
    back = [plain_button("Back", numbered(action, page - 1))] if page else []
    on = (
        [plain_button(f"More ({page + 2} of {pages})", numbered(action, page + 1))]
        if page + 1 < pages
        else []
    )
    return actions([*back, *on])


def draft_page(home: Home) -> list[Block]:
    """The person's own drafts, as given."""
    lines, page, pages = page_of(home.drafts, home.state.drafts)
    shown = [block for each in lines for block in _draft(each)]
    nothing = [note("No drafts yet. Press *New draft*, or just tell me what you need.")]
    return [
        divider(),
        header("Your drafts"),
        *(shown or nothing),
        *turn(Action.HOME_DRAFTS_PAGE, page, pages),
    ]


def queue_page(home: Home) -> list[Block]:
    """What waits for an approver, the nearest deadline first."""
    waiting = sorted(home.queue or (), key=_deadline)
    lines, page, pages = page_of(waiting, home.state.queue)
    shown = [block for each in lines for block in _queued(each, home.now)]
    title = f"Waiting for you: {len(waiting)}" if waiting else "Waiting for you"
    nothing = [note("Nothing waits for you.")]
    return [divider(), header(title), *(shown or nothing), *turn(Action.HOME_QUEUE_PAGE, page, pages)]


def asset_page(results: AssetResults) -> list[Block]:
    """A page of the asset library."""
    pages = max(1, -(-results.total // results.page_size))
    shown = [block for each in results.lines[:_ASSETS] for block in asset_blocks(each)]
    return [context(words(found(results))), *shown, *turn(Action.HOME_ASSETS_PAGE, results.page, pages)]


def _draft(draft: DraftLine) -> list[Block]:
    ref = Ref(kind=Kind.DRAFT, id=draft.draft, version=draft.number)
    status = STANDING_WORDS[draft.status.standing]
    told = f"{escape(draft.channel_label)} · version {draft.number} · *{status}* · {moment(draft.at)}"
    open_it = link_button("Open", draft.link) or button("Open", Action.DRAFT_OPEN, ref)
    return [section(words(draft.topic, _TOPIC), open_it), context(say(told))]


def _queued(line: QueueLine, now: datetime) -> list[Block]:
    asked_by = f"{escape(line.channel_label)} · asked by {person(line.requester)}"
    errors = [f"*{counted(line.errors, 'error')}*"] if line.errors else []
    accepted = [f"{line.waived} waived"] if line.waived else []
    told = " · ".join([asked_by, *_due(line, now), *errors, *accepted])
    return [section(words(line.topic, _TOPIC), _look(line)), context(say(told))]


def _look(line: QueueLine) -> Element:
    ref = Ref(kind=Kind.APPROVAL, id=line.approval, version=line.version)
    return link_button("Decide", line.link) or button("Why this?", Action.APPROVAL_WHY, ref)


def _due(line: QueueLine, now: datetime) -> list[str]:
    if line.due_at is None:
        return []
    late = "*late:* was due" if line.due_at < now else "decide by"
    return [f"{late} {moment(line.due_at)}"]


def _deadline(line: QueueLine) -> tuple[bool, float]:
    return (line.due_at is None, line.due_at.timestamp() if line.due_at else 0.0)
