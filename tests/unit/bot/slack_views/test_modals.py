"""Forms give back what was filled in; windows show everything they can and never too much."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.slack.ids import Kind, Metadata, Modal, Origin, Ref, parse_metadata
from bot.slack.views.modals.ask import (
    ask_result_message,
    ask_result_view,
    ask_view,
    parse_question,
    query_test_result_view,
    query_test_view,
)
from bot.slack.views.modals.asset import asset_view
from bot.slack.views.modals.check import check_result_view, check_view, parse_check
from bot.slack.views.modals.compare import compare_view
from bot.slack.views.modals.edit import edit_and_approve_view, edit_draft_view, field_errors, parse_edit
from bot.slack.views.modals.findings import findings_view
from bot.slack.views.modals.new_draft import new_draft_view, parse_new_draft
from bot.slack.views.modals.reasons import parse_reason, reject_view, request_changes_view
from bot.slack.views.modals.upload import parse_upload, upload_view
from bot.slack.views.modals.waiting import done_view, loading_view, refused_view
from bot.slack.views.modals.why import why_view
from bot.slack.views.models import (
    Answered,
    AssetDetail,
    AssetLine,
    CheckAsked,
    CheckForm,
    CheckResult,
    Comparison,
    EditedCopy,
    EditForm,
    FieldErrors,
    NewDraft,
    Reason,
    ReasonForm,
    TestQueryResult,
    Upload,
    UploadedFile,
    View,
    WhyThis,
)
from bot.slack.views.word_diff import Change, word_diff
from bot.slack.views.wording import REASON_LABELS
from brandkit.briefs import Brief, ChannelName
from brandkit.channels import Channel
from brandkit.drafts import Citation, Draft, Part, Provenance, Variant, WriterKind
from brandkit.findings import Finding, ScoreCard, Severity
from brandkit.passages import Passage, RankedPassage
from tests.unit.bot.slack_views.samples import (
    AD,
    BLOG,
    LINKEDIN,
    NOW,
    a_draft,
    a_finding,
    a_passage,
    a_variant,
    assert_openable,
    assert_postable,
    buttons,
    channels,
    drafts,
    findings,
    long_text,
    parts_of,
    passages,
    prose,
    scores,
    shown,
    texts,
    unhurried,
    values_of,
)

_DRAFT = Ref(kind=Kind.DRAFT, id="d1", version=2)
# A box in Slack holds one or more visible characters; a line of it holds no line break.
words = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80).map(
    str.strip
)


def an_edit(channel: Channel, parts: tuple[Part, ...]) -> EditForm:
    return EditForm(ref=_DRAFT, channel=channel, parts=parts, number=2, origin=Origin(channel="C1", ts="1.2"))


# ---- new draft -------------------------------------------------------------------------------


@unhurried
@given(
    st.builds(
        Brief,
        channel=st.sampled_from([LINKEDIN.name, AD.name, BLOG.name]),
        ask=st.just(""),
        topic=words.filter(bool),
        audience=words,
        tone=words,
        link=st.sampled_from(["", "https://ledgerline.example/reminders?a=1&b=2"]),
        must_mention=st.lists(words.filter(bool), max_size=5).map(tuple),
        market=st.sampled_from(["", "US", "Österreich"]),
        variants=st.integers(1, 5),
    )
)
def test_a_brief_comes_back_from_the_form_as_it_was_filled_in(brief: Brief) -> None:
    brief = replace(brief, ask=brief.topic)
    view = new_draft_view(NewDraft(channels=(LINKEDIN, AD, BLOG), markets=("US", "Österreich"), filled=brief))

    assert_openable(view)
    assert parse_new_draft(values_of(view)) == (brief,)


def test_a_form_makes_a_brief_for_each_channel_and_each_persona_that_was_chosen() -> None:
    form = NewDraft(channels=(LINKEDIN, AD, BLOG), personas=("Sana", "Theo"))
    values = values_of(new_draft_view(form))
    values["channel"]["value"]["selected_options"] = [{"value": "linkedin"}, {"value": "blog"}]
    values["personas"]["value"]["selected_options"] = [{"value": "Sana"}, {"value": "Theo"}]
    values["topic"]["value"]["value"] = "card payments"

    parsed = parse_new_draft(values)

    assert isinstance(parsed, tuple)
    assert [(brief.channel, brief.audience) for brief in parsed] == [
        ("linkedin", "Sana"), ("linkedin", "Theo"), ("blog", "Sana"), ("blog", "Theo"),
    ]  # fmt: skip


def test_an_empty_form_says_what_is_missing_where() -> None:
    parsed = parse_new_draft(values_of(new_draft_view(NewDraft(channels=(LINKEDIN,)))))

    assert isinstance(parsed, FieldErrors)
    assert set(parsed.by_block) == {"channel", "topic"}


def test_a_link_with_spaces_is_refused() -> None:
    brief = Brief(channel=LINKEDIN.name, ask="x", topic="x", link="see our site")

    parsed = parse_new_draft(values_of(new_draft_view(NewDraft(channels=(LINKEDIN,), filled=brief))))

    assert isinstance(parsed, FieldErrors)
    assert set(parsed.by_block) == {"link"}


@unhurried
@given(texts, st.lists(texts, max_size=4))
def test_whatever_was_understood_before_the_form_opens_within_limits(text: str, mentions: list[str]) -> None:
    filled = Brief(
        channel=ChannelName("gone"), ask=text, topic=text, audience=text, tone=text, link=text,
        must_mention=tuple(mentions), market=text, variants=99,
    )  # fmt: skip

    assert_openable(new_draft_view(NewDraft(channels=(LINKEDIN,), markets=("US", text[:90]), filled=filled)))


# ---- edit ------------------------------------------------------------------------------------


@unhurried
@given(st.data())
def test_copy_comes_back_from_the_edit_form_as_it_was(data: st.DataObject) -> None:
    channel = data.draw(channels)
    written = data.draw(
        parts_of(channel, st.one_of(prose, long_text(most=9_000)).filter(lambda text: bool(text.strip())))
    )
    view = edit_draft_view(an_edit(channel, written))
    assume(view["callback_id"] != Modal.ERROR)

    assert_openable(view)
    assert parse_edit(values_of(view)) == EditedCopy(parts=written)


def test_a_post_of_forty_thousand_characters_can_be_edited() -> None:
    body = "".join(f"Paragraph {number} about invoices.\n\n" for number in range(1_300))[:40_000]
    written = (Part(field="title", text="Invoices"), Part(field="body", text=body))

    view = edit_and_approve_view(an_edit(BLOG, written))

    assert_openable(view)
    assert parse_edit(values_of(view)) == EditedCopy(parts=written)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_slack_sends_the_boxes_does_not_matter(seed: int) -> None:
    written = (Part(field="title", text="T"), Part(field="body", text="One two three.\n\n" * 500))
    values = list(values_of(edit_draft_view(an_edit(BLOG, written))).items())
    random.Random(seed).shuffle(values)

    assert parse_edit(dict(values)) == EditedCopy(parts=written)


def test_boxes_join_the_same_when_white_space_at_their_ends_is_lost() -> None:
    written = (
        Part(field="title", text="T"),
        Part(field="body", text=("A sentence. " * 40 + "\n\n") * 12 + "End"),
    )
    values = values_of(edit_draft_view(an_edit(BLOG, written)))
    cuts = [
        each["value"] for block, each in ((b, v["value"]) for b, v in values.items()) if "/body/" in block
    ]

    assert len(cuts) > 1
    assert not any(text.endswith("\n") for text in cuts)


def test_copy_too_long_for_a_form_is_not_cut_but_sent_back_to_the_thread() -> None:
    view = edit_draft_view(an_edit(BLOG, (Part(field="body", text="word " * 80_000),)))

    assert_openable(view)
    assert view["callback_id"] == Modal.ERROR


def test_a_headline_that_is_emptied_is_gone_and_the_others_move_up() -> None:
    written = tuple(
        Part(field="headlines", text=text, index=index) for index, text in enumerate(("A", "B", "C"))
    )
    values = values_of(edit_draft_view(an_edit(AD, written)))
    second = next(block for block in values if "/headlines/1/" in block)
    values[second]["value"]["value"] = None

    parsed = parse_edit(values)

    assert parsed == EditedCopy(
        parts=(Part(field="headlines", text="A"), Part(field="headlines", text="C", index=1))
    )


def test_a_list_that_may_grow_has_one_empty_box_at_its_end() -> None:
    written = (Part(field="headlines", text="A"),)
    values = values_of(edit_draft_view(an_edit(AD, written)))
    empty = next(block for block in values if "/headlines/1/" in block)
    values[empty]["value"]["value"] = "B"

    assert parse_edit(values) == EditedCopy(parts=(*written, Part(field="headlines", text="B", index=1)))


def test_an_emptied_form_is_an_error_at_its_first_box() -> None:
    parsed = parse_edit(values_of(edit_draft_view(an_edit(LINKEDIN, (Part(field="body", text=""),)))))

    assert parsed == FieldErrors(
        by_block={"edit/0/body/0/0/x": "There is no copy left. Write something, or press Cancel."}
    )


def test_errors_of_the_checks_stand_at_the_box_they_are_about() -> None:
    written = tuple(Part(field="headlines", text=text, index=index) for index, text in enumerate(("A", "B")))
    values = values_of(edit_draft_view(an_edit(AD, written)))
    found = (
        a_finding("Too long", field="headlines", index=1),
        a_finding("Only a hint", Severity.WARNING, field="headlines", index=0),
        a_finding("Missing", field="descriptions", index=0),
    )

    errors = field_errors(values, AD, found)

    assert errors is not None
    assert {block.split("/", 2)[2]: told for block, told in errors.by_block.items()} == {
        "headlines/1/0/x": "Too long",
        "descriptions/0/0/x": "Missing",
    }


def test_copy_without_errors_can_be_saved() -> None:
    values = values_of(edit_draft_view(an_edit(LINKEDIN, (Part(field="body", text="Hi"),))))

    assert field_errors(values, LINKEDIN, [a_finding(severity=Severity.WARNING)]) is None


# ---- reasons, upload, questions --------------------------------------------------------------


@unhurried
@given(
    words.filter(bool),
    st.lists(st.sampled_from(list(REASON_LABELS)), unique=True).map(
        lambda each: tuple(sorted(each, key=list(REASON_LABELS).index))
    ),
    st.sampled_from([request_changes_view, reject_view]),
)
def test_a_reason_comes_back_with_its_labels(
    text: str, labels: tuple[str, ...], build: Callable[..., View]
) -> None:
    view = build(ReasonForm(ref=_DRAFT, title="LinkedIn post", reason=text, labels=labels))

    assert_openable(view)
    assert parse_reason(values_of(view)) == Reason(text=text, labels=labels)


def test_no_decision_against_copy_without_a_reason() -> None:
    parsed = parse_reason(values_of(reject_view(ReasonForm(ref=_DRAFT, title="x"))))

    assert isinstance(parsed, FieldErrors)
    assert set(parsed.by_block) == {"reason"}


def test_an_upload_names_its_files_and_whether_to_activate() -> None:
    values = values_of(upload_view(Origin(channel="D1")))
    values["files"]["value"]["files"] = [
        {
            "id": "F1",
            "name": "voice.pdf",
            "size": 12,
            "mimetype": "application/pdf",
            "url_private_download": "https://f/x",
        }
    ]
    values["activate"]["value"]["selected_options"] = [{"value": "yes"}]

    assert_openable(upload_view())
    assert parse_upload(values) == Upload(
        files=(
            UploadedFile(id="F1", name="voice.pdf", size=12, mimetype="application/pdf", url="https://f/x"),
        ),
        activate=True,
    )


def test_an_upload_without_a_file_is_an_error() -> None:
    assert isinstance(parse_upload(values_of(upload_view())), FieldErrors)


@pytest.mark.parametrize("build", [ask_view, query_test_view])
def test_a_question_must_be_asked(build: Callable[..., View]) -> None:
    view = build(Origin())
    values = values_of(view)

    assert_openable(view)
    assert isinstance(parse_question(values), FieldErrors)
    values["question"]["value"]["value"] = " How do we write dates? "
    assert parse_question(values) == "How do we write dates?"


@unhurried
@given(st.text(min_size=1, max_size=400).filter(str.strip), st.sampled_from(["", "ad"]))
def test_text_to_check_comes_back_to_the_letter(text: str, channel: str) -> None:
    view = check_view(CheckForm(channels=(LINKEDIN, AD), text=text, chosen=channel))

    assert_openable(view)
    assert parse_check(values_of(view)) == CheckAsked(text=text, channel=channel)


def test_a_view_remembers_what_it_is_about_and_where_it_was_opened() -> None:
    view = edit_draft_view(replace(an_edit(LINKEDIN, (Part(field="body", text="Hi"),)), variant=1))

    assert parse_metadata(view["private_metadata"]) == Metadata(
        ref=_DRAFT, origin=Origin(channel="C1", ts="1.2"), variant=1
    )


# ---- windows ---------------------------------------------------------------------------------


@unhurried
@given(drafts(), st.lists(findings, max_size=50), scores, st.integers(-1, 9))
def test_no_explanation_exceeds_a_limit(
    made: tuple[Draft, Channel, tuple[Passage, ...]], found: list[Finding], score: ScoreCard | None, page: int
) -> None:
    draft, channel, known = made
    why = WhyThis(
        draft=draft, variant=0, channel=channel, passages=known, findings=tuple(found), score=score, page=page,
    )  # fmt: skip

    assert_openable(why_view(why, Metadata(ref=_DRAFT)))
    assert_openable(findings_view(why))


def test_why_this_shows_passage_place_version_and_which_part_cites_it() -> None:
    passage = a_passage()
    provenance = Provenance(writer=WriterKind.MODEL, model="tiny", seed=7, prompt_hash="abc123")
    draft = a_draft(a_variant(cites=[passage]), provenance=provenance)

    told = shown(why_view(WhyThis(draft=draft, variant=0, channel=LINKEDIN, passages=(passage,)))["blocks"])

    for expected in (
        "[1] Voice and tone › Be direct", "We say it straight.", "voice.pdf · page 3 · guidelines v2 · Cited by Body",
        "Written by the model tiny", "7", "abc123",
    ):  # fmt: skip
        assert expected in told


def test_why_this_says_when_no_guideline_covers_it_and_what_was_left_open() -> None:
    variant = Variant(parts=(Part(field="body", text="Hi"),), gaps=("whether to use emoji",))

    told = shown(why_view(WhyThis(draft=a_draft(variant), variant=0, channel=LINKEDIN))["blocks"])

    assert "No guideline covers this." in told
    assert "whether to use emoji" in told


def test_thirty_passages_are_all_reachable_by_paging() -> None:
    known = tuple(a_passage(f"Passage number {number:02}") for number in range(30))
    variant = Variant(
        parts=(Part(field="body", text="Hi"),),
        citations=tuple(Citation(passage=each.id, field="body") for each in known),
    )
    why = WhyThis(draft=a_draft(variant), variant=0, channel=LINKEDIN, passages=known)

    told = "".join(shown(why_view(replace(why, page=page))["blocks"]) for page in range(4))

    assert all(each.text in told for each in known)
    assert set(buttons(why_view(why)["blocks"])) == {"More"}


@unhurried
@given(st.data())
def test_no_comparison_exceeds_a_limit(data: st.DataObject) -> None:
    channel = data.draw(channels)
    comparison = Comparison(
        channel=channel,
        older=data.draw(parts_of(channel)),
        newer=data.draw(parts_of(channel)),
        older_number=1,
        newer_number=2,
        change=data.draw(texts),
    )

    assert_openable(compare_view(comparison))


@unhurried
@given(texts, texts)
def test_a_diff_holds_both_texts(older: str, newer: str) -> None:
    stretches = word_diff(older, newer)

    assert "".join(each.text for each in stretches if each.change is not Change.ADDED) == older
    assert "".join(each.text for each in stretches if each.change is not Change.REMOVED) == newer


def test_a_changed_word_is_struck_and_the_new_one_bold() -> None:
    view = compare_view(
        Comparison(
            channel=LINKEDIN,
            older=(Part(field="body", text="Get paid in time, always."),),
            newer=(Part(field="body", text="Get paid on time, always."),),
            older_number=1,
            newer_number=2,
        )
    )

    runs = [
        run
        for block in view["blocks"]
        if block["type"] == "rich_text"
        for run in block["elements"][0]["elements"]
    ]
    assert [(run["text"], run.get("style")) for run in runs] == [
        ("Body", {"bold": True}),
        ("Get paid", None),
        (" in", {"strike": True}),
        (" on", {"bold": True}),
        (" time, always.", None),
    ]


@unhurried
@given(texts, st.lists(findings, max_size=50), scores, texts)
def test_no_check_result_exceeds_a_limit(
    text: str, found: list[Finding], score: ScoreCard | None, fixed: str
) -> None:
    assert_openable(
        check_result_view(CheckResult(text=text, findings=tuple(found), score=score, fixed_text=fixed))
    )


@unhurried
@given(texts, texts, st.lists(passages, max_size=30), st.booleans())
def test_no_answer_exceeds_a_limit(question: str, text: str, known: list[Passage], covered: bool) -> None:  # noqa: FBT001
    answered = Answered(question=question, text=text, passages=tuple(known), covered=covered)
    ranked = tuple(RankedPassage(passage=each, score=0.5) for each in known)

    assert_openable(ask_result_view(answered))
    assert_postable(ask_result_message(answered))
    assert_openable(query_test_result_view(TestQueryResult(question=question, version="v3", ranked=ranked)))


def test_a_question_that_nothing_covers_gets_no_invented_answer() -> None:
    told = shown(ask_result_view(Answered(question="Swearing?", text="Never.", covered=False))["blocks"])

    assert "No guideline covers this." in told
    assert "Never." not in told


@unhurried
@given(st.data(), texts)
def test_no_asset_exceeds_a_limit(data: st.DataObject, text: str) -> None:
    channel = data.draw(channels)
    line = AssetLine(id="as1", title=text, channel_label="Blog post", approved_by="U1", approved_at=NOW)

    assert_openable(
        asset_view(
            AssetDetail(
                line=line,
                channel=channel,
                parts=data.draw(parts_of(channel)),
                requester="U2",
                number=3,
                content_hash="ab" * 32,
                provenance=((text[:50], text),) * 20,
            )
        )
    )


@unhurried
@given(texts)
def test_waiting_failing_and_being_done_fit_their_windows(text: str) -> None:
    for view in (
        loading_view(),
        refused_view(text),
        refused_view(f"Ask <@U0ADA> or <@U0OMAR>. {text}"),
        done_view("Saved", text),
    ):
        assert_openable(view)
