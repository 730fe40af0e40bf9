"""Rules about handovers and documents."""
