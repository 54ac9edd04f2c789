"""OpenRSM owns a site's tape libraries, drives and removable disks, and lends media and drives to applications."""

__version__ = "0.1.0"
