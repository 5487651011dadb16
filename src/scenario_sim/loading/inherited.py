"""The texts that a scenario took over from the catalogue, with their translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Inherited:
    """Texts by key (see model.parts.texts): each with its original, and by language in translation."""

    originals: dict[str, str] = field(default_factory=dict)
    translations: dict[str, dict[str, str]] = field(default_factory=dict)

    def in_language(self, language: str, texts: Mapping[str, str]) -> dict[str, str]:
        """The translations of those among *texts* that still say what the catalogue says."""
        return {
            key: said
            for key, said in self.translations.get(language, {}).items()
            if texts.get(key) == self.originals.get(key)
        }


NOTHING = Inherited()
