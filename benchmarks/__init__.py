"""Measured against limits taken in the same run; never timed tests."""
