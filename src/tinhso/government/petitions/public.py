"""The door of petitions."""

from tinhso.government.petitions.actions.afterwards import publish, rate, reopen, supplement, withhold
from tinhso.government.petitions.actions.file import Said, confirm, count_wrong_code, file_petition
from tinhso.government.petitions.actions.officer import (
    accept,
    approve,
    ask_more,
    draft_answer,
    redirect,
    refuse,
    send_back,
)
from tinhso.government.petitions.data import (
    Contact,
    Counted,
    Detail,
    Figures,
    Kind,
    PetitionInfo,
    Place,
    PublicPetition,
    Status,
    Vote,
)
from tinhso.government.petitions.errors import (
    BadPetition,
    PersonalDataLeft,
    PetitionMoved,
    PetitionNotFound,
    WrongCode,
)
from tinhso.government.petitions.queries.figures import figures, list_counted
from tinhso.government.petitions.queries.handlers import list_handlers
from tinhso.government.petitions.queries.reading import (
    get_own,
    get_petition,
    get_public,
    list_own,
    list_petitions,
    list_public,
    public_photo,
    token_of,
)

__all__ = [
    "BadPetition",
    "Contact",
    "Counted",
    "Detail",
    "Figures",
    "Kind",
    "PersonalDataLeft",
    "PetitionInfo",
    "PetitionMoved",
    "PetitionNotFound",
    "Place",
    "PublicPetition",
    "Said",
    "Status",
    "Vote",
    "WrongCode",
    "accept",
    "approve",
    "ask_more",
    "confirm",
    "count_wrong_code",
    "draft_answer",
    "figures",
    "file_petition",
    "get_own",
    "get_petition",
    "get_public",
    "list_counted",
    "list_handlers",
    "list_own",
    "list_petitions",
    "list_public",
    "public_photo",
    "publish",
    "rate",
    "redirect",
    "refuse",
    "reopen",
    "send_back",
    "supplement",
    "token_of",
    "withhold",
]
