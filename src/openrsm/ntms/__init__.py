"""The API of Removable Storage Manager, as ``ntmsapi.h`` has it, over OpenRSM: 61 functions under their names.

Parameters stand in the header's order; what the header returns through a pointer is returned; a failure raises
:class:`NtmsError`. Where the original's sources disagree, docs/divergence.md says what is done here, and why.
"""

from __future__ import annotations

from openrsm.ntms.codes import *  # noqa: F403 - all of them are the header's names
from openrsm.ntms.constants import *  # noqa: F403 - as above
from openrsm.ntms.enumeration_names import *  # noqa: F403 - as above
from openrsm.ntms.enumerations import *  # noqa: F403 - as above
from openrsm.ntms.errors import NtmsError as NtmsError
from openrsm.ntms.option_names import *  # noqa: F403 - as above
from openrsm.ntms.options import *  # noqa: F403 - as above
from openrsm.ntms.structures import *  # noqa: F403 - as above

__all__ = [name for name in globals() if name.isupper() or "Ntms" in name]
