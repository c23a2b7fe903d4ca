"""Years of made-up history: finished and open dossiers in bulk, for measuring, teaching and trying out.

Everybody in it is invented. What is finished is written straight into the tables; what is open goes to its desk
through the same verbs as a real dossier, so an officer can carry on with it. What made-up dossiers do not have: files,
signed results and entries in the audit; none of them is therefore `DONE`, waiting to be handed over.
"""

from tinhso.government.dossiers.history.making import make_history

__all__ = ["make_history"]
