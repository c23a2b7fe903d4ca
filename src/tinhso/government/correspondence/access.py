"""The gates of correspondence. Forbidden and missing look the same.

What goes out and comes in is seen by those of the agency who handle or follow it; of a restricted document by those
alone who may open the document itself.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tinhso.foundation.organisations import public as organisations
from tinhso.government.correspondence.data import FOLLOW, HANDLE
from tinhso.government.correspondence.errors import DeliveryMissing
from tinhso.government.correspondence.models import Delivery, Packet, SendList
from tinhso.government.documents import public as documents
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind
from tinhso.kernel.errors import NotFound


def units_of(actor: Actor, ability: str) -> frozenset[UUID]:
    """Return the agencies for which the actor holds an ability here: those whose registers they keep or read."""
    return documents.home(actor) if actor.is_officer and actor.may(ability, actor.unit_id) else frozenset()


def open_units(actor: Actor, ability: str) -> frozenset[UUID]:
    """Return those of them that exist today: what can be written for."""
    today = clock.today()
    return frozenset(one for one in units_of(actor, ability) if organisations.get_unit(one).is_open_on(today))


def packets(actor: Actor) -> QuerySet[Packet]:
    """Return what the actor's agencies sent, without restricted ones that are not for this actor."""
    rows = Packet.objects.filter(unit_id__in=sorted(units_of(actor, FOLLOW)))
    return rows.filter(Q(restricted=False) | Q(document_id__in=documents.visible(actor).values("id")))


def deliveries(actor: Actor) -> QuerySet[Delivery]:
    """Return what came to the actor's agencies, without restricted ones that are not for this actor."""
    rows = Delivery.objects.select_related("packet").filter(receiver_unit_id__in=sorted(units_of(actor, FOLLOW)))
    at_desk = Q(status__in=["01", "02"], receiver_unit_id__in=sorted(units_of(actor, HANDLE)))  # readers not named yet
    named = Q(document_id__in=documents.visible(actor).values("id"))
    hidden = documents.visible(SYSTEM).filter(pk=OuterRef("document_id"), restricted=True)  # by the receiver's own word
    return rows.filter(Q(packet__restricted=False) & ~Exists(hidden) | named | at_desk)


def access_packet(actor: Actor, *, packet_id: UUID, ability: str = FOLLOW, lock: bool = False) -> Packet:
    """Return a packet that went out from the actor's agency. Raises DeliveryMissing."""
    rows = packets(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=packet_id).first()
    if found is None or found.unit_id not in units_of(actor, ability):
        raise DeliveryMissing
    return found


def access_delivery(actor: Actor, *, delivery_id: UUID, ability: str = FOLLOW, lock: bool = False) -> Delivery:
    """Return a delivery that came to the actor's agency. Raises DeliveryMissing."""
    rows = deliveries(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=delivery_id).first()
    if found is None or found.receiver_unit_id not in units_of(actor, ability):
        raise DeliveryMissing
    return found


def unit_required(actor: Actor, unit_id: UUID) -> None:
    """Raise DeliveryMissing unless the actor handles documents for this agency; the system always does."""
    if actor.kind is not ActorKind.SYSTEM and unit_id not in units_of(actor, HANDLE):
        raise DeliveryMissing


def access_list(actor: Actor, *, list_id: UUID, ability: str = FOLLOW, lock: bool = False) -> SendList:
    """Return a send list of the actor's agency. Raises DeliveryMissing."""
    rows = SendList.objects.select_for_update() if lock else SendList.objects.all()
    found = rows.filter(pk=list_id, closed_at=None, unit_id__in=sorted(units_of(actor, ability))).first()
    if found is None:
        raise DeliveryMissing
    return found


def may_open(actor: Actor, document_id: UUID | None) -> bool:
    """Tell whether the actor may open a document."""
    if document_id is None:
        return False
    try:
        documents.get_document(actor, document_id=document_id)
    except NotFound:
        return False
    return True


def may_take(actor: Actor, *, unit_id: UUID | None, document_id: UUID | None) -> bool:
    """Tell whether the actor may have a whole packet, files and all: the clerk, or who may open its document."""
    return unit_id in units_of(actor, HANDLE) or may_open(actor, document_id)


def certificate_of(delivery_id: UUID) -> str:
    """Return the PEM certificate that sealed the packet of a delivery the caller may see; "" for none."""
    found = Packet.objects.filter(deliveries=delivery_id).values_list("certificate", flat=True).first()
    return found or ""
