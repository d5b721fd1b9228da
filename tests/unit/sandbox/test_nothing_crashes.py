"""Whatever JSON an app sends, the answer is a refusal in Slack's words and never a crash."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import block_limits
from sandbox.block_limits.blocks import BLOCKS
from sandbox.blocks import initial_values, with_ids

Json = dict[str, Any]
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
NAMES = st.sampled_from(
    [
        "type",
        "text",
        "elements",
        "element",
        "accessory",
        "block_id",
        "action_id",
        "options",
        "label",
        "blocks",
        "child_blocks",
    ]
)
KINDS = st.sampled_from([*BLOCKS, "button", "plain_text", "mrkdwn", "static_select", "plain_text_input"])
ANY_JSON = st.recursive(
    SCALARS | KINDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner | KINDS, max_size=5),
    max_leaves=10,
)
BLOCK_LIKE = st.builds(
    lambda kind, rest: {**rest, "type": kind}, KINDS, st.dictionaries(NAMES, ANY_JSON, max_size=5)
)


@settings(max_examples=80, deadline=None)
@given(st.lists(BLOCK_LIKE | ANY_JSON, max_size=4))
def test_any_blocks_are_judged(shown: list[Any]) -> None:
    problems = block_limits.problems_of_message(shown)

    if not problems:
        assert initial_values(with_ids(shown)) is not None
    json.dumps([str(problem) for problem in problems])


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(NAMES | st.sampled_from(["title", "submit", "close"]), ANY_JSON),
    st.lists(BLOCK_LIKE, max_size=4),
)
def test_any_view_is_judged(fields: Json, shown: list[Json]) -> None:
    for kind in ("modal", "home", "nonsense"):
        view = {**fields, "blocks": shown, "type": kind}
        if not block_limits.problems_of_view(view):
            assert initial_values(with_ids(shown)) is not None
