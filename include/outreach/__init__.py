"""Who owes an answer, and the letters that ask for it."""
