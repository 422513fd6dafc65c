"""What the documents may say, group by group: each group is a frozen dataclass and the function that counts it."""
