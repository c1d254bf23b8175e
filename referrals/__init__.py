"""Referrals: a person sent to a partner’s service or to one of our programs."""
