// Daemon: the loop that lets zones work, and everything that surrounds it.
//
// Shape. `Engine/` is one zone: `ZoneEngine` decides, persists, acts and observes, in that order, until nothing is left
// to do at the moment. What it decides is a pure function of values, `Engine/State/`: `ZoneTurn(state, facts)` gives the
// new state and what is to be done. `Hosting/` is many zones: who is due when, the threads that take them, rows for zones at rest,
// reading the configuration again. `Orders/` are the commands of people. `Hooks/` runs the operator's programs.
// `Control/` is the socket. `DaemonRunner` is the loop: work, then sleep until the next wake, a changed file, a clock that
// was set, or a call.
//
// Invariants. State is on the disk before anything is done that follows from it. Each action may be repeated. A part of
// the work that fails is tried again later and leaves the published zone as it was; no zone waits for another. Rollover
// decisions are `Timeline`'s alone.
//
// Who owns what, and the locks with their order, are in Documentation/architecture.md.
