"""How far an applicant's identity must be proven to file: the procedure's own word, read by the table of gates."""

from tinhso.foundation.access import public as access
from tinhso.foundation.access.public import Gate
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor


def require_proof(actor: Actor, gate: Gate, version: procedures.ProcedureVersion) -> None:
    """Raise access.AssuranceTooLow when the applicant's proof is below what the procedure declares (`assurance.level`).

    The draft stays as it is: the applicant raises the level and comes back to it.
    """
    declared = version.package.get("assurance") or {}
    access.assurance_required(actor, gate, declared=declared.get("level"))
