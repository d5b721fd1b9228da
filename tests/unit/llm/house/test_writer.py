"""The house writer: copy that keeps the limits and the rules, says what was asked, and invents nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from brandkit.briefs import ChannelName
from brandkit.checking import check_variant
from brandkit.counting import length
from brandkit.drafts import Part, Variant, WriterKind
from brandkit.findings import Severity
from brandkit.kit import BrandKit
from brandkit.kit_folder import shipped_channels
from brandkit.passages import Passage, RankedPassage
from llm.house.citing import with_citations
from llm.house.writer import AgainstTheRules, HouseWriter
from tests.unit.llm.house.house_builders import (
    TYPED,
    WRITER,
    an_assignment,
    copy_of,
    guidelines_only,
    ledgerline,
    varied_asks,
)

_OPEN_SLOT = re.compile(r"[{}]|\[[^\]]*\]|<[^>]*\|")
BLOG = ChannelName("blog")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@pytest.mark.parametrize("ask", varied_asks(200))
async def test_copy_for_any_brief_is_clean_whole_and_within_its_limits(ask: str) -> None:
    assignment = an_assignment(ask)

    written = await WRITER.write(assignment)

    channel, brief = assignment.channel, assignment.brief
    assert 1 <= len(written.variants) <= brief.variants
    for variant in written.variants:
        findings = check_variant(
            variant, channel=channel, kit=ledgerline(), market=brief.market, product=brief.product
        )
        assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
        assert not _OPEN_SLOT.search(copy_of(variant))
        for field in channel:
            texts = variant.texts(field.name)
            assert field.at_least <= len(texts) <= field.at_most
            hard = [limit for limit in field.limits if limit.hard]
            assert all(length(text, limit.unit) <= limit.value for limit in hard for text in texts)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ("email about our new online booking, warm and short", "our new online booking"),
        ("Google ad: thank you to 2,000 volunteers who translated our guides into 23 languages", "2,000 volunteers"),
        ("tweet: new dark mode in the mobile app", "the new dark mode in the mobile app"),
        ("tweet: free workshop series on writing, six Wednesdays, starts in May", "Six Wednesdays. It starts in May."),
        ("tweet: price change from 1 July", "our price change from 1 July"),
        ("tweet: security update 4.2 fixes two problems", "Security update 4.2 fixes two problems."),
        ("email: meet the team", "Meet the team."),
        ("tweet: status page down for maintenance on Sunday", "The status page is down for maintenance on Sunday."),
        ("tweet: we turned five, thank our customers", "Thank you to our customers."),
        ("email about our sale: 20% off, code COMEBACK20", "Get 20% off with the code COMEBACK20."),
        ("email about team accounts: shared invoices, one bill", "In short: shared invoices and one bill."),
        ("email apologising for sending the wrong invoice yesterday", "We apologise for sending the wrong invoice yesterday."),
        ("LinkedIn post about how invoices find their way", "Let’s look at how invoices find their way."),
        ("tweet about why freelancers undercharge", "Let’s look at why freelancers undercharge."),
        ("X post about the launch of the app in Ireland", "We’re pleased to share the launch of the app in Ireland."),
        ("press release announcing Priya Nair as CFO", "We welcome Priya Nair as CFO."),
        ("tweet about writing tips", "Let’s talk about writing tips."),
    ],
)  # fmt: skip
async def test_briefs_as_they_are_noted_down_become_whole_sentences(ask: str, says: str) -> None:
    written = await WRITER.write(an_assignment(ask, kit=guidelines_only()))

    assert says in copy_of(written.variants[0])


@pytest.mark.parametrize("ask", varied_asks(70, seed=9))
async def test_every_number_in_the_copy_comes_from_the_brief_or_the_kit(ask: str) -> None:
    assignment = an_assignment(ask)
    kit = ledgerline()
    known = " ".join(
        (
            ask,
            kit.boilerplate,
            kit.website,
            "23 November 23, 2026",
            *(text for claim in kit.claims for text in (claim.text, claim.disclaimer)),
            *(mandatory.text for mandatory in kit.mandatories),
            *(template.name for template in kit.templates),
            "+44 113 496 0142 1. 2. 3.",
        )
    )

    written = await WRITER.write(assignment)

    for variant in written.variants:
        assert [number for number in _NUMBER.findall(copy_of(variant)) if number not in known] == []


@pytest.mark.parametrize("ask", TYPED)
@pytest.mark.parametrize("kit", [ledgerline(), guidelines_only()], ids=["kit", "guidelines only"])
async def test_a_brief_as_people_type_it_is_answered_with_all_its_facts(ask: str, kit: BrandKit) -> None:
    assignment = an_assignment(ask, kit=kit)

    written = await WRITER.write(assignment)

    brief = assignment.brief
    for variant in written.variants:
        copy = copy_of(variant)
        findings = check_variant(
            variant, channel=assignment.channel, kit=kit, market=brief.market, product=brief.product
        )
        assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
        assert not _OPEN_SLOT.search(copy)
        prose = "\n".join(part.text for part in variant.parts if part.field != "path")
        assert not re.search(r"(?:^|[.!?]\s+|\n)[a-z](?![\w-]*\.\w)", prose)
        left_out = written.provenance.note
        for fact in brief.must_mention:
            numbers = set(_NUMBER.findall(fact))
            assert fact in left_out or numbers <= set(_NUMBER.findall(copy))
        assert (
            not brief.link or assignment.channel.name == "ad" or brief.link.removeprefix("https://") in copy
        )


async def test_people_spoken_of_are_spoken_to() -> None:
    written = await WRITER.write(
        an_assignment("email about the end of the trial. Mention they keep all their invoices")
    )

    assert "You keep all your invoices." in copy_of(written.variants[0])


async def test_what_someone_says_is_the_quotation_of_a_press_release() -> None:
    ask = "press release: Ledgerline opens an office in Cork. Quote from CEO Jo Marsh: “This is only the start.”"

    variant = (await WRITER.write(an_assignment(ask))).variants[0]

    assert variant.texts("quote") == ("“This is only the start,” says CEO Jo Marsh.",)
    assert copy_of(variant).count("only the start") == 1


async def test_variants_differ_in_their_way_in() -> None:
    written = await WRITER.write(an_assignment("LinkedIn post about the new invoice reminders, 4 variants"))

    openings = {variant.texts("body")[0].split("\n")[0] for variant in written.variants}
    assert len(openings) == len(written.variants) == 4


async def test_the_same_assignment_gives_the_same_copy() -> None:
    assignment = an_assignment("email about card payments, 2 variants", seed=7)

    assert await WRITER.write(assignment) == await WRITER.write(assignment)


async def test_the_draft_says_that_the_house_wrote_it_and_from_which_template() -> None:
    provenance = (await WRITER.write(an_assignment("tweet about late invoices", seed=3))).provenance

    assert (provenance.writer, provenance.seed, provenance.kit_version) == (
        WriterKind.HOUSE,
        3,
        ledgerline().version,
    )
    assert dict(provenance.sampling) == {"template 1": "x › one thought"}


async def test_what_the_brief_wants_mentioned_is_said_in_the_brands_own_words() -> None:
    written = await WRITER.write(an_assignment("email about late invoices. Mention the free trial"))

    assert "Free for 30 days, no card needed." in copy_of(written.variants[0])


async def test_a_claim_never_stands_without_its_basis() -> None:
    written = await WRITER.write(an_assignment("LinkedIn post about Smart Reminders, 4 variants"))

    for variant in written.variants:
        text = copy_of(variant)
        assert ("8 days sooner" in text) == ("Median of 4,210 invoices" in text)


async def test_an_expiring_claim_is_not_made_when_no_one_knows_the_date() -> None:
    written = await HouseWriter().write(an_assignment("LinkedIn post about Smart Reminders, 4 variants"))

    assert not any("8 days sooner" in copy_of(variant) for variant in written.variants)


async def test_a_claim_stays_in_its_territory() -> None:
    written = await WRITER.write(
        an_assignment("LinkedIn post about Smart Reminders for the EU market, 4 variants")
    )

    assert not any("8 days sooner" in copy_of(variant) for variant in written.variants)


async def test_a_topic_that_is_a_claim_of_another_territory_is_refused() -> None:
    assignment = an_assignment("LinkedIn post: card payments arrive in two working days")

    with pytest.raises(AgainstTheRules, match="may be said only in uk, eu"):
        await WRITER.write(replace(assignment, brief=replace(assignment.brief, market="us")))


async def test_a_topic_that_the_rules_forbid_is_refused_with_the_rule() -> None:
    with pytest.raises(AgainstTheRules, match="not offered in the US"):
        await WRITER.write(an_assignment("email about Ledgerline Pay for the US market"))


async def test_a_thin_brief_is_named_as_such_and_nothing_is_made_up() -> None:
    written = await WRITER.write(an_assignment("tweet about summer opening hours"))

    assert "names its subject, “summer opening hours”, and no facts" in written.provenance.note


@pytest.mark.parametrize(
    ("ask", "headline"),
    [
        ("press release announcing Priya Nair as CFO", "Ledgerline welcomes Priya Nair as CFO"),
        ("press release: Ledgerline raises £12m to expand into Germany", "Ledgerline raises £12m to expand into Germany"),
        ("press release about the appointment of Priya Nair", "Ledgerline announces the appointment of Priya Nair"),
    ],
)  # fmt: skip
async def test_the_press_is_told_the_news_with_its_names(ask: str, headline: str) -> None:
    written = await WRITER.write(an_assignment(ask))

    assert written.variants[0].texts("headline") == (headline,)


@pytest.mark.parametrize(
    "ask",
    [
        "email apologising for sending the wrong invoice",
        "email: remind people that their card expires",
        "LinkedIn post thanking our customers for 10,000 reviews",
        "LinkedIn post about yesterday's outage",
    ],
)
async def test_an_apology_a_reminder_or_thanks_has_no_line_about_the_brand(ask: str) -> None:
    written = await WRITER.write(an_assignment(ask))

    assert "Ledgerline writes the invoice" not in copy_of(written.variants[0])


@pytest.mark.parametrize(
    ("ask", "button"),
    [
        ("email about a breakfast for bookkeepers on 9 February", "Save your place"),
        ("email about our hybrid working policy", "See the details"),
        ("email about team accounts", "See team accounts"),
        ("email about why freelancers undercharge", "Read more"),
    ],
)
async def test_a_button_says_what_it_leads_to(ask: str, button: str) -> None:
    written = await WRITER.write(an_assignment(ask))

    assert written.variants[0].texts("cta") == (button,)


async def test_another_language_is_not_pretended() -> None:
    written = await WRITER.write(an_assignment("tweet about late invoices in German"))

    assert "Written in English" in written.provenance.note


async def test_parts_cite_the_passages_that_speak_about_them() -> None:
    hashtags = _passage("Write hashtags in CamelCase.", ("Channels: social posts", "Hashtags"))
    posts = _passage(
        "LinkedIn posts start from a situation, such as a late invoice.",
        ("Channels: social posts", "LinkedIn"),
    )
    paper = _passage("Print on recycled paper of 90 grams.", ("Stationery",))

    written = await WRITER.write(
        an_assignment("LinkedIn post about late invoices", passages=(hashtags, posts, paper))
    )

    cited = {(citation.field, citation.passage) for citation in written.variants[0].citations}
    assert ("body", posts.passage.id) in cited
    assert ("hashtags", hashtags.passage.id) in cited
    assert paper.passage.id not in {passage for _, passage in cited}


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Text messages need the sender first. An invoice link comes last.", ("Channels", "Text messages")),
        ("Name a late invoice by its number.", ("Stationery",)),
        ("Leave a line between headings.", ("Layout", "Subject matter")),
        ("Ninety characters in plain words.", ("Channels: email", "Display path")),
    ],
)
async def test_a_passage_for_another_channel_or_about_little_of_it_is_not_cited(
    text: str, heading: tuple[str, ...]
) -> None:
    written = await WRITER.write(
        an_assignment("email about late invoices", passages=(_passage(text, heading),))
    )

    assert written.variants[0].citations == ()


async def test_a_required_wording_cites_what_requires_it() -> None:
    releases = _passage("Two pages at most.", ("Channels", "Press releases"), "channels-web-and-press.md")

    written = await WRITER.write(an_assignment("press release about Tax Pot", passages=(releases,)))

    cited = {one.field for one in written.variants[0].citations}
    assert "boilerplate" in cited
    assert "contact" not in cited


async def test_a_sentence_cites_the_passage_that_says_the_same() -> None:
    told = _passage("Smart Reminders watch the due date and write to your client.", ("Products", "Reminders"))

    written = await WRITER.write(an_assignment("LinkedIn post about late invoices", passages=(told,)))

    assert ("body", told.passage.id) in {(one.field, one.passage) for one in written.variants[0].citations}


async def test_what_no_passage_covers_is_a_gap() -> None:
    written = await WRITER.write(an_assignment("tweet about late invoices"))

    assert written.variants[0].citations == ()
    assert written.variants[0].gaps == ("how to write the post",)


def test_a_gap_is_named_once_however_often_the_copy_changed() -> None:
    channel = shipped_channels()[ChannelName("x")]
    written = Variant(parts=(Part(field="body", index=0, text="Money that is yours."),))
    first = with_citations(written, (), channel)

    assert with_citations(first, (), channel).gaps == ("how to write the post",)


@pytest.mark.parametrize(
    "channel", ["LinkedIn post", "tweet", "email", "google ad", "text message", "blog post", "press release"]
)
@pytest.mark.parametrize(
    "topic",
    [
        "the new style guide for editors",
        "how to write good link text",
        "moving to plain language",
        "we now publish in Welsh",
    ],
)
async def test_a_brand_with_guidelines_alone_gets_whole_copy_too(channel: str, topic: str) -> None:
    bare = BrandKit(name="some-guide", slug="some-guide", version="0" * 12, channels=shipped_channels())
    assignment = an_assignment(f"{channel} about {topic}", kit=bare)

    written = await WRITER.write(assignment)

    variant = written.variants[0]
    findings = check_variant(variant, channel=assignment.channel, kit=bare)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert not _OPEN_SLOT.search(copy_of(variant))
    assert "some-guide" not in copy_of(variant)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (
            "email: we moved our help centre to a new address, old links redirect, for existing users",
            "We moved our help centre to a new address",
        ),
        (
            "blog post: security update 4.2 fixes two problems, please update this week, for administrators",
            "Security update 4.2 fixes two problems",
        ),
    ],
)
async def test_a_title_that_is_too_long_ends_with_a_clause(ask: str, says: str) -> None:
    bare = BrandKit(name="some-guide", slug="some-guide", version="0" * 12, channels=shipped_channels())

    written = await WRITER.write(an_assignment(ask, kit=bare))

    assert written.variants[0].parts[0].text == says


async def test_an_unknown_channel_without_templates_is_refused_plainly() -> None:
    assignment = an_assignment("tweet about late invoices")
    strange = replace(
        assignment, channel=replace(assignment.channel, name=ChannelName("billboard"), label="Billboard")
    )

    with pytest.raises(Exception, match="There is no template for Billboard"):
        await WRITER.write(strange)


def _passage(text: str, heading: tuple[str, ...], document: str = "guide.md") -> RankedPassage:
    return RankedPassage(
        passage=Passage(document=document, version="v1", heading=heading, text=text), score=0.5
    )


async def test_a_detail_of_the_brand_that_is_not_on_record_is_left_out_and_asked_for() -> None:
    written = await WRITER.write(an_assignment("LinkedIn post about late invoices, mention our phone number"))

    assert "phone number" not in copy_of(written.variants[0])
    assert "The brand kit has no phone number on record." in written.provenance.note


@pytest.mark.parametrize(
    ("document", "heading", "text"),
    [
        ("submit-post.md", "Blog posts", "Write the title first. Open with the answer in short words."),
        ("blog.md", "Publishing the blog", "Copy the text, check the headings and the first paragraph."),
        ("blog.md", "Blog posts", "See the guidance on headings. Back to top"),
    ],
)
def test_a_page_on_how_a_piece_gets_out_is_not_cited_for_how_it_is_written(
    document: str, heading: str, text: str
) -> None:
    passage = Passage(document=document, version="v1", heading=(heading,), text=text)
    variant = Variant(parts=(Part(field="title", text="Late"), Part(field="body", text="Paid soon.")))

    cited = with_citations(variant, [RankedPassage(passage=passage, score=1.0)], shipped_channels()[BLOG])

    assert cited.citations == ()
