"""What an instructor runs: `python -m deepfake_lessons.course --help`. Nothing else in the package imports it."""
