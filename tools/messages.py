"""Keep the message catalogue in step with the source.

    python3 run.py --messages            add new messages, drop the ones that are gone
    python3 run.py --messages --check    what is stale, untranslated, fuzzy or ill-formed (exit code 1)

The source speaks English, so English needs no catalogue. The file has no dates and no line numbers:
it changes only when a text does.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "scenario_sim" / "locale"
SOURCES = (ROOT / "src" / "scenario_sim", ROOT / "tui" / "scenario_sim_tui")
KEYWORDS = {"translate": 1, "translate_plural": 2, "mark": 1, "N_": 1, "_": 1}
"""Functions whose first arguments are messages, and how many of them."""

# The dates are fixed, so that the compiled catalogue is the same in every build.
HEADER = """\
# {language} texts of scenario-sim. Msgids are the English texts of the source.
# Update with: python3 run.py --messages
msgid ""
msgstr ""
"Project-Id-Version: scenario-sim\\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"PO-Revision-Date: 2026-01-01 00:00+0000\\n"
"Language: {code}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: messages.py [--check]", file=sys.stderr)
        return 2
    template = extract()
    faults: list[str] = []
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/scenario_sim.po")):
        name = po.relative_to(ROOT).as_posix()
        old = po.read_text(encoding="utf-8")
        catalogue = updated(old, template, code=po.parts[-3])
        new = as_text(catalogue)
        if arguments:
            faults += [f"{name}: stale; run: python3 run.py --messages"] if new != old else []
            faults += [f"{name}: {fault}" for fault in faults_in(catalogue)]
        else:
            po.write_text(new, encoding="utf-8", newline="\n")
            with po.with_suffix(".mo").open("wb") as compiled:  # so that the change shows at once
                write_mo(compiled, read_po(BytesIO(new.encode()), locale=po.parts[-3]))
    print("\n".join(faults) or f"{len(template)} messages", file=sys.stderr)
    return 1 if faults else 0


def extract() -> Catalog:
    """Every message of both packages; a message used twice is one message.

    Read from the syntax tree: Babel's own reader passes over what stands inside an f-string.
    """
    template = Catalog(charset="utf-8")
    for path in sorted(path for source in SOURCES for path in source.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                said = [text.value for text in call.args[: KEYWORDS[call.func.id]] if is_text(text)]
                if len(said) == KEYWORDS[call.func.id]:
                    template.add(said[0] if len(said) == 1 else tuple(said))
    return template


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def updated(text: str, template: Catalog, code: str) -> Catalog:
    """The catalogue in *text* with the messages of *template* and no others; nothing is guessed."""
    catalogue = read_po(BytesIO(text.encode()), locale=code, charset="utf-8")
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def as_text(catalogue: Catalog) -> str:
    body = BytesIO()
    write_po(body, catalogue, width=100, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    code = str(catalogue.locale)
    language = {"nl": "Dutch"}.get(code, code)
    return HEADER.format(language=language, code=code) + body.getvalue().decode().lstrip("\n")


def faults_in(catalogue: Catalog) -> Iterator[str]:
    """What a translator must still do, one line for each message."""
    for message in catalogue:
        if not message.id:
            continue
        wanted, given = texts(message.id), texts(message.string)
        if not all(given) or (message.pluralizable and len(given) < 2):
            yield f"not translated: {wanted[0]!r}"
        elif message.fuzzy:
            yield f"fuzzy: {wanted[0]!r}"
        else:
            yield from differing_placeholders(message, wanted, given)


def differing_placeholders(message: Message, wanted: list[str], given: list[str]) -> Iterator[str]:
    """Each translation fills the gaps of its own text; a plural's forms may leave out {count}."""
    known = set().union(*map(placeholders, wanted))
    for text, translation in zip(wanted, given, strict=False):
        needed = placeholders(text) - ({"count"} if message.pluralizable else set())
        found = placeholders(translation)
        if not needed <= found <= known:
            yield f"placeholders differ: {text!r} has {sorted(known)}, {translation!r} has {sorted(found)}"


def texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value or ""] if isinstance(value, str) or value is None else list(value)


def placeholders(text: str) -> set[str]:
    """The names between braces; a text that cannot be formatted has the placeholder 'ill-formed'."""
    try:
        return {name for _before, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"ill-formed"}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
