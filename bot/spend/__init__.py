"""What was really spent, and the budgets it is held against."""
