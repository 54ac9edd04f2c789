"""``rsm run``: a command that has a tape for as long as it runs, and further ones when it asks for them."""
