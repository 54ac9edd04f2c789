"""What a removable-storage manager knows and decides, without a clock, a disk or a device."""
