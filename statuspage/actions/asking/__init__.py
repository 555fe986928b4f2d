"""What readers are asked: taking their answers, and publishing how many there are."""
