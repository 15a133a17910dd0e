import Glibc

/// How thorough tests of random policies are: `make trials` asks for more than there is time for at each change.
public enum Trials {
    /// The number of policies that `KEYTURN_TRIALS` asks for; `nil` if it is not set.
    public static var count: Int? {
        unsafe getenv("KEYTURN_TRIALS").flatMap { unsafe Int(String(cString: $0)) }
    }
}
