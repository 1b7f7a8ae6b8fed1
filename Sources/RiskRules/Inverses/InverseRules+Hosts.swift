import ByteText
import RunbookModel

extension InverseRules {
    /// Services, packages and settings of a host.
    static let hosts: [String: Rule] = {
        var table: [String: Rule] = [:]
        let states = [("start", "stop")]
        for name in ["service", "rc-service"] {
            table[name] = { call in
                guard call.words.count == 2, !call.words[0].hasPrefix("-"),
                    let other = opposite(call.words[1], in: states)
                else { return nil }
                return Inverse(command: call.line([call.name, call.words[0], other]))
            }
        }
        table["initctl"] = verbFirst(states)
        table["supervisorctl"] = verbFirst(states)
        table["monit"] = verbFirst([("start", "stop"), ("monitor", "unmonitor")])
        table["sv"] = verbFirst([("start", "stop"), ("up", "down")])
        table["snap"] = verbFirst([("start", "stop"), ("enable", "disable")])
        // Started for the first time, a program gets an entry that stopping it does not take away.
        table["pm2"] = { call in
            guard call.words.first == "stop" else { return nil }
            return verbFirst([("stop", "start")])(call)
        }
        table["brew"] = { call in
            guard call.words.count == 3, call.words[0] == "services", !call.words[2].hasPrefix("-"),
                let other = opposite(call.words[1], in: states)
            else { return nil }
            return Inverse(command: call.line([call.name, "services", other, call.words[2]]))
        }
        table["usermod"] = { call in
            guard call.words.count == 2, !call.words[1].hasPrefix("-") else { return nil }
            return opposite(call.words[0], in: [("-L", "-U"), ("--lock", "--unlock")]).map {
                Inverse(command: call.line([call.name, $0, call.words[1]]))
            }
        }
        table["setenforce"] = { call in
            guard call.words.count == 1 else { return nil }
            return Inverse(command: call.line([call.name, Inverse.previousPlaceholder]), capture: "getenforce")
        }
        table["timedatectl"] = { call in
            guard call.words.count == 2, call.words[0] == "set-timezone" else { return nil }
            return Inverse(
                command: call.line([call.name, "set-timezone", Inverse.previousPlaceholder]),
                capture: "timedatectl show -p Timezone --value")
        }
        table["systemctl"] = { call in
            guard call.words.count == 2, call.words[0] == "set-default" else { return nil }
            return Inverse(
                command: call.line([call.name, "set-default", Inverse.previousPlaceholder]),
                capture: "systemctl get-default")
        }
        table["sysctl"] = sysctl
        for name in ["iptables", "ip6tables"] { table[name] = firewall }
        return table
    }()

    /// `tool stop NAME…`: the same with the other verb, as long as there is no option and no `all`.
    static func verbFirst(_ pairs: [(String, String)]) -> Rule {
        { call in
            let names = call.words.dropFirst()
            guard let verb = call.words.first, let other = opposite(verb, in: pairs), !names.isEmpty,
                names.allSatisfy({ !$0.hasPrefix("-") && $0 != "all" })
            else { return nil }
            return Inverse(command: call.line([call.name, other] + names))
        }
    }

    /// Settings that hold one value each and change nothing else. Not those that act when they are written
    /// (`vm.drop_caches`), that only go one way, or that come in pairs of which one sets the other to zero
    /// (`vm.dirty_ratio`).
    private static let kernelSettings: Set<String> = [
        "vm.swappiness", "vm.overcommit_memory", "vm.max_map_count", "vm.min_free_kbytes", "vm.vfs_cache_pressure",
        "vm.zone_reclaim_mode", "vm.panic_on_oom", "net.core.somaxconn", "net.core.netdev_max_backlog",
        "net.core.rmem_max", "net.core.wmem_max", "net.core.rmem_default", "net.core.wmem_default",
        "net.core.default_qdisc", "net.core.busy_poll", "net.core.busy_read", "net.core.optmem_max",
        "net.ipv4.tcp_max_syn_backlog", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_tw_reuse",
        "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_max_tw_buckets", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_synack_retries",
        "net.ipv4.tcp_syn_retries", "net.ipv4.tcp_retries2", "net.ipv4.tcp_slow_start_after_idle",
        "net.ipv4.tcp_mtu_probing", "net.ipv4.tcp_window_scaling", "net.ipv4.tcp_sack", "net.ipv4.tcp_timestamps",
        "net.ipv4.tcp_congestion_control", "net.ipv4.tcp_abort_on_overflow", "net.ipv4.tcp_max_orphans",
        "net.ipv4.neigh.default.gc_thresh1", "net.ipv4.neigh.default.gc_thresh2",
        "net.ipv4.neigh.default.gc_thresh3", "net.netfilter.nf_conntrack_max", "fs.file-max", "fs.nr_open",
        "fs.aio-max-nr", "fs.inotify.max_user_watches", "fs.inotify.max_user_instances", "kernel.pid_max",
        "kernel.threads-max", "kernel.core_pattern", "kernel.numa_balancing", "kernel.sched_autogroup_enabled",
    ]

    private static let sysctl: Rule = { call in
        let flags: Set<String> = ["-w", "--write", "-q", "--quiet"]
        guard let parsed = call.parsed(flags: flags), parsed.operands.count == 1 else { return nil }
        let pair = parsed.operands[0].parts(between: "=", maxSplits: 1)
        guard pair.count == 2, !pair[1].isEmpty, kernelSettings.contains(String(pair[0])) else { return nil }
        return Inverse(
            command: call.line([call.name, "-w", "\(pair[0])=\(Inverse.previousPlaceholder)"]),
            capture: call.line([call.name, "-n", String(pair[0])]))
    }

    /// What was put in front of a chain is the first that matches, so deleting it takes out this very rule. Behind
    /// `-A`, an equal rule further up would go instead.
    private static let firewall: Rule = { call in
        let inserts = call.words.indices.filter { ["-I", "--insert"].contains(call.words[$0]) }
        let others: Set<String> = ["-A", "-D", "-F", "-P", "-R", "-N", "-X", "-Z", "-E", "-L", "-S", "-C"]
        guard inserts.count == 1, let index = inserts.first, index + 2 < call.words.count,
            call.words[index + 2].hasPrefix("-"), !call.words[index + 1].hasPrefix("-"),
            !call.words.contains(where: others.contains)
        else { return nil }
        var words = call.words
        words[index] = "-D"
        return Inverse(command: call.line([call.name] + words))
    }
}
