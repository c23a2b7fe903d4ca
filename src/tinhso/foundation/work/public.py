"""The door of work."""

from tinhso.foundation.work.actions import (
    assign,
    claim,
    close_items,
    complete,
    follow,
    open_item,
    release,
    unfollow,
)
from tinhso.foundation.work.data import (
    OVERSEE,
    PART_TITLES,
    WORK_ROLES,
    Box,
    BoxCount,
    Filters,
    Light,
    Part,
    State,
    WorkItemInfo,
)
from tinhso.foundation.work.load import Load, list_live, list_loads
from tinhso.foundation.work.queries import count_boxes, get_item, list_items, list_of_subject

__all__ = [
    "OVERSEE",
    "PART_TITLES",
    "WORK_ROLES",
    "Box",
    "BoxCount",
    "Filters",
    "Light",
    "Load",
    "Part",
    "State",
    "WorkItemInfo",
    "assign",
    "claim",
    "close_items",
    "complete",
    "count_boxes",
    "follow",
    "get_item",
    "list_items",
    "list_live",
    "list_loads",
    "list_of_subject",
    "open_item",
    "release",
    "unfollow",
]
