"""The terminal app: a front door that shows a session and passes on what people at the table wish."""

import os

os.environ.setdefault("TEXTUAL_FPS", "120")
"""A key shows at once: with Textual's usual 60 what comes of it waits longer for its turn than it takes to paint."""
