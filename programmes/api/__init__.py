"""The API for record systems: what it says is JSON made here, who may do it is asked of `access`."""
