"""Who works here: users, teams, roles, permissions, and the association itself."""
