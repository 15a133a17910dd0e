// SystemIO: what Linux does for us, with the guarantees that we rely on written down.
//
// Shape. `Files` has content that is there whole or not at all (`AtomicFile`: temporary file, fsync, rename, fsync of the
// folder), files that only grow (`AppendFile`), files read once (`MappedFile`), and the lock of the one writer
// (`FileLock`). `Watching` tells that one of many files has changed, however it was changed: replaced, edited,
// reached through another link. `System` has the clocks, the timer that notices a clock that is set, users and groups,
// and the service manager's notifications (sd_notify(3)).
//
// Invariants. Every failure is a `SystemError` with the call, the path and errno; none is swallowed. Descriptors are
// owned by noncopyable values and closed once. Nothing here knows of DNS.
