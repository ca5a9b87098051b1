"""What the forms of rights ask, filled in as a test needs it when it is about something else."""

# Art. 15(1): beside the copy.
ACCESS = {
    "purposes": "To answer what you write to us.",
    "categories": "Your name, your address and what you wrote.",
    "recipients": "Nobody.",
    "kept_for": "Three years after the last message.",
    "source": "From you.",
}
