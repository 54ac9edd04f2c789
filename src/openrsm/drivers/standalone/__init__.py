"""A drive that is in no library, as a library of one drive, so that applications cannot tell the difference.

It has no slot and no robot. Its drive element is what the drive has taken in, its port the drive's mouth, where a
cartridge lies that is not loaded. What changes is told by the drive alone, for people bring and take the cartridges.

- ``contents``: what is in it, from what the drive says (pure).
- ``changer``: the robot that there is none of; the drive's own mechanism ejects and takes in.
- ``discover``: addresses.
"""
