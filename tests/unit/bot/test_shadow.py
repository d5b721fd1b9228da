from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from approvals.held_copy import HeldCopy
from bot.shadow import ShadowRun, Verdict, shadow_run, stale_copy
from brandkit.briefs import Brief, ChannelName
from brandkit.drafts import Citation, DraftId, Part, Variant
from brandkit.findings import Finding
from brandkit.kit import BrandKit, Term, TermStatus
from brandkit.kit_folder import shipped_channels
from brandkit.passages import Passage
from brandkit.rule_evidence import demoted
from retrieval.versions import ChangeKind

TODAY = date(2026, 11, 23)
X = ChannelName("x")


def a_passage(text: str, *, document: str = "words.md", heading: str = "Words") -> Passage:
    return Passage(document=document, version="v1", heading=(heading,), text=text)


SIGN_IN = a_passage("On buttons write “log in”, not “sign on”.")
REWORDED = a_passage("On buttons write “sign in”, not “log in”.")
VOICE = a_passage("We sound like a friend who knows accounting.", document="voice.md", heading="Voice")


def a_kit(*terms: Term) -> BrandKit:
    return BrandKit(name="Acme", slug="acme", version="0" * 12, channels=shipped_channels(), terms=terms)


def held(text: str, *cited: Passage, name: str = "D1") -> HeldCopy:
    citations = tuple(Citation(passage=passage.id, field="body") for passage in cited)
    return HeldCopy(
        kind="draft",
        id=name,
        draft=DraftId(name),
        number=1,
        variant=0,
        title=text[:20],
        brief=Brief(channel=X, ask="", topic="signing in"),
        copy=Variant(parts=(Part(field="body", text=text),), citations=citations),
        requester="U1",
        cited=cited,
    )


def run(
    *copies: HeldCopy, old: tuple[Passage, ...], new: tuple[Passage, ...], kit: BrandKit | None = None
) -> ShadowRun:
    return shadow_run(copies, version="v2", against="v1", old=old, new=new, kit=kit or a_kit(), today=TODAY)


def test_a_version_that_changes_nothing_flips_nothing() -> None:
    found = run(held("Please log in.", SIGN_IN), old=(SIGN_IN, VOICE), new=(SIGN_IN, VOICE))

    assert (found.checked, found.changes, found.flips, found.stale) == (1, (), (), ())
    assert found.harmless


def test_copy_that_a_reworded_passage_now_speaks_against_flips() -> None:
    good, bad = held("Please sign in.", VOICE), held("Please log in.", SIGN_IN, name="D2")

    found = run(good, bad, old=(SIGN_IN, VOICE), new=(REWORDED, VOICE))

    assert [(flip.copy.id, flip.before, flip.after) for flip in found.flips] == [
        ("D2", Verdict.CLEAN, Verdict.WARNED)
    ]
    assert [finding.match for finding in found.flips[0].findings] == ["log in"]


def test_copy_that_a_dropped_passage_spoke_against_comes_right() -> None:
    found = run(held("Sign on today."), old=(SIGN_IN,), new=(VOICE,))

    assert [(flip.before, flip.after) for flip in found.flips] == [(Verdict.WARNED, Verdict.CLEAN)]


def test_a_rule_that_lost_its_voice_flips_nothing() -> None:
    def silent(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(demoted(each, "demoted") for each in findings)

    bad = held("Please log in.", SIGN_IN)
    versions = {"old": (SIGN_IN,), "new": (REWORDED,)}

    loud = shadow_run([bad], version="v2", against="v1", **versions, kit=a_kit(), today=TODAY)
    quiet = shadow_run(
        [bad], version="v2", against="v1", **versions, kit=a_kit(), today=TODAY, weighed=silent
    )

    assert len(loud.flips) == 1
    assert quiet.flips == ()


def test_words_that_the_kit_rules_on_already_do_not_flip_twice() -> None:
    kit = a_kit(Term(text="log in", status=TermStatus.DEPRECATED, replacement="sign in"))

    assert run(held("Please log in."), old=(SIGN_IN,), new=(REWORDED,), kit=kit).flips == ()


def test_a_citation_goes_stale_with_what_took_its_place() -> None:
    found = run(held("Please sign in.", SIGN_IN, VOICE), old=(SIGN_IN, VOICE), new=(REWORDED, VOICE))

    assert [(each.before, each.after) for each in found.stale[0].passages] == [(SIGN_IN, REWORDED)]


def test_a_citation_of_what_was_taken_out_goes_stale_with_nothing() -> None:
    found = run(held("Please sign in.", VOICE), old=(SIGN_IN, VOICE), new=(SIGN_IN,))

    assert [(each.before, each.after) for each in found.stale[0].passages] == [(VOICE, None)]
    assert found.count(ChangeKind.REMOVED) == 1


def test_a_passage_that_only_moved_leaves_its_copy_fresh() -> None:
    moved = a_passage(VOICE.text, document="tone.md", heading="How we sound")

    assert stale_copy([held("Hello.", VOICE)], {moved.id: moved}) == ()
