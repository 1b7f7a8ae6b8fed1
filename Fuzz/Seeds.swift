import FuzzTargets
import Glibc

/// Writes inputs for a search to begin with: `seeds TARGET FOLDER COUNT`.
@main
struct Seeds {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let target = FuzzTarget(rawValue: arguments[1]), let count = Int(arguments[3])
        else {
            exit(64)
        }
        var generator = FuzzGenerator(seed: 1)
        for number in 0..<count {
            let bytes = generator.input(for: target)
            guard let file = fopen("\(arguments[2])/seed-\(number)", "w") else { exit(73) }
            fwrite(bytes, 1, bytes.count, file)
            fclose(file)
        }
    }
}
