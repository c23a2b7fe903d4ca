"""The National Public Service Portal (Cổng Dịch vụ công quốc gia), both ways.

Owns the queue of what is told to the portal, one ordered lane for each dossier, and the mirror of what the portal has
acknowledged; the filings fetched from it; the national catalogue as fetched. Listens to dossiers' events as nudges and
reads what to tell through their door. Knows nothing of how a dossier is worked on, and writes to dossiers only through
the one verb that files what came from the portal. Nobody waits for the portal: every request of a person ends before
anything is sent. Who may ask: the officer's dossier page (`sync_state`), the operator's console.
"""
