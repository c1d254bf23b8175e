"""What a course hands over on paper."""
