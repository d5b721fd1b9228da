"""The stages of a draft, in milliseconds of a clock that is given."""

from collections.abc import Iterator

from bot.stopwatch import Stopwatch


def a_clock(*seconds: float) -> Iterator[float]:
    return iter(seconds)


def test_each_stage_lasts_from_the_one_before_to_its_end() -> None:
    clock = a_clock(10.0, 10.25, 12.0, 12.5)
    watch = Stopwatch(lambda: next(clock))

    watch.lap("passages")
    watch.lap("writing")

    assert watch.taken == (("passages", 250), ("writing", 1750))
    assert watch.whole == 2500


async def test_the_first_text_is_timed_once_and_everything_is_passed_on() -> None:
    clock = a_clock(0.0, 0.5, 2.0)
    watch = Stopwatch(lambda: next(clock))
    heard: list[str] = []

    async def hear(text: str) -> None:
        heard.append(text)

    listening = watch.first("first_text", hear)
    assert listening is not None
    for piece in ("Paid", " on", " time."):
        await listening(piece)
    watch.lap("writing")

    assert heard == ["Paid", " on", " time."]
    assert watch.taken == (("first_text", 500), ("writing", 2000))
    assert watch.first("first_text", None) is None
