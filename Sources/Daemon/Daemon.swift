// The wiring of the jobs; the engine comes first.
