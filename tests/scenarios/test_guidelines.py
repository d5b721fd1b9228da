"""An admin looks after the guidelines: upload, activate, restore, discard; bad files change nothing."""

import io
import re
import zipfile

import pypdfium2
import pytest
from docx import Document
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from retrieval.versions import GuidelineVersion
from sandbox.driver import Acting
from tests.scenarios.workplace import (
    KIT,
    Json,
    Workplace,
    action_in,
    actions_of,
    text_of,
    ticked,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

PIGEONS = b"""# Carrier pigeons

## What to call them

We write "carrier pigeon", never "bird mail". A carrier pigeon is always grey in our pictures.
"""
OWLS = PIGEONS.replace(b"pigeon", b"owl").replace(b"grey", b"brown")
SEALS = PIGEONS.replace(b"pigeon", b"seal").replace(b"grey", b"black")


async def test_a_shared_file_is_a_draft_version_until_it_is_activated(work: Workplace) -> None:
    before = await active(work)
    result = await uploaded(work, "pigeons.md", PIGEONS)
    assert "pigeons.md" in text_of(result)
    assert await active(work) == before
    assert not await tells(work, "What colour is a carrier pigeon in our pictures?", "grey")

    await work.ada.click(result, action_in(result, "guidelines.activate"))
    done = await work.shows(result, "is active", who=work.ada)
    assert not [each for each in actions_of(done) if each.startswith("guidelines.")]
    assert (await active(work)).documents == before.documents + 1
    assert await tells(work, "What colour is a carrier pigeon in our pictures?", "grey")


async def test_the_version_before_is_restored_from_app_home(work: Workplace) -> None:
    before = await active(work)
    result = await uploaded(work, "owls.md", OWLS)
    await work.ada.click(result, action_in(result, "guidelines.activate"))
    await work.shows(result, "is active", who=work.ada)
    await work.quiet()
    home = await work.home(work.ada, f"Documents in force: {before.documents + 1}", "channels-social.md")
    assert f"Restore version {before.number}" in text_of(home)
    left = await active(work)
    await work.turned(work.ada, home, "guidelines.restore")

    await work.home(work.ada, f"Documents in force: {before.documents}")
    home = await work.home(work.ada, f"Version {before.number}")
    assert f"Restore version {left.number}" not in text_of(home)
    assert action_in(home, "guidelines.activate")
    assert (await active(work)).number == before.number
    assert not await tells(work, "What colour is a carrier owl in our pictures?", "brown")


async def test_a_draft_version_is_discarded_and_nothing_changes(work: Workplace) -> None:
    before = await active(work)
    result = await uploaded(work, "seals.md", SEALS)
    await work.ada.click(result, action_in(result, "guidelines.discard"))

    await work.told_privately(work.ada, await work.ada.dm(), "discarded", after=result["ts"])
    await work.quiet()
    assert await active(work) == before
    assert not [each for each in actions_of(work.again(result, who=work.ada)) if "activate" in each]


async def test_the_upload_form_takes_several_kinds_and_can_activate_at_once(work: Workplace) -> None:
    before, mark = await active(work), work.latest(await work.ada.dm())
    home = await work.home(work.ada, "Upload guidelines")
    await work.ada.click_in(home, "guidelines.upload")
    form = await work.window(work.ada, "Upload guidelines")
    assert "files" in (await work.ada.submit(form))["errors"]
    files = [await work.ada.upload(name, data) for name, data in several().items()]
    values = {"files": {"value": {"files": files}}, "activate": ticked("yes")}
    assert await work.ada.submit(form, values) == {"ok": True}

    result = await work.told_directly(work.ada, "is active", after=mark)
    await work.shows(result, *several(), who=work.ada)
    assert (await active(work)).documents >= before.documents + len(several()) - 1
    assert await tells(work, "What colour is a plane in our pictures?", "silver")


async def test_a_test_question_shows_what_would_be_cited(work: Workplace) -> None:
    home = await work.home(work.ada, "Test a question")
    await work.ada.click_in(home, "guidelines.test")
    form = await work.window(work.ada, "Test a question")
    await work.ada.submit(form, {"question": {"value": {"value": "How do we write dates?"}}})

    await work.window(work.ada, "relevance", "Guideline version v")


@pytest.mark.parametrize(
    "name", ["empty.md", "locked.pdf", "mislabelled.pdf", "noise.docx", "photo.png", "bomb.docx"]
)
async def test_a_bad_file_gets_a_clear_answer_and_changes_nothing(work: Workplace, name: str) -> None:
    before = await work.desk.library.versions(KIT.name)
    shared = await share(work.ada, name, bad_files()[name])

    refused = await work.answer(shared, "nothing changed", who=work.ada)
    assert name in text_of(refused)
    reason = text_of(refused).split(name, 1)[1]
    assert len(reason.split()) > 4
    for internal in ("Traceback", "Error:", "/tmp", "errno"):  # noqa: S108 - looked for, not used
        assert internal not in reason
    assert await work.desk.library.versions(KIT.name) == before


async def test_an_archive_is_one_version_and_says_what_was_left_out(work: Workplace) -> None:
    before = await active(work)
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("Herons/herons.md", PIGEONS.replace(b"pigeon", b"heron"))
        archive.writestr(
            "Herons/web/gulls.md", PIGEONS.replace(b"pigeon", b"gull").replace(b"grey", b"white")
        )
        archive.writestr("Herons/locked.docx", b"no")
        archive.writestr("Herons/logo.png", b"a picture")
    result = await uploaded(work, "herons.zip", inside.getvalue())

    told = text_of(result)
    for words in ("herons.md", "web/gulls.md", "locked.docx", "is not a .docx document", "logo.png"):
        assert words in told
    newest = (await work.desk.library.versions(KIT.name))[0]
    assert newest.documents == before.documents + 2
    await work.ada.click(result, action_in(result, "guidelines.discard"))
    await work.quiet()


async def test_a_huge_file_is_refused_before_it_is_fetched(work: Workplace) -> None:
    file = await work.ada.upload("film.pdf", b"%PDF-1.7")
    stored = work.sandbox.service.workspace.files[file["id"]]
    stored.data = b"%PDF-1.7" + b"\0" * (51 * 1024 * 1024)
    shared = await work.ada.say(await work.ada.dm(), "the guide", files=[file])

    refused = await work.answer(shared, "nothing changed", who=work.ada)
    assert "larger than 50 MB" in text_of(refused)


async def test_good_and_bad_files_together_keep_the_good_ones(work: Workplace) -> None:
    files = [await work.ada.upload("owls.md", OWLS), await work.ada.upload("empty.md", b"")]
    shared = await work.ada.say(await work.ada.dm(), "two guides", files=files)

    result = await work.answer(shared, "is ready", who=work.ada)
    assert "Not taken:" in text_of(result)
    assert "empty.md" in text_of(result)


async def test_two_files_of_one_name_in_one_message_do_not_take_each_others_place(work: Workplace) -> None:
    contents = {"geese.md": (OWLS, SEALS), "mice.md": (PIGEONS, PIGEONS)}
    files = [await work.ada.upload(name, data) for name, both in contents.items() for data in both]
    shared = await work.ada.say(await work.ada.dm(), "four guides", files=files)

    told = text_of(await work.answer(shared, "is ready", who=work.ada))
    taken, refused = told.split("Not taken:")
    assert "mice.md" in taken
    assert "geese.md" not in taken
    assert "comes twice with different content" in refused
    assert "mice.md" not in refused


async def test_who_is_no_admin_is_refused_with_words(work: Workplace) -> None:
    before = await work.desk.library.versions(KIT.name)
    shared = await share(work.maya, "pigeons.md", PIGEONS)
    await work.answer(shared, "Only an admin can change the guidelines", who=work.maya)
    home = await work.home(work.maya, "Your copy desk")

    assert "guidelines.upload" not in actions_of(home)
    assert await work.desk.library.versions(KIT.name) == before


async def test_a_login_page_instead_of_the_file_is_recognised(work: Workplace) -> None:
    work.sandbox.misbehave("files.download", "html_login", times=1)
    shared = await share(work.ada, "pigeons.md", PIGEONS)

    refused = await work.answer(shared, "nothing changed", who=work.ada)
    assert "files:read" in text_of(refused)
    assert re.search(r"version \d+ is ready", text_of(await uploaded(work, "seals.md", SEALS)))


async def share(who: Acting, name: str, data: bytes) -> Json:
    file = await who.upload(name, data)
    return await who.say(await who.dm(), "", files=[file])


async def uploaded(work: Workplace, name: str, data: bytes) -> Json:
    return await work.answer(await share(work.ada, name, data), "is ready", who=work.ada)


async def active(work: Workplace) -> GuidelineVersion:
    version = await work.desk.library.active(KIT.name)
    assert version is not None
    return version


async def tells(work: Workplace, question: str, word: str) -> bool:
    """Whether the guidelines in force answer the question with that word."""
    answer = await work.answer(await work.ask(question), question)
    return word in text_of(answer)


def several() -> dict[str, bytes]:
    """One document of each kind that the form takes."""
    return {
        "pigeons.md": PIGEONS,
        "post.txt": b"Letters\n\nA letter is always blue in our pictures.\n",
        "boats.html": b"<html><body><h1>Boats</h1><p>A boat is always white in our pictures.</p></body></html>",
        "trains.docx": a_docx("Trains", "A train is always red in our pictures."),
        "planes.pdf": a_pdf("A plane is always silver in our pictures."),
    }


def bad_files() -> dict[str, bytes]:
    return {
        "empty.md": b"",
        "locked.pdf": a_pdf("Nobody may read this.", password="secret"),
        "mislabelled.pdf": PIGEONS,
        "noise.docx": bytes(range(256)) * 20,
        "photo.png": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "bomb.docx": a_bomb(),
    }


def a_docx(title: str, text: str) -> bytes:
    document = Document()
    document.add_heading(title, level=1)
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_pdf(text: str, *, password: str = "") -> bytes:
    out = io.BytesIO()
    encrypt = StandardEncryption(password) if password else None
    canvas = Canvas(out, encrypt=encrypt)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 700, text)
    canvas.save()
    if not password:
        assert len(pypdfium2.PdfDocument(out.getvalue())) == 1
    return out.getvalue()


def a_bomb() -> bytes:
    """A small archive that unpacks to far more than it says."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * (300 * 1024 * 1024))
    return out.getvalue()
