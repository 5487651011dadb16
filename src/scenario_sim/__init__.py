"""Play, measure and replay escalation scenarios around a heated municipal decision."""

__version__ = "0.1.0"
