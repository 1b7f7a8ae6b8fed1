import ByteText

/// Names of resource types as they stand on the command line.
enum KubernetesResources {
    private static let short: [String: String] = [
        "po": "pod", "deploy": "deployment", "svc": "service", "ns": "namespace", "no": "node", "cm": "configmap",
        "sts": "statefulset", "ds": "daemonset", "rs": "replicaset", "pvc": "persistentvolumeclaim",
        "pv": "persistentvolume", "ing": "ingress", "sa": "serviceaccount", "crd": "customresourcedefinition",
        "cj": "cronjob", "ep": "endpoints", "ev": "event", "hpa": "horizontalpodautoscaler",
    ]

    /// Whether `operand` (`pods`, `pod/x`, `svc,secrets`) includes the type.
    static func includes(_ type: String, in operand: String) -> Bool {
        guard type.count > 2 else { return false }
        return operand.parts(between: ",").contains { part in
            let head = part.prefix { $0 != "/" && $0 != "." }
            return singular(head.lowercased()) == type
        }
    }

    /// The type in the singular, its short name resolved.
    static func singular(_ text: String) -> String {
        if let long = short[text] { return long }
        if text.hasSuffix("sses") { return String(text.dropLast(2)) }
        if text.hasSuffix("ies") { return text.dropLast(3) + "y" }
        if text.hasSuffix("s"), !text.hasSuffix("ss"), text != "endpoints" { return String(text.dropLast()) }
        return text
    }
}
