"""App Home: what each person has to do, and where to find what was done."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.slack.escaping import clip
from bot.slack.ids import Action, Modal
from bot.slack.views.blocks import (
    actions,
    asked,
    context,
    divider,
    header,
    note,
    plain_button,
    say,
    section,
    text_input,
    words,
)
from bot.slack.views.home_admin import admin_blocks
from bot.slack.views.home_lists import asset_page, draft_page, queue_page
from bot.slack.views.modals.frame import Values, within_view
from bot.slack.views.models import Block, Home, HomeState, View
from bot.slack.views.wording import degraded_text
from brandkit.amounts import counted

_SEARCH = "home_search"
_QUERY = 200
_HOW_TO = (
    "*How it works:* tell me what you need here in Messages, mention me in a channel, or use `/draft`. "
    "Refine it in the thread, then send it for approval. What is approved lands in the asset library."
)


def home_view(home: Home) -> View:
    """The home tab of one person: more sections the more they may do."""
    blocks = [
        header("Your copy desk"),
        *([section(words(home.notice, 600))] if home.notice else []),
        *_start(home),
        *(queue_page(home) if home.queue is not None else []),
        *_waivers(home),
        *draft_page(home),
        *_library(home),
        *(admin_blocks(home.guidelines, home.state) if home.guidelines is not None else []),
    ]
    return {
        "type": "home",
        "callback_id": Modal.HOME.value,
        "private_metadata": _kept(home.state),
        "blocks": within_view(blocks),
    }


def home_state(private_metadata: str) -> HomeState:
    """Which pages were open and what was searched; the first pages where that cannot be read."""
    try:
        kept = json.loads(private_metadata)
        pages = {name: max(0, int(kept.get(name, 0))) for name in ("drafts", "queue", "assets", "documents")}
        return HomeState(**pages, query=str(kept.get("query", "")))
    except (ValueError, TypeError, AttributeError):
        return HomeState()


def searched(values: Values) -> str:
    """What stands in the search box of the home tab."""
    block = values.get(_SEARCH, {}).get(Action.HOME_SEARCH, {})
    return str(block.get("value") or "").strip()


def _kept(state: HomeState) -> str:
    body: dict[str, Any] = asdict(state) | {"query": clip(state.query, _QUERY)}
    return json.dumps({name: value for name, value in body.items() if value}, separators=(",", ":"))


def _start(home: Home) -> list[Block]:
    brand = context(words(f"Brand: {home.brand}", 150), words(degraded_text(home.degraded), 200))
    plain = context(words(f"Brand: {home.brand}", 150))
    return [
        section(say(_HOW_TO)),
        *actions([plain_button("New draft", Action.REQUEST_NEW, tone="primary")]),
        brand if home.degraded else plain,
    ]


def _waivers(home: Home) -> list[Block]:
    """How many exceptions are in force, for those who may take them back."""
    if home.waivers is None:
        return []
    told = f"*{counted(home.waivers, 'waiver')} in force*" if home.waivers else "No waivers are in force."
    look = [plain_button("Look at waivers", Action.WAIVERS)] if home.waivers else []
    return [note(told), *actions(look)]


def _library(home: Home) -> list[Block]:
    """The search box and what it found."""
    box = text_input(clip(home.state.query, _QUERY), placeholder="Words, a product, a channel", most=_QUERY)
    box |= {
        "action_id": Action.HOME_SEARCH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    search = asked(_SEARCH, "Search the asset library", box, optional=True) | {"dispatch_action": True}
    shown = asset_page(home.assets) if home.assets is not None else [note("Press Enter to search.")]
    return [divider(), header("Asset library"), search, *shown]
