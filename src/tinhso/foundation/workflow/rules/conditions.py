"""The one form of condition a process may use: `outcome == "code"`.

BPMN leaves the expression language open; an open one would let a content file run code. So a condition is parsed as an
expression tree and accepted only when it is exactly one comparison of the name `outcome` with one literal code.
Nothing is ever handed to `eval`.
"""

import ast
import re
from functools import lru_cache
from typing import Final

MAX_LENGTH: Final = 200
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")


@lru_cache(maxsize=1024)
def outcome_of(condition: str) -> str | None:
    """Return the code that `condition` compares the outcome with; None when it has any other form."""
    text = condition.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    match tree:
        case ast.Compare(
            left=ast.Name(id="outcome"), ops=[ast.Eq()], comparators=[ast.Constant(value=str() as code)]
        ) if _CODE.fullmatch(code):
            return code
    return None
