"""What OpenRSM's performance is measured with; ``scripts/bench`` runs it, docs/performance.md explains the figures."""
