"""The resources, one file a kind; each route parses, calls the surface once, and answers."""
