"""What authors and maintainers run in the checkout; not in the wheel."""
