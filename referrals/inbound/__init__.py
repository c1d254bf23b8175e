"""People whom others send to us: what is asked of the sender, what is compared, what fills the file."""
