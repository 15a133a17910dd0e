import DNSSECModel
import SystemIO

extension Engine {
    /// Removes, at the start, what a writer that was killed has left in the folders of the signed zones: files with the names
    /// that keyturn's temporaries have and that no process holds.
    static func removeLeftovers(beside zones: [ZoneConfiguration], log: DaemonLog) {
        for folder in Set(zones.map { FileSystem.split($0.output).folder }).sorted() {
            do throws(SystemError) {
                guard try FileSystem.exists(folder) else { continue }
                for file in try AtomicFile.removeLeftovers(in: folder) {
                    log.write(.notice, "removed \(folder)/\(file), which was never finished")
                }
            } catch {
                log.write(.warning, error.description)
            }
        }
    }
}
