"""The proof packet: what the person agreed to hand to justice, on paper."""
