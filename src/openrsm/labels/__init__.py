"""On-media identifiers: bytes from the start of a medium in, type and id of its label out."""
