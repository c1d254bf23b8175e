"""Forms of action plans and of their committees."""
