"""Items to facts: which number is a count, a length, a number of tries; what is negated; what counts nothing."""
