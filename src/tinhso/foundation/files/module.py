"""What files brings to the house."""

from tinhso.foundation.files.jobs import check_store, clean_up
from tinhso.kernel.modules import Module, Periodic

MODULE = Module(
    name="files",
    title="Kho tệp",
    periodic=(Periodic("files.clean_up", "17 * * * *", clean_up),),
    health=(check_store,),
    order=10,
)
