"""The door of the officers' portal: the shell, for other screens that officers see."""

from tinhso.portals.officer.shell import require_officer, shell_context

__all__ = ["require_officer", "shell_context"]
