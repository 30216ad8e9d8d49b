"""One composed answer as each dialect's bytes. The only files of the engine that know wire JSON."""
