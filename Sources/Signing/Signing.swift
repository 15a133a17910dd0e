// Signing: an unsigned zone, a plan and keys in; a signed zone out. And the verifier of such output.
//
// What it holds. `sign` is one function of its request: it reads no clock and writes no file. It strips what an earlier
// signer left, puts the keys of the plan at the apex, builds the denial chain, and lays the whole signed zone out in
// one pass over the owners in canonical order, with room for every signature that has to be made. Then the workers
// fill that room in place. So content and order never depend on the number of threads, and no signature is copied.
//
// Re-signing is the same function with the zone that was published before: signatures over an RRset that did not
// change are taken over while they have more than the refresh time left. From a file that nobody vouches for they are
// verified first, or made anew if that costs less (`SignatureTakeover`); from others they are not, and `ZoneVerifier`
// looks at the result as a whole before it is published.
//
// `ZoneVerifier` shares no rule with the signer. It knows neither plan nor policy, derives from the zone what must be
// signed and denied, and names every difference.
//
// What it never does. It decides nothing about keys (the plan does), never signs what it was not told to, and never
// gives a zone back when a signature could not be made.
