"""Facts to jobs: where one job ends and the next begins, what is said for all, and how many images each has."""
