"""The partner’s side of a referral: what is read, what can be said, by a link or with an account."""
