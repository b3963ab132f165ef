"""Measurements that a user can repeat: one module for each command of `communique bench`."""
