"""Workflow: runs the processes drawn in BPMN 2.0, one instance for each subject.

Owns the registered processes (immutable, one for each key) and how far each instance has come: which user tasks are
ready, nothing else. It does not know what a dossier, a step, a role or a deadline is: the room that starts an instance
keeps those beside the ids of the tasks. The law's history lives in that room and in the audit trail; the engine keeps
only the present, so an instance stays small however often a task is sent back.

Only a small, safe part of BPMN is taken: user tasks, exclusive and parallel gateways, one start, ends. No scripts, no
services, no timers, no expressions beyond `outcome == "code"`; `inspect` tells an author what stands in the way.
"""
