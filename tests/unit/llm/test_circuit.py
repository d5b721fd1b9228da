from __future__ import annotations

from dataclasses import dataclass

import pytest

from llm.chat_vllm.attempts import Attempts, Endpoint, Patience, by_preference
from llm.chat_vllm.circuit import Circuit
from llm.errors import BadModelRequest, ModelDown, ModelSlow


@dataclass
class Clock:
    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


def an_open_circuit(clock: Clock) -> Circuit:
    circuit = Circuit(clock=clock, failures=3, rest=2, longest_rest=5)
    for _ in range(3):
        circuit.failed()
    return circuit


def test_a_circuit_opens_at_the_third_failure_in_a_row() -> None:
    circuit = Circuit(clock=Clock(), failures=3)

    circuit.failed()
    circuit.failed()
    circuit.succeeded()
    circuit.failed()
    circuit.failed()
    assert circuit.admits()
    circuit.failed()

    assert not circuit.admits()


def test_after_its_rest_one_request_finds_out() -> None:
    clock = Clock()
    circuit = an_open_circuit(clock)

    clock.seconds += 2

    assert [circuit.admits(), circuit.admits()] == [True, False]


def test_a_good_answer_closes_it() -> None:
    clock = Clock()
    circuit = an_open_circuit(clock)
    clock.seconds += 2
    circuit.admits()

    circuit.succeeded()

    assert [circuit.admits(), circuit.admits()] == [True, True]


def test_each_failed_probe_doubles_the_rest_up_to_its_longest() -> None:
    clock = Clock()
    circuit = an_open_circuit(clock)

    for rest in (2, 4, 5, 5):
        clock.seconds += rest - 0.1
        assert not circuit.admits()
        clock.seconds += 0.1
        assert circuit.admits()
        circuit.failed()


def test_a_probe_that_was_given_up_leaves_its_place_to_another() -> None:
    clock = Clock()
    circuit = an_open_circuit(clock)
    clock.seconds += 2
    circuit.admits()

    circuit.released()

    assert circuit.admits()


def endpoints(clock: Clock, count: int = 3) -> tuple[Endpoint, ...]:
    return tuple(Endpoint(url=f"http://10.0.0.{n}", circuit=Circuit(clock=clock)) for n in range(count))


def attempts(clock: Clock, ends: tuple[Endpoint, ...], tries: int = 3) -> Attempts:
    return Attempts(
        ends, patience=Patience(tries=tries), deadline=clock() + 60, clock=clock, chance=lambda: 1.0
    )


def test_a_route_likes_the_same_endpoint_wherever_it_stands_in_the_list() -> None:
    ends = endpoints(Clock())

    assert by_preference(ends, "ledgerline") == by_preference(ends[::-1], "ledgerline")


def test_when_an_endpoint_goes_only_its_own_routes_move() -> None:
    ends = endpoints(Clock(), 4)
    routes = [f"brand {n}" for n in range(200)]
    before = {route: by_preference(ends, route)[0] for route in routes}

    after = {route: by_preference(ends[:-1], route)[0] for route in routes}

    moved = {route for route in routes if before[route] != after[route]}
    assert moved == {route for route in routes if before[route] == ends[-1]}
    assert 25 < len(moved) < 75


def test_another_endpoint_is_asked_at_once_and_the_same_one_after_a_growing_pause() -> None:
    clock = Clock()
    tries = attempts(clock, endpoints(clock, 2), tries=9)
    pauses = []

    for _ in range(5):
        pause, end = tries.next()
        pauses.append(pause)
        with tries.watch(end):
            raise ModelDown("away")

    assert pauses == [0.0, 0.0, 0.5, 1.0, 2.0]


def test_an_error_that_will_not_pass_is_let_through() -> None:
    clock = Clock()
    tries = attempts(clock, endpoints(clock))
    _, end = tries.next()

    with pytest.raises(BadModelRequest), tries.watch(end):
        raise BadModelRequest("no")


def test_once_a_piece_was_passed_on_nothing_is_tried_again() -> None:
    clock = Clock()
    tries = attempts(clock, endpoints(clock))
    _, end = tries.next()

    tries.commit()

    with pytest.raises(ModelDown), tries.watch(end):
        raise ModelDown("away")


def test_where_all_rest_the_call_ends_at_once_and_says_so() -> None:
    clock = Clock()
    ends = endpoints(clock, 1)
    for _ in range(3):
        ends[0].circuit.failed()

    with pytest.raises(ModelDown, match="left to rest"):
        attempts(clock, ends).next()


def test_after_the_deadline_there_is_no_next_try_and_no_probe_is_lost() -> None:
    clock = Clock()
    circuit = an_open_circuit(clock)
    tries = attempts(clock, (Endpoint(url="http://10.0.0.1", circuit=circuit),))
    clock.seconds += 61

    with pytest.raises(ModelSlow):
        tries.next()

    assert circuit.admits()
