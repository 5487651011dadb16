"""A document in the form that the name of a file asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from scenario_sim.errors import UnreadableInput
from scenario_sim.language import mark as N_
from scenario_sim.language import translate
from scenario_sim.report.document import Document


def _html(document: Document) -> bytes:
    from scenario_sim.report.html import html_text

    return html_text(document).encode()


def _markdown(document: Document) -> bytes:
    from scenario_sim.report.markdown import markdown_text

    return markdown_text(document).encode()


def _docx(document: Document) -> bytes:
    try:
        from scenario_sim.report.docx import docx_bytes
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("scenario_sim"):
            raise
        said = N_(
            "a Word file needs an extra that is not installed; install it with: pip install 'scenario-sim[report]'"
        )
        raise UnreadableInput(translate(said)) from None
    return docx_bytes(document)


def _pdf(document: Document) -> bytes:
    from scenario_sim.report.html import html_text
    from scenario_sim.report.pdf import pdf_bytes

    return pdf_bytes(html_text(document))


FORMS: Mapping[str, Callable[[Document], bytes]] = {".html": _html, ".docx": _docx, ".pdf": _pdf, ".md": _markdown}
"""How a document is written, by the ending of the file. Each loads what it needs when it is asked for."""


def write_document(document: Document, path: Path) -> None:
    """Raises UnreadableInput when the file cannot be written, or when what makes its form is not installed."""
    write_bytes(FORMS[path.suffix.lower()](document), path)


def write_bytes(made: bytes, path: Path) -> None:
    try:
        path.write_bytes(made)
    except OSError as error:
        said = translate(N_("{file} cannot be written: {reason}"))
        raise UnreadableInput(said.format(file=path, reason=error.strerror or type(error).__name__)) from None
