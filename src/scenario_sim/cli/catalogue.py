"""The command that shows what an author can pick with ``from:``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scenario_sim.errors import UnreadableInput
from scenario_sim.language import current_language, translate
from scenario_sim.language import mark as N_
from scenario_sim.loading import catalogue_folder, catalogue_texts, load_catalogue
from scenario_sim.model.catalogue import Catalogue

KINDS = ("measures", "norms", "roles", "grounds")
_SAID_BY = {"measures": "title", "norms": "behaviour", "roles": "title", "grounds": "law"}


@click.command(
    help=N_("List what the catalogue offers a scenario: measures, norms (behaviours), roles and legal grounds. Pick an "
            "entry in a scenario with 'from: ID'.")
)  # fmt: skip
@click.argument("kinds", nargs=-1, type=click.Choice(KINDS), metavar="[measures|norms|roles|grounds]...")
@click.option("--id", "wanted", metavar="ID", help=N_("Show one entry whole."))
@click.option("--folder", type=click.Path(path_type=Path), help=N_("Another folder with a catalogue.yaml."))
@click.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def catalogue(kinds: tuple[str, ...], wanted: str | None, folder: Path | None, as_json: bool) -> None:
    place = folder or catalogue_folder(None)
    if place is None:
        raise UnreadableInput(translate("there is no catalogue here"))
    whole = load_catalogue(place)
    said = catalogue_texts(place, current_language())
    data = {kind: _entries(whole, kind, said) for kind in kinds or KINDS}
    if wanted is not None:
        data = {kind: [entry for entry in entries if entry["id"] == wanted] for kind, entries in data.items()}
        data = {kind: entries for kind, entries in data.items() if entries}
        if not data:
            raise click.UsageError(translate("the catalogue has no '{id}'").format(id=wanted))
    if as_json or wanted is not None:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for kind, entries in data.items():
        for entry in entries:
            click.echo(f"{kind}  {entry.get('ref') or '-':4}  {entry['id']:24}  {entry[_SAID_BY[kind]]}")


def _entries(whole: Catalogue, kind: str, said: dict[str, str]) -> list[dict[str, object]]:
    """The entries of one kind as plain data, with texts in the reader's language."""
    entries = []
    for part in getattr(whole, kind):
        entry = json.loads(part.model_dump_json(exclude_defaults=True))
        for key, value in entry.items():
            at = f"{kind}.{part.id}.{key}"
            if isinstance(value, str):
                entry[key] = said.get(at, value)
            elif isinstance(value, list):
                entry[key] = [said.get(f"{at}.{n}", item) if isinstance(item, str) else item
                              for n, item in enumerate(value, 1)]  # fmt: skip
        entries.append(entry)
    return entries


COMMANDS = (catalogue,)
