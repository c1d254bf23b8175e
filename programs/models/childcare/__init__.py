"""The crèche: the hours of children, who looks after them, by which rule, and what is known of a child there."""
