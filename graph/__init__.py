"""The graph of Comity: facts, rules, validation, snapshots and queries. Knows nothing of HTTP."""
