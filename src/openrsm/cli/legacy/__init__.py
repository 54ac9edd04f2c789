"""``rsm legacy``: the subcommands of the original's rsm.exe with their ``/switch`` spelling."""
