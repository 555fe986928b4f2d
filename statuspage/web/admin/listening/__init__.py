"""What people said and asked for, at the desk; and what they are asked."""
