"""Views as pages of text: pure functions, so that tests read what people read; ``printing`` alone knows a terminal."""
