// Timeline: the rollover brain, as pure functions of policy, key ring and moment.
//
//     advance(policy, ring, at: now) -> Decision { ring, plan, actions, nextWake, holds, conflict }
//     ring.recording(observation)    -> KeyRing
//
// Shape. `Planner` works on a copy of the ring: records whose waits are over settle, keys that are due are asked for,
// and each key takes the steps that its roll method wants, its gates allow and no rule forbids, until nothing moves.
// The rules (`Rules`) are a table over the four record states of all keys; a step is taken only if every rule that held
// before still holds afterwards. The waits (`Waits`) are the intervals of RFC 7583 3.2 and 3.3 with their formulas.
// `Forecast` drives the same function with a virtual clock: that is what `keyturn plan` prints. `ManualAdvance` and
// `Abort` are the orders of people, held against the same rules.
//
// Proof. `Proof` walks a history of what servers showed and will show and judges every combination of versions that a
// resolver's cache can hold (RFC 4035 5, RFC 5011 2). It shares no code with the planner, on purpose.
//
// Invariants. No clock, no input or output, no log, no import beyond the nouns. Asking early changes nothing; asking
// late only delays; asking twice equals asking once. A key is never used or removed before every cache that matters
// can know.
