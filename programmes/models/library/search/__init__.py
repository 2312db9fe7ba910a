"""Finding exercises by whatever somebody types: names, lay words, purposes, slips of the keyboard."""
