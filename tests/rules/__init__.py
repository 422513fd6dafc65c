"""One case or more for each rule: a file that breaks it alone, and the findings that follow."""
