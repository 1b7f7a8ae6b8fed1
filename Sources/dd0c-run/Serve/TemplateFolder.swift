import FoundationEssentials

/// Templates that an operator puts in place of the built-in ones.
enum TemplateFolder {
    /// The `.json` files of a directory by name; none without a directory.
    /// - Throws: `Exit` when it cannot be read.
    static func files(in directory: String?) throws -> [String: String] {
        guard let directory else { return [:] }
        do {
            var files: [String: String] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name.hasSuffix(".json") {
                files[name] = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
            }
            return files
        } catch {
            throw Configuration.unusable("DD0C_BLOCKS", "the directory \(directory) cannot be read: \(error)")
        }
    }
}
