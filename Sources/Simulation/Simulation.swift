// Simulation: a plan carried out in virtual time, with real keys and a signed zone for each step on the disk.
//
// Shape. `SimulatedKeys` makes each key when the forecast first asks for it. `SimulationCourse` says what holds at a
// moment of the forecast and when something changes next. `SimulationRun` signs, verifies and writes one zone for each of
// these moments, beside the DS RRset that the parent shows then.
//
// Invariant. There is no rollover logic and no signing of its own in here: a rehearsal that took another way than the
// daemon would prove nothing. Each zone is complete, and valid from its moment to that of the next step.
