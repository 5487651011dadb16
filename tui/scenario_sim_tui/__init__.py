"""The terminal app: a front door that shows a session and passes on what people at the table wish."""
