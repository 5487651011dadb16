"""Settings for all tests. ``--hypothesis-profile=quick`` shows the first counterexample without making it small."""

from __future__ import annotations

from hypothesis import Phase, settings

settings.register_profile("quick", phases=[Phase.explicit, Phase.reuse, Phase.generate])
