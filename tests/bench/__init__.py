"""Benchmarks: always ratios beside something else measured in the same run, never timed asserts."""
