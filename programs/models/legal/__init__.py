"""Legal advice: questions with what was answered, and clinics open to whoever comes."""
