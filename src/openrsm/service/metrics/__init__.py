"""What is counted, and how Prometheus reads it; names and labels are in ``families.py``, and nowhere else.

Labels are bounded: libraries, drives and pools of the site, states and codes of the program. No label ever names a
volume, a user or an application.
"""
