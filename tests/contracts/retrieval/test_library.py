from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from brandkit.briefs import Brief, ChannelName
from brandkit.errors import Refusal
from retrieval.care import store
from retrieval.conflicts import Trouble
from retrieval.documents import UnreadableDocument
from retrieval.front_matter import Care, Scope
from retrieval.index import ChromaIndex
from retrieval.library import GuidelineLibrary
from retrieval.record import NoSuchVersion
from retrieval.versions import ChangeKind, Progress
from tests.unit.retrieval.making import HashingEmbedder

DATES = "# Dates\nWrite dates as 3 May 2027, never with slashes."
VOICE = "# Voice\nWe sound warm and plain, as a friend who knows accounting."


def a_guide(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


async def load(library: GuidelineLibrary, folder: Path, brand: str = "acme", **guides: str) -> str:
    files = [a_guide(folder, f"{name}.md", text) for name, text in guides.items()]
    return (await library.load(brand=brand, files=files, by="U_ADMIN")).version


async def activate(library: GuidelineLibrary, engine: AsyncEngine, version: str, brand: str = "acme") -> None:
    async with engine.begin() as conn:
        await library.activate(conn, brand=brand, version=version, by="U_ADMIN")


async def documents_found(library: GuidelineLibrary, question: str, brand: str = "acme") -> list[str]:
    return [one.passage.document for one in await library.search(brand, question)]


async def test_an_upload_is_a_draft_that_answers_nothing(library: GuidelineLibrary, tmp_path: Path) -> None:
    version = await library.load(brand="acme", files=[a_guide(tmp_path, "dates.md", DATES)], by="U_ADMIN")

    assert (version.version, version.state, version.documents, version.passages) == ("v1", "draft", 1, 1)
    assert await library.active("acme") is None
    assert await library.search("acme", "dates") == ()


async def test_an_activated_version_answers_with_its_own_name(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, voice=VOICE))

    best = (await library.search("acme", "how do we write dates"))[0]

    assert (best.passage.document, best.passage.heading, best.passage.version) == (
        "dates.md",
        ("Dates",),
        "v1",
    )
    assert 0 < best.score <= 1


async def test_a_new_version_holds_the_active_documents_and_the_new_ones(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES))

    second = await load(library, tmp_path, voice=VOICE)

    assert [one.name for one in await library.documents("acme", second)] == ["dates.md", "voice.md"]
    assert [one.name for one in await library.documents("acme")] == ["dates.md"]


async def test_a_file_of_the_same_name_replaces_the_older(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES))
    await activate(library, engine, await load(library, tmp_path, dates=DATES.replace("3 May", "May 3")))

    assert [one.passage.text for one in await library.search("acme", "dates")] == [
        "Write dates as May 3 2027, never with slashes."
    ]


async def test_unchanged_passages_are_neither_read_nor_embedded_again(
    library: GuidelineLibrary, engine: AsyncEngine, embedder: HashingEmbedder, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES))
    before = embedder.asked

    await load(library, tmp_path, voice=VOICE)

    assert embedder.asked == before + 1


async def test_loading_the_same_again_gives_the_version_that_is_there(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    first = await load(library, tmp_path, dates=DATES)

    assert await load(library, tmp_path, dates=DATES) == first
    await activate(library, engine, first)
    assert await load(library, tmp_path, dates=DATES) == first
    assert len(await library.versions("acme")) == 1


async def test_a_bad_file_among_good_ones_changes_nothing(
    library: GuidelineLibrary, index: ChromaIndex, tmp_path: Path
) -> None:
    good, bad, worse = (
        a_guide(tmp_path, "a.md", DATES),
        a_guide(tmp_path, "b.pdf", "no"),
        a_guide(tmp_path, "c.md", " "),
    )

    with pytest.raises(UnreadableDocument, match=r"(?s)2 of 3 files.*nothing was changed.*b\.pdf.*c\.md"):
        await library.load(brand="acme", files=[good, bad, worse], by="U_ADMIN")

    assert await library.versions("acme") == ()
    assert index.collections() == ()
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


async def test_names_are_relative_to_the_root(library: GuidelineLibrary, tmp_path: Path) -> None:
    path = a_guide(tmp_path, "guidelines/words/dates.md", DATES)

    version = await library.load(brand="acme", files=[path], by="U_ADMIN", root=tmp_path / "guidelines")

    assert [one.name for one in await library.documents("acme", version.version)] == ["words/dates.md"]


async def test_two_files_of_one_name_are_refused(library: GuidelineLibrary, tmp_path: Path) -> None:
    files = [a_guide(tmp_path, "a/x.md", DATES), a_guide(tmp_path, "b/x.md", VOICE)]

    with pytest.raises(Refusal, match=r"named x\.md"):
        await library.load(brand="acme", files=files, by="U_ADMIN")


async def test_a_document_can_be_left_out_and_a_version_made_of_these_files_only(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, voice=VOICE))

    without = await library.load(brand="acme", files=[], by="U_ADMIN", remove=["voice.md"])
    alone = await library.load(brand="acme", files=[tmp_path / "voice.md"], by="U_ADMIN", keep=False)

    assert [one.name for one in await library.documents("acme", without.version)] == ["dates.md"]
    assert [one.name for one in await library.documents("acme", alone.version)] == ["voice.md"]


async def test_restoring_goes_back_step_by_step(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    for text in ("one", "two", "three"):
        await activate(
            library, engine, await load(library, tmp_path, dates=f"# Dates\nRule {text} on dates.")
        )

    restored = []
    for _ in range(2):
        async with engine.begin() as conn:
            restored.append((await library.restore_previous(conn, brand="acme", by="U_ADMIN")).version)

    assert restored == ["v2", "v1"]
    assert [one.passage.text for one in await library.search("acme", "dates")] == ["Rule one on dates."]
    assert [one.state for one in await library.versions("acme")] == ["archived", "archived", "active"]
    with pytest.raises(NoSuchVersion, match="none to go back to"):
        async with engine.begin() as conn:
            await library.restore_previous(conn, brand="acme", by="U_ADMIN")


async def test_an_activation_that_is_rolled_back_never_was(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES))
    second = await load(library, tmp_path, dates=VOICE)

    async with engine.connect() as conn:
        await library.activate(conn, brand="acme", version=second, by="U_ADMIN")
        await conn.rollback()

    active = await library.active("acme")
    assert active is not None
    assert active.version == "v1"


async def test_a_version_that_is_not_there_cannot_be_activated(
    library: GuidelineLibrary, engine: AsyncEngine
) -> None:
    for version in ("v7", "latest", "v", "v99999999999"):
        with pytest.raises(NoSuchVersion):
            await activate(library, engine, version)


async def test_a_draft_can_be_discarded_and_what_was_active_cannot(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES))
    draft = await load(library, tmp_path, voice=VOICE)

    async with engine.begin() as conn:
        await library.discard(conn, brand="acme", version=draft)

    assert [one.version for one in await library.versions("acme")] == ["v1"]
    assert await documents_found(library, "dates") == ["dates.md"]
    with pytest.raises(Refusal, match="Only drafts"):
        async with engine.begin() as conn:
            await library.discard(conn, brand="acme", version="v1")


async def test_no_version_gets_the_number_of_a_discarded_one(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES))
    discarded = await load(library, tmp_path, voice=VOICE)
    async with engine.begin() as conn:
        await library.discard(conn, brand="acme", version=discarded)

    following = await load(library, tmp_path, voice=VOICE)

    assert (discarded, following) == ("v2", "v3")
    with pytest.raises(NoSuchVersion):
        await activate(library, engine, discarded)


async def test_brands_are_kept_apart(library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path) -> None:
    await activate(library, engine, await load(library, tmp_path, brand="acme", dates=DATES), "acme")
    await activate(library, engine, await load(library, tmp_path, brand="globex", voice=VOICE), "globex")

    assert await documents_found(library, "dates and voice", "acme") == ["dates.md"]
    assert await documents_found(library, "dates and voice", "globex") == ["voice.md"]
    assert await library.search("nobody", "dates") == ()


async def test_another_worker_sees_the_switch_at_its_next_search(
    library: GuidelineLibrary, another: Callable[[], GuidelineLibrary], engine: AsyncEngine, tmp_path: Path
) -> None:
    other = another()
    await activate(library, engine, await load(library, tmp_path, dates=DATES))
    assert await documents_found(other, "dates") == ["dates.md"]

    await activate(library, engine, await load(library, tmp_path, more_dates=f"{DATES} So do we all."))

    assert sorted(await documents_found(other, "dates")) == ["dates.md", "more_dates.md"]


async def test_concurrent_loads_get_numbers_of_their_own(
    library: GuidelineLibrary, another: Callable[[], GuidelineLibrary], tmp_path: Path
) -> None:
    others = [another() for _ in range(3)]

    made = await asyncio.gather(
        *(
            load(one, tmp_path / str(n), **{f"guide{n}": f"# G\nRule {n}."})
            for n, one in enumerate((library, *others))
        )
    )

    assert sorted(made) == ["v1", "v2", "v3", "v4"]


async def test_a_lost_index_is_built_again_from_the_record(
    library: GuidelineLibrary, engine: AsyncEngine, index: ChromaIndex, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, voice=VOICE))
    before = await library.search("acme", "dates")
    for collection in index.collections():
        index.drop(collection)

    assert await library.search("acme", "dates") == before


async def test_a_half_filled_index_is_completed_by_a_new_process(
    library: GuidelineLibrary,
    another: Callable[[], GuidelineLibrary],
    engine: AsyncEngine,
    index: ChromaIndex,
    tmp_path: Path,
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, voice=VOICE))
    before = await library.search("acme", "dates")
    collection = index.collections()[0]
    kept = index.vectors(collection, [before[0].passage.id])
    index.drop(collection)
    index.add(collection, list(kept), np.stack(list(kept.values())))

    assert len(await another().search("acme", "dates")) == len(before)


async def test_the_difference_between_versions_is_listed(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, voice=VOICE))
    await load(library, tmp_path, dates=DATES.replace("never", "not"), words="# Words\nSay use.")

    changes = await library.diff("acme", "v1", "v2")

    assert [(one.kind, one.passage.document) for one in changes] == [
        (ChangeKind.REWORDED, "dates.md"),
        (ChangeKind.ADDED, "words.md"),
    ]


async def test_passages_are_found_by_id_in_the_order_asked(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, voice=VOICE))
    both = [one.passage for one in await library.search("acme", "dates voice")]

    assert await library.passages("acme", [both[1].id, "gone", both[0].id]) == (both[1], both[0])  # type: ignore[list-item]


async def test_what_two_documents_say_in_the_same_words_takes_one_place(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, old_dates=DATES, voice=VOICE))

    found = await library.nearest("acme", "how do we write dates", k=2)

    assert [one.passage.heading for one in found.passages] == [("Dates",), ("Voice",)]


async def test_a_passage_leads_to_those_around_it(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=f"{DATES}\n# Times\nWrite 9 am."))
    times = next(one for one in await library.all_passages("acme") if one.heading == ("Times",))
    assert times.previous is not None

    (before,) = await library.passages("acme", [times.previous])

    assert (before.heading, before.following, times.following) == (("Dates",), times.id, None)


async def test_a_brief_is_answered_from_several_sides(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, voice=VOICE))
    brief = Brief(channel=ChannelName("linkedin"), ask="Post about dates", topic="dates", tone="warm")

    found = {one.passage.document for one in await library.search_brief(brief, brand="acme")}

    assert found == {"dates.md", "voice.md"}


async def test_a_brief_on_a_named_thing_gets_what_is_said_beside_its_name(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    programme = (
        "# Referrals\n## What to call it\nIt is the “Bring a friend” programme.\n"
        "## What to promise\nBoth people get one month free.\n"
    )
    others = {f"voice{number}": f"# Voice {number}\nWe are plain in posts." for number in range(9)}
    await activate(library, engine, await load(library, tmp_path, programme=programme, **others))
    asked = "LinkedIn post about our Bring a friend programme"
    brief = Brief(channel=ChannelName("linkedin"), ask=asked, topic="our Bring a friend programme")

    found = await library.search_brief(brief, brand="acme", k=3)

    assert "Both people get one month free." in {one.passage.text for one in found}


async def test_progress_is_told_in_order(library: GuidelineLibrary, tmp_path: Path) -> None:
    steps: list[Progress] = []

    await library.load(brand="acme", files=[a_guide(tmp_path, "a.md", DATES)], by="U", progress=steps.append)
    await asyncio.sleep(0)

    assert [(one.stage, one.done, one.total) for one in steps] == [
        ("reading", 1, 1),
        ("embedding", 1, 1),
        ("indexing", 1, 1),
    ]


async def test_the_original_is_kept(library: GuidelineLibrary, tmp_path: Path) -> None:
    version = await load(library, tmp_path, dates=DATES)

    status = (await library.documents("acme", version))[0]

    assert library.original(status).read_text(encoding="utf-8") == DATES
    assert (status.kind, status.title, status.bytes, status.uploaded_by) == (
        "md",
        "Dates",
        len(DATES),
        "U_ADMIN",
    )


async def test_what_is_said_twice_is_listed_for_the_owner(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(
        library, engine, await load(library, tmp_path, dates=DATES, dates_again=DATES, voice=VOICE)
    )

    pairs = await library.troubles("acme")

    assert [(one.trouble, one.first.document, one.second.document) for one in pairs] == [
        (Trouble.DUPLICATE, "dates.md", "dates_again.md")
    ]


async def test_an_uncovered_question_finds_nothing_and_its_nearest_passages_can_be_seen(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, voice=VOICE))

    assert await library.search("acme", "parking permits") == ()
    nearest = await library.nearest("acme", "parking permits")
    assert (nearest.covered, len(nearest.passages)) == (False, 2)


async def test_a_document_for_another_channel_has_no_say_in_a_draft(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    only_email = f"---\nchannels: [email]\n---\n{DATES}"
    await activate(library, engine, await load(library, tmp_path, dates=only_email, voice=VOICE))

    for_x = await library.search("acme", "how do we write dates", scope=Scope(channel="x"))
    for_email = await library.search("acme", "how do we write dates", scope=Scope(channel="email"))

    assert "dates.md" not in [one.passage.document for one in for_x]
    assert for_email[0].passage.document == "dates.md"


@pytest.mark.parametrize(("channels", "gaps"), [("linkedin", ()), ("email", ("how to write for linkedin",))])
async def test_what_only_speaks_of_another_channel_does_not_cover_a_brief(
    channels: str, gaps: tuple[str, ...], library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    posts = f"---\nchannels: [{channels}]\n---\n# Posts\nHow to write a linkedin post or message: be brief."
    await activate(library, engine, await load(library, tmp_path, posts=posts, voice=VOICE))

    brief = Brief(ask="our spring sale", channel=ChannelName("linkedin"), topic="spring sale")

    assert await library.uncovered(brief, brand="acme") == gaps


async def test_what_an_admin_says_of_a_document_counts_more_than_what_it_says(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path, clock: Callable[[], datetime]
) -> None:
    front = f"---\nowner: Ada\nreview_by: 2027-06-30\n---\n{DATES}"
    await activate(library, engine, await load(library, tmp_path, dates=front))
    async with engine.begin() as conn:
        await store(conn, "acme", "dates.md", Care(owner="Omar"), by="U1", at=clock())

    (document,) = await library.documents("acme")

    assert document.care == Care(owner="Omar", review_by=date(2027, 6, 30))


async def test_documents_that_went_out_of_force_are_known_as_archived(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES, voice=VOICE))
    without = await library.load(brand="acme", files=[], by="U_ADMIN", remove=["voice.md"])
    waiting = await library.archived("acme")
    await activate(library, engine, without.version)

    assert waiting == ()
    assert [(one.name, one.version) for one in await library.archived("acme")] == [("voice.md", "v1")]
    assert [(one.name, one.version) for one in await library.documents("acme")] == [("dates.md", "v2")]


async def test_a_version_is_compared_with_the_one_that_it_took_over_from(
    library: GuidelineLibrary, engine: AsyncEngine, tmp_path: Path
) -> None:
    await activate(library, engine, await load(library, tmp_path, dates=DATES))
    second = await load(library, tmp_path, dates=VOICE)

    assert await library.predecessor("acme", second) == "v1"
    with pytest.raises(NoSuchVersion, match="first version"):
        await library.predecessor("acme", "v1")
