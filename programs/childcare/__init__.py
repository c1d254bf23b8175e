"""The crèche: its day, its week, the gate, the ratio."""
