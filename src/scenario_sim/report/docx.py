"""A document as a Word file that a clerk can edit: real styles, table heads that repeat, pictures with their text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import singledispatch
from typing import Any

import resvg_py
from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from lxml.etree import SubElement

from scenario_sim.report.document import Block, Bullets, Document, Facts, Heading, Paragraph, Picture, Table, readable

_LOCALES = {"nl": "nl-NL", "en": "en-GB"}
_WIDTH = Cm(17)
_LETTERS = 105
"""That fit next to each other in a table."""
_PIXELS = 1800
_STYLES = {"plain": "Normal", "note": "Intense Quote", "warning": "Intense Quote"}


def docx_bytes(document: Document) -> bytes:
    """The whole file."""
    word = new_document()
    _set_up(word, document)
    word.add_paragraph(readable(document.title), style="Title")
    word.add_paragraph(readable(document.subtitle), style="Subtitle")
    for block in document.blocks:
        _add(block, word)
    kept = io.BytesIO()
    word.save(kept)
    return kept.getvalue()


def _set_up(word: Any, document: Document) -> None:
    locale = _LOCALES[document.language]
    properties = word.core_properties
    properties.title, properties.language = readable(document.title)[:255], locale
    properties.subject, properties.author, properties.comments = readable(document.subtitle)[:255], "scenario-sim", ""
    properties.last_modified_by = ""
    made = datetime.fromisoformat(document.date) if document.date else datetime(2000, 1, 1, tzinfo=UTC)
    properties.created = properties.modified = made.replace(tzinfo=None)
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), locale)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    for name in ("Intense Quote", "Subtitle"):
        style = word.styles[name]
        style.font.italic, style.font.bold, style.font.color.rgb = False, False, RGBColor(0x1B, 0x1B, 0x1B)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    if document.banner:
        head = section.header.paragraphs[0]
        head.add_run(readable(document.banner)).bold = True
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _number_pages(section.footer.paragraphs[0])


def _number_pages(foot: Any) -> None:
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for field in ("PAGE", "NUMPAGES"):
        if field == "NUMPAGES":
            foot.add_run(" / ")
        run = foot.add_run()
        for kind in ("begin", field, "end"):
            element = OxmlElement("w:instrText" if kind == field else "w:fldChar")
            if kind == field:
                element.text = kind
            else:
                element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


@singledispatch
def _add(block: Block, word: Any) -> None:
    raise TypeError(block, word)


@_add.register
def _(block: Heading, word: Any) -> None:
    word.add_paragraph(readable(block.text), style=f"Heading {block.level}")


@_add.register
def _(block: Paragraph, word: Any) -> None:
    word.add_paragraph(readable(block.text), style=_STYLES[block.style])


@_add.register
def _(block: Bullets, word: Any) -> None:
    for item in block.items:
        word.add_paragraph(readable(item), style="List Bullet")


@_add.register
def _(block: Facts, word: Any) -> None:
    for name, value in block.pairs:
        line = word.add_paragraph(style="List Bullet")
        line.add_run(f"{readable(name)}: ").bold = True
        line.add_run(readable(value))


@_add.register
def _(block: Table, word: Any) -> None:
    caption = word.add_paragraph(readable(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=0, cols=len(block.header), style="Table Grid")
    table.autofit = False
    widths = _widths(block)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for cells in (block.header, *block.rows):
        table._tbl.append(_row(cells, widths, is_head=cells is block.header))
    word.add_paragraph()


def _row(cells: Sequence[str], widths: Sequence[Any], *, is_head: bool) -> Any:
    """A row as Word writes it. Made directly: a long table takes python-docx a minute."""
    row = OxmlElement("w:tr")
    properties = SubElement(row, qn("w:trPr"))
    SubElement(properties, qn("w:cantSplit"))
    if is_head:
        SubElement(properties, qn("w:tblHeader"))
    for text, width in zip(cells, widths, strict=True):
        cell = SubElement(row, qn("w:tc"))
        size = SubElement(SubElement(cell, qn("w:tcPr")), qn("w:tcW"))
        size.set(qn("w:w"), str(width.twips))
        size.set(qn("w:type"), "dxa")
        run = SubElement(SubElement(cell, qn("w:p")), qn("w:r"))
        look = SubElement(run, qn("w:rPr"))
        if is_head:
            SubElement(look, qn("w:b"))
        SubElement(look, qn("w:sz")).set(qn("w:val"), "17")
        for number, line in enumerate(readable(text).split("\n")):
            if number:
                SubElement(run, qn("w:br"))
            said = SubElement(run, qn("w:t"))
            said.text = line
            said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return row


def _widths(block: Table) -> list[Any]:
    """The page over the columns: each gets its longest usual word, then what is left goes by how much stands there."""
    columns = list(zip(block.header, *block.rows, strict=True))
    least = [min(max(len(word) for text in column for word in (text.split() or [""])), 15) + 2 for column in columns]
    means = [sum(min(len(text), 200) for text in column) / len(column) for column in columns]
    wishes = [max(mean - own, 1) for mean, own in zip(means, least, strict=True)]
    left = max(_LETTERS - sum(least), 0)
    shares = [own + left * wish / sum(wishes) for own, wish in zip(least, wishes, strict=True)]
    return [Emu(int(_WIDTH * share / sum(shares))) for share in shares]


@_add.register
def _(block: Picture, word: Any) -> None:
    png = bytes(resvg_py.svg_to_bytes(svg_string=block.svg, width=_PIXELS))
    word.add_picture(io.BytesIO(png), width=_WIDTH)
    drawing = word.inline_shapes[-1]._inline.docPr
    drawing.set("title", readable(block.title))
    drawing.set("descr", readable(f"{block.title}. {block.description}"))
    word.add_paragraph(readable(block.title), style="Caption")
