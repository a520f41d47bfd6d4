"""What drafting is made of: texts as engines are given them, calls in their pace, drafts saved and compared."""
