"""Reports in every form: whatever people typed stands there as text, and nothing is asked of the network."""

from __future__ import annotations

import io
import json
import re
import sys
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from docx import Document as read_docx
from docx.oxml.ns import qn
from lxml import etree
from markdown_it import MarkdownIt

from scenario_sim.cli import main
from scenario_sim.errors import UnreadableInput
from scenario_sim.evaluation import evaluate
from scenario_sim.language import use_language
from scenario_sim.loading import load_scenario
from scenario_sim.report import pdf as pdf_module
from scenario_sim.report.card_document import card_document
from scenario_sim.report.chapters.short import PURPOSES
from scenario_sim.report.data import evaluation_data, evaluation_json
from scenario_sim.report.document import Document, Facts, Heading, Table, readable
from scenario_sim.report.evaluation_report import ORDER, evaluation_report
from scenario_sim.report.html import html_text
from scenario_sim.report.markdown import markdown_text
from scenario_sim.report.writing import FORMS
from scenario_sim.session import Session, Setup
from tests.builders import written
from tests.evaluation.conftest import HOSTILE

ROOT = Path(__file__).resolve().parents[2]
SPACE = re.compile(r"\s+")


def one_line(text: str) -> str:
    return SPACE.sub(" ", text).strip()


class Page(HTMLParser):
    """What a browser would make of a page: its tags with their attributes, its text, and the order of its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.text += "" if tag == "wbr" else " "

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, *names: str) -> Iterator[dict[str, str | None]]:
        return (attributes for tag, attributes in self.tags if tag in names)


@pytest.fixture(scope="module")
def report(evening: Session) -> Document:
    use_language("en")
    return evaluation_report(evaluate(evening), evening.texts("en"))


@pytest.fixture(scope="module")
def page(report: Document) -> Page:
    use_language("en")
    return Page(html_text(report))


# --- HTML ----------------------------------------------------------------------------------------------------


def test_hostile_texts_stand_in_the_page_as_text_and_make_no_tag(page: Page) -> None:
    shown = one_line(page.text)
    for text in HOSTILE:
        assert one_line(readable(text)) in shown
    assert not list(page.of("script", "iframe", "object", "b"))
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert [tag for tag, _ in page.tags].count("title") == 1 + len(list(page.of("svg")))


def test_the_page_refers_to_nothing_outside_itself(report: Document, page: Page) -> None:
    asked = ("src", "href", "srcset", "action", "data", "poster", "xlink:href", "background")
    links = [value or "" for _, attributes in page.tags for name, value in attributes.items() if name in asked]
    assert links and all(link.startswith(("#", "data:,")) for link in links)
    assert not list(page.of("img", "audio", "video", "embed", "base", "form"))
    style = html_text(report).split("<style>")[1].split("</style>")[0]
    assert "url(" not in style and "@import" not in style
    places = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert {link[1:] for link in links if link.startswith("#")} <= places
    assert len(places) == sum("id" in attributes for _, attributes in page.tags)


@pytest.mark.parametrize("function", PURPOSES)
def test_headings_follow_each_other_without_a_jump(evening: Session, function: Any) -> None:
    html = html_text(evaluation_report(evaluate(evening), evening.texts("en"), function))
    levels = [int(tag[1]) for tag, _ in Page(html).tags if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_can_be_read_without_seeing_it(page: Page) -> None:
    assert next(page.of("html"))["lang"] == "en"
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.of("th"))
    assert len(list(page.of("caption"))) == len(list(page.of("table")))
    for drawing in page.of("svg"):
        named = str(drawing["aria-labelledby"]).split()
        assert drawing["role"] == "img"
        assert {"title", "desc"} == {tag for tag, attributes in page.tags if attributes.get("id") in named}
    assert {"main", "nav", "header"} <= {tag for tag, _ in page.tags}


def test_the_language_of_the_page_is_that_of_the_reader(evening: Session) -> None:
    use_language("nl")
    html = html_text(evaluation_report(evaluate(evening), evening.texts("nl")))

    assert '<html lang="nl">' in html
    assert "OEFENING" in html and "Ieders stem wordt gehoord" in html and "Inhoud" in html
    assert "EXERCISE" not in html


# --- all forms -----------------------------------------------------------------------------------------------


def test_every_picture_has_its_numbers_in_a_table_below(report: Document) -> None:
    kinds = [block.kind for block in report.blocks]
    pictures = [place for place, kind in enumerate(kinds) if kind == "picture"]
    assert len(pictures) == 2
    for place in pictures:
        rest = kinds[place + 1 :]
        assert "table" in rest[: rest.index("heading")]


def test_nothing_is_empty_without_saying_why() -> None:
    """A session of the quietest scenario, before anything happened and after its end: every chapter says something."""
    for until in (-1.0, 36000.0):
        session = Session(Setup(written(before="1 h")))
        session.run(until)
        report = evaluation_report(evaluate(session), session.texts("en"))
        for block, after in pairwise(report.blocks):
            assert not (isinstance(block, Heading) and isinstance(after, Heading) and after.level <= block.level), block
            assert not isinstance(block, Table) or (block.rows and all(len(r) == len(block.header) for r in block.rows))
            assert not isinstance(block, Facts) or all(value.strip() for _, value in block.pairs)
        assert isinstance(report.blocks[-1], Table)


def test_what_the_exercise_was_for_orders_and_words_the_report(evening: Session) -> None:
    found, texts = evaluate(evening), evening.texts("en")
    pages = {function: evaluation_report(found, texts, function) for function in ORDER}
    headings = {function: [heading.text for _, heading in page.headings] for function, page in pages.items()}

    assert len({tuple(one) for one in headings.values()}) == 3
    assert len({frozenset(one) for one in headings.values()}) == 1
    assert "Rating that the program proposes" not in html_text(pages["orienting"])
    assert "Rating that the program proposes" in html_text(pages["testing"])


def test_hostile_texts_stand_in_markdown_as_text(report: Document) -> None:
    rendered = Page(MarkdownIt("commonmark").enable("table").render(markdown_text(report)))
    shown = one_line(rendered.text)
    for text in HOSTILE:
        assert one_line(readable(text)) in shown
    assert not list(rendered.of("script", "a", "b", "img", "title", "style"))
    assert len(list(rendered.of("table"))) == sum(isinstance(block, Table) for block in report.blocks)


def test_the_word_file_has_real_styles_and_every_text(report: Document) -> None:
    made = FORMS[".docx"](report)
    word = read_docx(io.BytesIO(made))
    styles = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style is not None}
    shown = one_line(" ".join(node.text or "" for node in word.element.iter(qn("w:t"), qn("w:br"))))

    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Caption", "Normal"} <= styles
    assert word.core_properties.title == report.title and word.core_properties.language == "en-GB"
    assert len(word.tables) == sum(isinstance(block, Table) for block in report.blocks)
    for table in word.tables:
        head, *rows = table._tbl.tr_lst
        assert head.find(".//" + qn("w:tblHeader")) is not None
        assert all(row.find(".//" + qn("w:tblHeader")) is None for row in rows)
    drawings = [shape._inline.docPr for shape in word.inline_shapes]
    assert len(drawings) == 2 and all(drawing.get("descr") for drawing in drawings)
    for text in HOSTILE:
        assert one_line(readable(text)) in shown
    with ZipFile(io.BytesIO(made)) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                etree.fromstring(parts.read(name))


def test_characters_that_xml_does_not_allow_show_as_their_pictures() -> None:
    assert readable("\x00\x1b\x7f\ufffe\ud800") == "␀␛␡\ufffd\ufffd"
    assert readable("a\r\nb\u2028c\td") == "a\nb\nc\td"
    assert readable("👩‍🚒 שלום é\u0301 =1+1") == "👩‍🚒 שלום é\u0301 =1+1"


@pytest.mark.long
@pytest.mark.parametrize("with_browser", [True, False])
def test_a_pdf_is_tagged(report: Document, with_browser: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_browser:
        monkeypatch.setattr(pdf_module, "_browsers", lambda: iter(()))
    try:
        made = FORMS[".pdf"](report)
    except UnreadableInput:
        pytest.skip("neither Pango nor a browser is on this computer")
    assert made.startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL)
    whole = made + b"".join(zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x")
    assert b"/StructTreeRoot" in whole and b"/MarkInfo" in whole


def test_without_anything_that_makes_a_pdf_the_user_hears_what_to_do(
    report: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.setattr(pdf_module, "_browsers", lambda: iter(()))
    with pytest.raises(UnreadableInput, match=r"scenario-sim\[pdf\]"):
        FORMS[".pdf"](report)


def test_without_what_makes_a_word_file_the_user_hears_how_to_install_it(
    report: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = sys.modules
    monkeypatch.delitem(modules, "scenario_sim.report.docx", raising=False)
    monkeypatch.setitem(modules, "resvg_py", None)
    with pytest.raises(UnreadableInput, match=r"scenario-sim\[report\]"):
        FORMS[".docx"](report)


# --- data ----------------------------------------------------------------------------------------------------

FIELDS = {
    "format", "note", "rating_bands", "titles", "origin", "begins", "until", "main_until", "ended", "stops",
    "peak_level", "levels", "goals", "mean", "indicators", "recorded", "deliveries", "reactions", "decisions",
    "improvised", "shared", "norms_shown", "norms_agreed", "norms_skipped", "inviting", "notes", "looked_back",
    "bookmarks", "actions", "reviewed", "episodes",
}  # fmt: skip


def test_the_data_have_these_fields_and_can_be_read_again(evening: Session) -> None:
    found = evaluate(evening)
    data = json.loads(evaluation_json(found, evening.texts("en")))

    assert data == json.loads(json.dumps(evaluation_data(found, evening.texts("en"))))
    assert data.keys() == FIELDS
    assert data["origin"]["head"] == evening.log.head
    assert set(HOSTILE) <= {note["text"] for note in data["notes"]}
    assert [len(data[name]) for name in ("reactions", "decisions")] == [len(found.reactions), len(found.decisions)]


def test_every_field_of_the_data_is_documented(evening: Session) -> None:
    data = evaluation_data(evaluate(evening), evening.texts("en"))
    documented = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs/reference/evaluation.md").read_text(encoding="utf-8")))

    assert _field_names(data) - documented == set()


_BY_ID = ("titles", "rating_bands", "context", "indicators", "joined", "known", "told_by", "later", "values", "effects",
          "changes", "numbers", "norms_agreed", "norms_skipped", "kept")  # fmt: skip
"""Fields whose own keys are ids."""


def _field_names(data: Any) -> set[str]:
    if isinstance(data, list):
        return set().union(*map(_field_names, data))
    if not isinstance(data, dict):
        return set()
    found = set(data)
    for key, value in data.items():
        inner = list(value.values()) if key in _BY_ID and isinstance(value, dict) else value
        found |= _field_names(inner)
    return found


# --- the card ------------------------------------------------------------------------------------------------

HEADINGS = ("Description of the scenario", "Preventive measures", "Measures for the response",
            "Roles and tasks: who does what?", "Points of attention", "(Active) use of social media")  # fmt: skip


def test_the_card_has_the_six_headings_of_the_guide_in_their_order(evening: Session) -> None:
    texts = load_scenario("disrupted-council-meeting", "en")
    for document in (card_document(texts), card_document(texts, evaluate(evening))):
        assert tuple(heading.text for _, heading in document.headings)[:6] == HEADINGS
        levels = [int(tag[1]) for tag, _ in Page(html_text(document)).tags if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        read_docx(io.BytesIO(FORMS[".docx"](document)))


def test_the_card_holds_every_measure_and_what_the_session_agreed(evening: Session) -> None:
    texts = load_scenario("disrupted-council-meeting", "en")
    shown = one_line(Page(html_text(card_document(texts, evaluate(evening)))).text)

    assert all(one_line(measure.title) in shown for measure in texts.measures)
    assert f"Eén waarschuwing {HOSTILE[0]}" in shown
    assert "Zichtbaar, maar in gewone uniformen" in shown
    assert "Afspraak over de orde" in shown


# --- the commands --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["html", "docx", "md", "json"])
def test_report_and_card_write_the_form_that_the_name_asks_for(logged: Path, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"evening.{ending}"
    done = CliRunner().invoke(main, ["--lang", "en", "report", str(logged), "-o", str(output)])

    assert (done.exit_code, done.stdout) == (0, ""), done.output
    assert output.stat().st_size > 10_000
    if ending != "json":
        card = ["--lang", "en", "card", "disrupted-council-meeting", "--log", str(logged), "-o", str(output)]
        assert CliRunner().invoke(main, card).exit_code == 0


def test_wrong_calls_say_what_is_wrong(logged: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(logged.read_bytes().replace(b'"at":', b'"at": ', 1))
    out = str(tmp_path / "x.html")
    for arguments, code in (
        (["report", str(logged), "-o", str(tmp_path / "x.xyz")], 2),
        (["report", str(tmp_path / "none.jsonl"), "-o", out], 3),
        (["report", str(broken), "-o", out], 1),
        (["report", str(logged), "--episode", "none", "-o", out], 3),
        (["report", str(logged), "-o", str(tmp_path / "no" / "folder.html")], 3),
        (["card", "residents-evening", "--log", str(logged), "-o", out], 2),
    ):
        done = CliRunner().invoke(main, ["--lang", "en", *arguments])
        assert (arguments, done.exit_code) == (arguments, code)
        assert done.stderr and (done.exception is None or isinstance(done.exception, SystemExit))
    assert not Path(out).exists()


def test_the_extras_that_a_report_may_need_are_there_for_the_tests() -> None:
    assert all(find_spec(name) for name in ("docx", "resvg_py", "weasyprint"))
