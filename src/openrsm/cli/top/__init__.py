"""``rsm top``: libraries, drives, queue and motions, live on one screen; one call of the surface a frame."""
