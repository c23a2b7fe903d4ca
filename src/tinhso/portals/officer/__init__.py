"""The officers' portal: one inbox, the list of dossiers, the page of each, and intake at the counter.

Owns screens only: no tables and no rule of the domain. Every view translates a request into a verb or a read of a
room below and its answer back into a page; who may see or do what is decided by the gates of those rooms. Pages work
by plain links and forms; scripts only make them faster.
"""
