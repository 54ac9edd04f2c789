"""Drop-ins for ``mtx`` and for Bacula's and Bareos' ``mtx-changer``: the same words, but OpenRSM moves the media."""
