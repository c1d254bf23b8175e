"""How cards stay right: links to the partners, what they answer, campaigns."""
