"""Jobs and cues to requests: what is asked, standing alone or as a change to the thread."""
