"""The door of ratings."""

from tinhso.government.ratings.actions import rate, settle
from tinhso.government.ratings.data import Level, Period, RatingInfo, Reason, Sheet, Summary
from tinhso.government.ratings.errors import RatedAlready, RatingClosed, RatingNotFound
from tinhso.government.ratings.queries import get_rating, get_sheet, is_rated, list_ratings, summary

__all__ = [
    "Level",
    "Period",
    "RatedAlready",
    "RatingClosed",
    "RatingInfo",
    "RatingNotFound",
    "Reason",
    "Sheet",
    "Summary",
    "get_rating",
    "get_sheet",
    "is_rated",
    "list_ratings",
    "rate",
    "settle",
    "summary",
]
