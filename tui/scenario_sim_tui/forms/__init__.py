"""What people fill in, whatever door they came through: each form makes one command."""
