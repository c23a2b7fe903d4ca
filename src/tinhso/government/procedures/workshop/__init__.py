"""The workshop (xưởng thủ tục): working copies, what is wrong with them, and their publication by somebody else."""
