"""Ma journée: the blocks that each role finds when it arrives."""
