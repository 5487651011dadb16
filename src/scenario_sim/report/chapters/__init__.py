"""The chapters of the report of an evaluation, each a few blocks of a document."""
