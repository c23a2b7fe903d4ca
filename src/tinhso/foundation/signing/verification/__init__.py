"""Telling whether a signature holds, in any PDF or XML, ours or another's (ETSI EN 319 102-1).

Two halves. `examine` reads the file in a process of its own, without database, network or secrets and with bounded time
and memory, and answers with findings. `judging` turns findings and what is known about revocation into a verdict and
Vietnamese sentences.
"""
