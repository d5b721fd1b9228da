"""A bell wakes whoever waits, once, and its end wakes everyone for good."""

from __future__ import annotations

from bot.jobs.bell import Bell


def test_nobody_rang_so_the_waiting_passes() -> None:
    assert not Bell().wait(0.0)


def test_ringing_before_the_waiting_begins_is_not_lost() -> None:
    bell = Bell()
    bell.ring()

    assert not bell.wait()  # without a limit: it would hang


def test_one_ring_cuts_one_waiting_short() -> None:
    bell = Bell()
    bell.ring()
    bell.wait()

    assert not bell._rung


def test_after_the_end_nobody_waits() -> None:
    bell = Bell()
    bell.set()

    assert (bell.wait(), bell.wait(), bell.is_set()) == (True, True, True)


def test_a_waiting_goes_on_until_something_is_worth_ending_it() -> None:
    asked = iter([False, False, True])

    assert not Bell(worth=lambda: next(asked)).wait(0.01)

    assert next(asked, None) is None, "it was asked after each of the three times"


def test_a_ring_is_worth_ending_any_waiting() -> None:
    bell = Bell(worth=lambda: False)
    bell.ring()
    assert not bell.wait(60.0)
