"""What a report of a month, a quarter or a year tells: facts alone, frozen when published."""
