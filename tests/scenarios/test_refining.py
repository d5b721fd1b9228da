"""A marketer changes a draft: in words, by buttons, by hand; each change is the next version."""

import pytest

from tests.scenarios.workplace import (
    MARKETING,
    Json,
    Workplace,
    action_in,
    actions_of,
    copy_on,
    is_ours,
    text_of,
    typed,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

FREE = "Free for 30 days"
"""How the kit wants the free trial to be mentioned."""

THREE = "3 X posts for freelancers about Smart Reminders"


async def test_a_reply_without_mention_makes_the_next_version(work: Workplace) -> None:
    root, first = await work.drafted()
    await work.maya.say(MARKETING, "shorter", thread=root)

    second = await work.card(root, 2)
    assert len(copy_on(second)) < len(copy_on(first))
    assert "Changed: shorter" in text_of(second)
    old = await work.shows(first, "Version 2 took its place")
    assert not [each for each in actions_of(old) if each.startswith("draft.submit")]


async def test_changes_pile_up_and_keep_what_was_asked_before(work: Workplace) -> None:
    root, _ = await work.drafted()
    await work.maya.say(MARKETING, "mention the free trial", thread=root)
    second = await work.card(root, 2)
    assert FREE in copy_on(second)

    await work.maya.say(MARKETING, "and link to https://ledgerline.example/reminders", thread=root)
    third = await work.card(root, 3)
    assert FREE in copy_on(third)
    assert "https://ledgerline.example/reminders" in copy_on(third)


async def test_a_us_version_follows_us_spelling_and_rules(work: Workplace) -> None:
    root, _ = await work.drafted("X post: we organise our client meetup on 14 May 2027")
    await work.maya.say(MARKETING, "localise for the US", thread=root)

    second = await work.card(root, 2)
    assert "We organize our client meetup on May 14, 2027." in copy_on(second)
    assert "organise → organize" in text_of(second)


async def test_buttons_ask_for_the_same_changes(work: Workplace) -> None:
    root, first = await work.drafted()
    await work.maya.click(first, "draft.shorter")
    second = await work.card(root, 2)

    await work.maya.click(second, "draft.another_variant")
    third = await work.card(root, 3)
    assert "Choose the variant to go on with." in text_of(third)


async def test_trying_again_gives_other_copy(work: Workplace) -> None:
    root, first = await work.drafted()
    await work.maya.click(first, "draft.retry")

    second = await work.card(root, 2)
    assert copy_on(second) != copy_on(first)


async def test_pressing_shorter_twice_makes_one_version(work: Workplace) -> None:
    root, first = await work.drafted()
    before = work.latest(MARKETING)
    await work.maya.click(first, "draft.shorter")
    await work.maya.click(first, "draft.shorter")

    await work.card(root, 2)
    await work.told_privately(work.maya, MARKETING, "version 2", after=before)
    await work.quiet()
    assert len(ours(work, root)) == 2


async def test_one_of_several_variants_is_chosen_and_sent(work: Workplace) -> None:
    root, card = await work.drafted(THREE)
    assert "Choose the variant to go on with." in text_of(card)
    assert not [each for each in actions_of(card) if each.startswith("draft.submit")]

    await work.maya.click(card, "draft.choose#1")
    chosen = await work.shows(card, "Variant 2* is chosen")
    review = await work.send(chosen)
    assert "variant 2 of 3" in text_of(review)
    assert (await work.card(root))["ts"] == card["ts"]


async def test_words_choose_and_combine_variants(work: Workplace) -> None:
    root, card = await work.drafted("2 Google ads for freelancers about Smart Reminders")
    assert "Use variant 2" in text_of(card)
    await work.maya.say(MARKETING, "second variant but with the first headline", thread=root)

    second = await work.card(root, 2)
    assert "Use variant 2" not in text_of(second)
    first_headline = text_of(card).split("Headline")[1].splitlines()[1]
    assert first_headline in text_of(second)


async def test_another_variant_stands_beside_the_first(work: Workplace) -> None:
    root, first = await work.drafted()
    await work.maya.say(MARKETING, "another variant please", thread=root)

    second = await work.card(root, 2)
    assert "Use variant 2" in text_of(second)
    assert copy_on(first) in copy_on(second)


async def test_going_back_brings_the_first_version_word_for_word(work: Workplace) -> None:
    root, first = await work.drafted()
    await work.maya.say(MARKETING, "shorter", thread=root)
    second = await work.card(root, 2)
    assert copy_on(second) != copy_on(first)
    await work.maya.say(MARKETING, "go back to version 1", thread=root)

    third = await work.card(root, 3)
    assert copy_on(third) == copy_on(first)
    await work.shows(second, "Version 3 took its place")


async def test_going_back_and_changing_starts_from_the_earlier_version(work: Workplace) -> None:
    root, first = await work.drafted()
    await work.maya.say(MARKETING, "longer", thread=root)
    await work.card(root, 2)
    await work.maya.say(MARKETING, "go back to version 1 and mention the free trial", thread=root)

    third = await work.card(root, 3)
    assert FREE in copy_on(third)
    assert copy_on(first).splitlines()[0] in copy_on(third)


async def test_there_is_nothing_before_the_first_version(work: Workplace) -> None:
    root, _ = await work.drafted()
    await work.maya.say(MARKETING, "undo that", thread=root)

    await work.answer(root, "This is the first version")


async def test_what_cannot_be_understood_is_said_and_changes_nothing(work: Workplace) -> None:
    root, _ = await work.drafted()
    await work.maya.say(MARKETING, "florble the wug", thread=root)

    await work.answer(root, "I did not understand")
    await work.quiet()
    assert len(ours(work, root)) == 2


async def test_a_colleague_may_refine_in_the_same_thread(work: Workplace) -> None:
    root, _ = await work.drafted()
    await work.omar.say(MARKETING, "mention the free trial", thread=root)

    assert FREE in copy_on(await work.card(root, 2))


async def test_a_remark_beside_the_thread_in_direct_messages_is_about_the_last_draft(work: Workplace) -> None:
    dm = await work.maya.dm()
    root = await work.maya.say(dm, "X post for freelancers about Smart Reminders")
    first = await work.card(root)
    remark = await work.maya.say(dm, "shorter")

    await work.card(remark, 2)
    await work.shows(first, "Version 2 took its place")
    for place, version in ((root, 3), (remark, 4)):  # both threads belong to it from now on
        await work.maya.say(
            dm, "mention the free trial" if version == 3 else "go back to version 1", thread=place
        )
        await work.card(place, version)


async def test_a_new_wish_in_direct_messages_is_a_new_request(work: Workplace) -> None:
    dm = await work.maya.dm()
    await work.card(await work.maya.say(dm, "X post for freelancers about Smart Reminders"))
    other = await work.maya.say(dm, "Blog post about the Tax Pot")

    assert "Blog post · version 1" in text_of(await work.card(other))


async def test_an_edit_by_hand_is_the_next_version(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    await work.maya.click(first, action_in(first, "draft.edit"))
    form = await work.window(work.maya, "Edit the draft")
    assert copy_on(first) in text_of(form)
    box = box_of(form, "body")
    note = {"note": typed("Said it in my own words.")}
    assert await work.maya.submit(form, {box: typed("Reminders go out. You go home."), **note}) == {
        "ok": True
    }

    second = await work.card(root, 2)
    assert copy_on(second) == "Reminders go out. You go home."
    assert "Edited by hand" in text_of(second)
    assert "Said it in my own words." in text_of(second)


async def test_an_empty_edit_is_refused_at_its_box(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    await work.maya.click(first, action_in(first, "draft.edit"))
    form = await work.window(work.maya, "Edit the draft")
    refused = await work.maya.submit(form, {box_of(form, "body"): typed("  ")})
    assert list(refused["errors"]) == [box_of(form, "body")]

    await work.maya.submit(form, {box_of(form, "body"): typed("Reminders go out by themselves.")})
    await work.card(root, 2)


async def test_an_edit_that_breaks_a_hard_rule_is_told_at_its_box(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    await work.maya.click(first, action_in(first, "draft.edit"))
    form = await work.window(work.maya, "Edit the draft")
    refused = await work.maya.submit(form, {box_of(form, "body"): typed("Reminders go out. " * 40)})
    assert "280" in refused["errors"][box_of(form, "body")]

    await work.maya.submit(form, {box_of(form, "body"): typed("Reminders go out by themselves.")})
    assert copy_on(await work.card(root, 2)) == "Reminders go out by themselves."


async def test_an_edit_of_an_old_version_is_refused_with_words(work: Workplace) -> None:
    root, first = await work.drafted()
    await work.maya.click(first, action_in(first, "draft.edit"))
    form = await work.window(work.maya, "Edit the draft")
    await work.maya.say(MARKETING, "shorter", thread=root)
    await work.card(root, 2)
    before = work.latest(MARKETING)
    await work.maya.submit(form, {box_of(form, "body"): typed("Reminders go out by themselves.")})

    await work.told_privately(work.maya, MARKETING, "version 2", after=before)
    await work.quiet()
    assert len(ours(work, root)) == 2


async def test_one_finding_is_fixed_by_its_button_and_all_by_another(work: Workplace) -> None:
    root, first = await work.drafted("X post for freelancers about Smart Reminders")
    edited = await by_hand(work, root, first, "Our web site sends smart reminders by e-mail, on the day.")
    fix = action_in(edited, "draft.fix")
    await work.maya.click(edited, fix)
    third = await work.card(root, 3)
    assert copy_on(third) != copy_on(edited)

    await work.maya.click(third, action_in(third, "draft.fix_all"))
    fourth = await work.card(root, 4)
    assert not [each for each in actions_of(fourth) if each.startswith("draft.fix")]


async def test_why_this_shows_passage_document_heading_and_version(work: Workplace) -> None:
    _, card = await work.drafted()
    await work.maya.click(card, action_in(card, "draft.why"))

    window = await work.window(work.maya, "Why this?", "What it rests on", "How it was written")
    shown = text_of(window)
    assert ".md" in shown
    assert "guidelines v1" in shown
    assert "Cited by" in shown
    assert "Sentence by sentence" in shown
    assert "of its words" in shown
    await work.maya.close(window)


async def by_hand(work: Workplace, root: Json, card: Json, text: str) -> Json:
    await work.maya.click(card, action_in(card, "draft.edit"))
    form = await work.window(work.maya, "Edit the draft")
    assert await work.maya.submit(form, {box_of(form, "body"): typed(text)}) == {"ok": True}
    return await work.card(root, 2)


def box_of(form: Json, field: str) -> str:
    return next(str(each["block_id"]) for each in form["blocks"] if f"/{field}/" in each["block_id"])


def ours(work: Workplace, root: Json) -> list[Json]:
    return [each for each in work.maya.messages(MARKETING, root) if is_ours(each) and "ephemeral" not in each]
