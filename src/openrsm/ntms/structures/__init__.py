"""The structures of ``ntmsapi.h`` as dataclasses under the header's names.

A GUID is a :class:`~uuid.UUID`, None where the header has the null GUID; a time is aware and in UTC, None for none;
a text has no length limit when read. ``dwSize`` has no meaning here, nor have fields called reserved.
"""

from __future__ import annotations

from openrsm.ntms.structures.devices import *  # noqa: F403 - all of them are the header's names
from openrsm.ntms.structures.first_version import *  # noqa: F403 - as above
from openrsm.ntms.structures.media import *  # noqa: F403 - as above
from openrsm.ntms.structures.objects import *  # noqa: F403 - as above
from openrsm.ntms.structures.requests import *  # noqa: F403 - as above
from openrsm.ntms.structures.security import *  # noqa: F403 - as above
