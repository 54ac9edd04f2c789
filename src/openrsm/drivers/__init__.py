"""How libraries and drives of every kind are reached, behind one contract."""
