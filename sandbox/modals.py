"""The modals that people have open, as a stack of at most three for each of them."""

from sandbox.blocks import initial_values, kept, with_ids
from sandbox.clock import Clock, new_id
from sandbox.payload import Json, a_copy
from sandbox.seed import Seed

MOST_STACKED = 3


class ViewRefusedError(Exception):
    """The view cannot be shown. Its text is Slack's error name."""


class Modals:
    """Open views by person, the one in front last."""

    def __init__(self, *, seed: Seed, clock: Clock) -> None:
        self._seed = seed
        self._clock = clock
        self._stacks: dict[str, list[Json]] = {}

    def stack(self, person: str) -> list[Json]:
        """The views a person has open, the one in front last."""
        return self._stacks.get(person, [])

    def owner(self, view_id: str) -> str | None:
        """Say who has a view open."""
        for person, stack in self._stacks.items():
            if any(view["id"] == view_id for view in stack):
                return person
        return None

    def find(self, *, view_id: str = "", external_id: str = "") -> Json | None:
        """Find an open view by its id or the app's own id for it."""
        for stack in self._stacks.values():
            for view in stack:
                if (view_id and view["id"] == view_id) or (
                    external_id and view["external_id"] == external_id
                ):
                    return view
        return None

    def open(self, person: str, raw: Json) -> Json:
        """Show a first view."""
        view = self.finished(raw)
        self._refuse_known_external_id(view)
        view["root_view_id"] = view["id"]
        self._stacks[person] = [view]
        return view

    def push(self, person: str, raw: Json) -> Json:
        """Put a view on top. Raises ViewRefusedError when three are open."""
        stack = self._stacks.setdefault(person, [])
        if len(stack) >= MOST_STACKED:
            raise ViewRefusedError("push_limit_reached")
        view = self.finished(raw)
        self._refuse_known_external_id(view)
        view["previous_view_id"] = stack[-1]["id"] if stack else None
        view["root_view_id"] = stack[0]["root_view_id"] if stack else view["id"]
        stack.append(view)
        return view

    def update(self, view: Json, raw: Json, *, known_hash: str = "") -> Json:
        """Replace what an open view shows; it keeps its place, its id and what people entered.

        Raises ViewRefusedError when `known_hash` is given and the view has changed since.
        """
        if known_hash and known_hash != view["hash"]:
            raise ViewRefusedError("hash_conflict")
        newer = self.finished(raw)
        entered = view["state"]["values"]
        places = {key: view[key] for key in ("id", "root_view_id", "previous_view_id")}
        view.clear()
        view.update({**newer, **places, "state": {"values": kept(entered, newer["blocks"])}})
        return view

    def close(self, view_id: str) -> list[Json]:
        """Close a view and what lies on top of it; gives the closed ones, the front one first."""
        for stack in self._stacks.values():
            for depth, view in enumerate(stack):
                if view["id"] == view_id:
                    closed = stack[depth:]
                    del stack[depth:]
                    return closed[::-1]
        return []

    def close_all(self, person: str) -> list[Json]:
        """Close everything that a person has open; gives the closed ones, the front one first."""
        return self._stacks.pop(person, [])[::-1]

    def finished(self, raw: Json) -> Json:
        """Give a view as Slack hands it back: with its ids, hash, state and every field present."""
        blocks = with_ids(raw.get("blocks", []))
        given = {key: value for key, value in a_copy(raw).items() if key != "blocks"}
        return {
            "id": new_id("V0"),
            "team_id": self._seed.team_id,
            "type": "modal",
            "blocks": blocks,
            "private_metadata": "",
            "callback_id": "",
            "state": {"values": initial_values(blocks)},
            "hash": f"{self._clock.next_ts()}.{new_id('', 8)}",
            "title": {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": False,
            "notify_on_close": False,
            "close": None,
            "submit": None,
            "previous_view_id": None,
            "root_view_id": None,
            "app_id": self._seed.app.app_id,
            "external_id": "",
            "app_installed_team_id": self._seed.team_id,
            "bot_id": self._seed.app.bot_id,
            **given,
        }

    def _refuse_known_external_id(self, view: Json) -> None:
        if view["external_id"] and self.find(external_id=view["external_id"]) is not None:
            raise ViewRefusedError("duplicate_external_id")
