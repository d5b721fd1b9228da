"""The page of samples shows what the house writer writes today."""

from __future__ import annotations

from tests.unit.llm.house.samples import PAGE, page


async def test_the_page_of_samples_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == await page(), (
        "Run `python -m tests.unit.llm.house.samples` and read the page."
    )
