"""Side by side with peers, ratios and bars; results/ keeps what was measured. Not in the wheel."""
