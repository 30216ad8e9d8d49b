"""What remains of answers: ``notebooks`` reads saved ones back, ``sources`` gathers what they cite."""
