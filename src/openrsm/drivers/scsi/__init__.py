"""Tape libraries and drives that speak SCSI: through the kernel's /dev/sgN, or over iSCSI without the kernel.

Bytes are pure functions (``cdb``, ``sense``, ``elements``, the page files); one file does the ioctl (``sg``), one calls
libiscsi (``iscsi``); ``link`` alone decides what an answer means.
"""
