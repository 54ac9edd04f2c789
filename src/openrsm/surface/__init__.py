"""Every use case of OpenRSM, as Protocols: what the edges call, and what service and client both are.

Objects are named by text wherever a person or a script would name them (a :data:`Ref`): a GUID, a bar code, a name;
work items and operator requests also by number; pools by path. A name that fits several objects is refused, naming
them. Waiting times are seconds; None waits for ever, 0 does not wait.
"""
