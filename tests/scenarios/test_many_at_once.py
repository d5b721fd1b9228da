"""Many people at once, and a model that takes its time: everyone sees that someone is at work."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.scenarios.workplace import MARKETING, a_copy_of, is_ours, open_workplace, text_of
from tests.unit.llm.scripted_server import Waits, scripted

MANY = 24


async def test_slow_drafts_do_not_keep_others_from_being_answered(loaded_home: Path, tmp_path: Path) -> None:
    home = a_copy_of(loaded_home, tmp_path / "home")
    async with (
        scripted(Waits()) as model,
        open_workplace(home, model_url=model.address, model_name="m", model_deadline=600) as work,
    ):
        roots = await asyncio.gather(*(work.ask(f"Tweet about topic number {n}") for n in range(MANY)))

        def everyone_sees_it() -> dict[str, bool] | None:
            seen = [any(map(is_ours, work.maya.messages(MARKETING, root))) for root in roots]
            return {"seen": True} if all(seen) else None

        await work.wait(everyone_sees_it, "a message in every thread")
        work_message = await work.answer(roots[-1], "On it")
        await work.maya.click(work_message, "request.cancel")
        assert "Stopped" in text_of(await work.shows(work_message, "Stopped"))
