"""Pages of the crèche."""
