"""The read API for record systems: what it says is JSON made here, who may read it is asked of `access`."""
