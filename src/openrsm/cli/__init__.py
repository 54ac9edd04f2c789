"""The command line: each command parses, calls the surface once, and renders what came back.

``app.run`` is the way in. ``commands/`` holds a file for each group of commands, ``render/`` turns views into pages of
text (pure functions), ``call.py`` opens and closes what a command works with.

Typer, Rich and the service are slow to import, so each is imported where it is first needed.
"""
