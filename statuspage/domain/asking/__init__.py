"""What readers are asked: the questions, the answers, and when enough of them may be told."""
