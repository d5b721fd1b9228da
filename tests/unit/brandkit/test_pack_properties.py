"""All shipped packs at once, on whatever text: no crash, true spans, and fixes that mend."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from brandkit.channel_files import shipped_channels
from brandkit.checking import check_text
from brandkit.kit import BrandKit
from brandkit.pack_files import pack_names, read_pack
from brandkit.packs import PackChoice


@cache
def kit() -> BrandKit:
    return BrandKit(
        name="Acme",
        slug="acme",
        version="",
        channels=shipped_channels(),
        markets=("us", "eu"),
        rules=tuple(rule for name in pack_names() for rule in read_pack(PackChoice(pack=name)).rules),
    )


@cache
def fragments() -> tuple[str, ...]:
    return tuple(each.text for rule in kit().rules for each in (*rule.header.bad, *rule.header.good))


copy = st.lists(
    st.one_of(st.deferred(lambda: st.sampled_from(fragments())), st.text(max_size=20)), max_size=5
).flatmap(lambda picked: st.sampled_from([" ".join(picked), "\n\n".join(picked), "".join(picked).upper()]))


@given(copy, st.sampled_from(["us", "eu", ""]), st.sampled_from(["md", "html", "txt"]))
@settings(max_examples=150, deadline=None)
def test_every_finding_stands_where_it_says(text: str, market: str, filetype: str) -> None:
    for finding in check_text(text, kit=kit(), market=market, filetype=filetype):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.match


@given(st.deferred(lambda: st.sampled_from(fragments())), st.sampled_from(["us", "eu"]))
@settings(max_examples=150, deadline=None)
def test_a_fix_removes_its_finding_and_adds_none_of_the_same_rule(text: str, market: str) -> None:
    found = check_text(text, kit=kit(), market=market, filetype="txt")
    for finding in found:
        if not finding.fixes:
            continue
        mended = text[: finding.start] + finding.fixes[0].replacement + text[finding.end :]
        left = check_text(mended, kit=kit(), market=market, filetype="txt")
        before = sum(each.rule == finding.rule for each in found)

        assert sum(each.rule == finding.rule for each in left) < before, (finding.rule, mended)
