"""What only a comparison needs: other people's networks, and baselines that no lesson uses."""
