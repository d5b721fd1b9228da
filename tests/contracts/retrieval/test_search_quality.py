"""The whole way with the real model and the real index, on guidelines made here."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from langchain_core.documents import Document

from brandkit.briefs import Brief, ChannelName
from brandkit.channel_files import shipped_channels
from brandkit.passages import RankedPassage
from retrieval.briefs import questions_of
from retrieval.embedding import SentenceEmbedder
from retrieval.evaluation import DENSE, OURS, Setting, evaluate
from retrieval.index import ChromaIndex
from retrieval.labelled import read_questions
from retrieval.langchain import GuidelineRetriever
from retrieval.naming import in_context
from retrieval.search import REMEMBERED, Found, Memory, NotIndexed, Shelf, Weighing, rank
from tests.unit.retrieval.making import a_deck, a_passage, a_pdf, a_word_file

QUESTIONS = [
    ("q1", "which date format do we use", "numbers.md", "Numbers > Dates"),
    ("q2", "may I write 15% or fifteen percent", "numbers.md", "Numbers > Percentages"),
    ("q3", "log in or sign in on a button", "words.docx", "Words > Buttons"),
    ("q4", "what colour is our brand", "deck.pptx", "slide 2: Colour"),
    ("q5", "how much empty room does the logo need", "logo.pdf", "page 1"),
]


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guides")
    guide = folder / "acme"
    guide.mkdir()
    (guide / "numbers.md").write_text(
        "# Numbers\n## Dates\nWrite the day, the month in letters, the year: 3 May 2027.\n"
        "## Percentages\nUse the % sign with a numeral.\n## Money\nPut the currency sign first."
    )
    (guide / "LICENSE.md").write_text("Which date format do we use? Free to copy.")
    a_word_file(
        guide / "words.docx",
        ("Heading 1", "Words"),
        ("Heading 2", "Buttons"),
        ("Normal", "The button says Sign in."),
        ("Heading 2", "Titles"),
        ("Normal", "Job titles are lower case."),
    )
    a_deck(guide / "deck.pptx", ("Voice", "Warm and plain", ""), ("Colour", "Our main colour is teal", ""))
    a_pdf(
        guide / "logo.pdf",
        [(24, "Logo"), (11, "Leave clear space around the logo, as wide as its letter L.")],
        [(24, "Type"), (11, "Headlines are set in Inter Bold.")],
    )
    return folder


@pytest.fixture(scope="module")
def questions(guides: Path) -> Path:
    rows = [
        {
            "id": name,
            "guide": "acme",
            "kind": "question",
            "query": query,
            "gold": [{"file": f"acme/{file}", "heading": heading}],
        }
        for name, query, file, heading in QUESTIONS
    ]
    path = guides / "questions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


async def test_every_format_answers_its_question_first(guides: Path, questions: Path, tmp_path: Path) -> None:
    setting = Setting(embedder=SentenceEmbedder(), index=ChromaIndex(tmp_path / "index"))

    report = await evaluate(guides, read_questions(questions), setting)

    assert report.measures[OURS]["recall@1"].mean == 1.0
    assert {row.file for rows in report.results.values() for row in rows} == {
        f"acme/{name}" for name in ("numbers.md", "words.docx", "deck.pptx", "logo.pdf")
    }
    assert report.measures[DENSE]["ndcg@10"].mean <= report.measures[OURS]["ndcg@10"].mean
    report.dump(tmp_path / "dump.jsonl")
    first = json.loads((tmp_path / "dump.jsonl").read_text().splitlines()[0])
    assert (first["id"], first["results"][0]["heading"]) == ("q1", "Numbers > Dates")


async def test_the_retriever_gives_langchain_documents() -> None:
    passage = a_passage()

    async def search(question: str) -> tuple[RankedPassage, ...]:
        return (RankedPassage(passage=passage, score=0.5),) if question == "covered" else ()

    retriever = GuidelineRetriever(search=search)

    assert await retriever.ainvoke("covered") == [
        Document(
            id=passage.id,
            page_content=passage.text,
            metadata={
                "file": "words.md",
                "heading": "Words",
                "page": None,
                "version": "v1",
                "start": passage.start,
                "end": passage.end,
                "previous": None,
                "following": None,
                "score": 0.5,
            },
        )
    ]
    assert await retriever.ainvoke("something else") == []


@pytest.mark.parametrize(
    ("question", "covered"),
    [
        ("what colour is our brand", True),
        ("which shade is our brand", True),
        ("our main color", True),
        ("how many hashtags on instagram", False),
        ("when is the office closed", False),
    ],
)
def test_a_library_of_one_passage_answers_what_it_covers_and_nothing_else(
    question: str, *, covered: bool, tmp_path: Path
) -> None:
    index, embedder = ChromaIndex(tmp_path / "index"), SentenceEmbedder()
    passage = a_passage("Our main brand colour is teal.", document="look.md", heading=("Look", "Colour"))
    index.add("one", [passage.id], embedder.embed([in_context(passage)]))
    shelf = Shelf(collection="one", passages=[passage])

    found = rank(shelf, [question], index=index, embedder=embedder, k=3, weighing=Weighing())

    assert [one.passage for one in found.passages] == [passage]
    assert found.covered is covered


FORMATS = {
    "ad": ("Search ads", "Say in the headline what it does, and in the description for whom."),
    "blog": ("Blog posts", "Give the title a verb. The meta description answers one question."),
    "email": ("Preheaders", "A preheader goes on where the subject line stops."),
    "press": ("Press releases", "Begin with the dateline. The lead says who did what."),
    "x": ("X", "A post on X stays under 200 characters and has one link."),
}


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_guideline_says_of_the_format_is_found_beside_much_about_the_subject(
    tmp_path: Path, name: str
) -> None:
    voice = ("plain", "calm", "short", "exact", "kind", "dry", "bold", "open", "frank")
    passages = [
        *(a_passage(text, heading=("Formats", title)) for title, text in FORMATS.values()),
        *(
            a_passage(f"Our tone for freelancers who save for their tax is {way}.", heading=("Voice", way))
            for way in voice
        ),
    ]
    index, embedder = ChromaIndex(tmp_path / "index"), SentenceEmbedder()
    shelf = Shelf(collection="formats", passages=passages)
    index.add(
        "formats",
        [passage.id for passage in passages],
        embedder.embed([in_context(passage) for passage in passages]),
    )
    asked = "saving for tax, for freelancers"
    brief = Brief(channel=ChannelName(name), ask=asked, topic="saving for tax", audience="freelancers")
    questions = questions_of(brief, shipped_channels()[brief.channel])

    found = rank(
        shelf, questions, index=index, embedder=embedder, k=8, weighing=Weighing(), apart=True
    ).passages

    assert FORMATS[name][0] in {one.passage.heading[-1] for one in found}
    assert len(found) == 8


def test_a_part_of_the_format_is_answered_by_what_is_headed_with_its_name(tmp_path: Path) -> None:
    parts = [
        (
            "Preheaders",
            "The preheader of a marketing email goes on where the subject line of the email stops.",
        ),
        ("Marketing email", "One offer and one button for each marketing email that we write and send."),
        ("Subject lines", "Up to 60 characters, with the point in the first 30. Say what is inside."),
    ]
    passages = [a_passage(text, heading=("Channels: email", title)) for title, text in parts]
    index, embedder = ChromaIndex(tmp_path / "index"), SentenceEmbedder()
    shelf = Shelf(collection="parts", passages=passages)
    index.add(
        "parts",
        [passage.id for passage in passages],
        embedder.embed([in_context(passage) for passage in passages]),
    )
    question = "how to write the Subject line of a Marketing email"
    look = partial(
        rank, shelf, [question], index=index, embedder=embedder, k=1, weighing=Weighing(), apart=True
    )

    assert [one.passage.heading[-1] for one in look().passages] == ["Preheaders"]
    assert [one.passage.heading[-1] for one in look(under={question: "Subject line"}).passages] == [
        "Subject lines"
    ]


def test_a_remembered_question_finds_the_same_without_the_index_or_the_model(tmp_path: Path) -> None:
    passages = [
        a_passage(text, document=f"{number}.md", heading=(f"Rule {number}",))
        for number, text in enumerate(("Our main brand colour is teal.", "We write dates as 3 May 2026."))
    ]
    index, embedder = ChromaIndex(tmp_path / "index"), SentenceEmbedder()
    index.add("few", [one.id for one in passages], embedder.embed([in_context(one) for one in passages]))
    shelf, memory = Shelf(collection="few", passages=passages), Memory()
    look = partial(
        rank, shelf, embedder=embedder, k=2, weighing=Weighing(), apart=True, memory=memory, index=index
    )
    first = look(["which colour is ours", "how to write a date"])
    index.drop("few")

    assert look(["which colour is ours", "how to write a date"]) == first
    with pytest.raises(NotIndexed):
        look(["which colour is ours"], without=frozenset({"1.md"}))
    with pytest.raises(NotIndexed):
        look(["how small may the logo be"])


def test_a_memory_forgets_what_was_asked_longest_ago() -> None:
    memory = Memory({(number,): Found(scores={}, covered=False) for number in range(REMEMBERED + 2)})
    memory.forget()
    assert next(iter(memory)) == (2,)
    assert len(memory) == REMEMBERED
