"""What must hold of a catalogue, whatever happened: what ``rsm simulate`` checks is checked here."""

from openrsm.simulation.invariants import Picture, agreement, chain, settled, structure

__all__ = ["Picture", "agreement", "chain", "settled", "structure"]
