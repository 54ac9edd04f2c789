"""The surface, carried out in this process: transactions, controllers, executors, recovery."""
