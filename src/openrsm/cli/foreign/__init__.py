"""What other tools print of their media, read into plain values."""
