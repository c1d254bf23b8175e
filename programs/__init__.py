"""What the association runs itself: programs, sessions, enrolments, places and stays."""
