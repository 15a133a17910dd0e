// DNSSECModel: the nouns of signing and rolling: policies, moments, keys, their record states, holds and gates.
//
// Shape. A `DNSSECPolicy` is complete: every default has been filled in, so nothing below asks "and if it is missing?".
// A `KeyRing` holds all keys of a zone with one `RecordState` for each of their records (DNSKEY, its signature, the
// zone's signatures, DS), in the words of RFC 7583 and of BIND's key manager: hidden, rumoured, omnipresent,
// unretentive. `TimingIntervals` has one property for each interval of RFC 7583 3. `SigningPlan` says which keys are
// in the DNSKEY RRset and which key signs what. `Hold` says what a step waits for; waiting is a value and no error.
//
// Checks. `PolicyCheck` is the timing lint: findings with the place in the policy that they belong to.
//
// Invariants. Types here carry values and one-line meanings, no decisions: which step is due is for `Timeline`, how
// it is told is for the edge. All times are UTC in whole seconds. What can be derived (phases, flags, the plan) is
// derived and never stored.
