"""The catalogue: what is where, who waits for what, and what happened, kept in SQL."""
