"""The door of ratings."""

from tinhso.government.ratings.actions import rate, settle
from tinhso.government.ratings.data import Level, Period, RatingInfo, Reason, Sheet, Summary
from tinhso.government.ratings.errors import RatingClosed, RatingNotFound
from tinhso.government.ratings.queries import get_rating, get_sheet, list_ratings, summary

__all__ = [
    "Level",
    "Period",
    "RatingClosed",
    "RatingInfo",
    "RatingNotFound",
    "Reason",
    "Sheet",
    "Summary",
    "get_rating",
    "get_sheet",
    "list_ratings",
    "rate",
    "settle",
    "summary",
]
