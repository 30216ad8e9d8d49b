"""One file a dialect, the only ones that know wire JSON; ``recognise`` tells which one is spoken."""
