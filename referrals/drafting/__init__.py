"""Writing a referral: four steps over one draft kept on the server, and its sending."""
