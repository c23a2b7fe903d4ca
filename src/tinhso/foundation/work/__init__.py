"""Work: one inbox of everything an officer has to do, whichever room it comes from.

Owns the work items (việc): who may take one (a role over a unit), who has it, until when. A room opens an item in its
own verb and closes it in the next; this room never opens a subject and knows no dossier. An item is never deleted.
An officer sees what is assigned to them, what lies open for their roles in their units, and, with `work.oversee`,
everything of the units they oversee; to anybody else an item does not exist.
"""
