import ByteText
import RiskRules

/// Names of programs that runbooks call.
enum ProgramNames {
    /// Names that are not words of English: where one begins a line, the line is a command.
    static let distinct: Set<String> = Set(
        """
        kubectl oc helm helmfile kustomize k9s kubectx kubens kubeadm kops eksctl minikube kind k3d k3s istioctl \
        linkerd argocd flux velero stern calicoctl cilium crictl ctr nerdctl podman buildah skopeo docker \
        docker-compose dockerd containerd aws gcloud gsutil bq az doctl linode-cli oci ibmcloud heroku fly flyctl \
        terraform terragrunt tofu pulumi ansible ansible-playbook ansible-vault systemctl journalctl \
        systemd-analyze timedatectl hostnamectl loginctl service-control supervisorctl pm2 curl wget httpie jq yq awk \
        gawk sed grep egrep fgrep zgrep rg xargs ssh scp sftp rsync sshfs netcat nc ncat nmap tcpdump tshark dig \
        nslookup traceroute tracepath mtr netstat ss ip ifconfig iptables ip6tables nft ufw firewall-cmd conntrack \
        ethtool iperf iperf3 psql pg_dump pg_dumpall pg_restore pg_ctl pg_basebackup pgbench pg_isready createdb \
        dropdb vacuumdb patronictl repmgr mysql mysqldump mysqladmin mariadb xtrabackup mongo mongosh mongodump \
        mongorestore redis-cli redis-server sqlite3 cqlsh nodetool influx clickhouse-client cockroach \
        etcdctl etcdutl zkcli zkServer.sh kafka-topics kafka-topics.sh kafka-consumer-groups \
        kafka-consumer-groups.sh kafka-console-consumer kafka-configs kafka-reassign-partitions rabbitmqctl \
        rabbitmq-diagnostics rabbitmqadmin nats ceph rados rbd radosgw-admin gluster zfs zpool mdadm lvm lvs \
        pvs vgs lvextend lvcreate vgextend pvcreate resize2fs xfs_growfs xfs_repair fsck e2fsck mkfs mkfs.ext4 \
        mkfs.xfs fdisk parted lsblk blkid umount df du lsof fuser iostat vmstat mpstat sar htop iotop atop pidstat \
        dmesg sysctl modprobe lsmod uname hostname ps pgrep pkill killall strace ltrace gdb perf bpftrace jstack \
        jmap jstat jcmd jps java javac mvn gradle npm npx yarn pnpm pip pip3 python python3 ruby rake rails bundle \
        gem php composer perl cargo rustc go-task git gh glab svn hg apt apt-get apt-cache dpkg yum dnf rpm zypper \
        apk pacman snap brew chmod chown chgrp chattr mkdir rmdir ls cp mv rm ln pwd cd tar gzip gunzip zcat unzip \
        bzip2 xz zstd wc uniq tr tee diff cmp md5sum sha256sum base64 xxd hexdump strings openssl keytool \
        certbot certutil gpg vault consul nomad boundary sops aws-vault saml2aws okta-awscli sudo su useradd usermod \
        userdel groupadd passwd chpasswd crontab nginx haproxy apachectl httpd varnishadm varnishlog caddy traefik \
        php-fpm uwsgi gunicorn celery sidekiq puma unicorn promtool amtool logcli mimirtool thanos \
        grafana-cli elasticsearch opensearch curator logstash filebeat fluentd fluent-bit snmpwalk ipmitool racadm \
        smartctl hdparm nvme sg_ses multipath multipathd iscsiadm virsh qm pct vmware-cmd esxcli govc vcgencmd \
        nsenter unshare chroot tmux byobu bash sh zsh ksh dash env printenv eval exec nohup timeout setsid \
        rpm-ostree ostree subscription-manager must-gather omc ovs-vsctl ovs-appctl ovs-ofctl ovn-nbctl ovn-sbctl \
        ovn-appctl vtysh birdc pcs crm crm_mon corosync-cfgtool drbdadm keepalived bosh cf fluxctl tkn tctl \
        temporal spark-submit hdfs yarn-cli hadoop hive beeline impala-shell airflow dbt sbt kinit klist net \
        getent nproc lscpu lspci lsusb dmidecode ulimit sleep sync swapon swapoff seq printf ping6 arp host whois \
        telnet fping arping mkpasswd ldapsearch ldapmodify kdestroy sendmail postqueue postsuper exim mailq
        """.parts(between: " ").map(String.init))

    /// Names that are also words of English or too short to be sure: these need more to be taken for a command.
    static let ambiguous: Set<String> = [
        "at", "cat", "chef", "code", "cut", "date", "dig", "echo", "exit", "export", "false", "file", "find", "fold",
        "free", "go", "head", "history", "host", "hostname", "id", "install", "join", "jobs", "kill", "kind",
        "last", "less", "link", "locate", "login", "logger", "look", "mail", "make", "man", "more", "mount", "net",
        "nice", "node", "open", "patch", "ping", "read", "reboot", "reset", "route", "run", "salt", "screen", "script",
        "service", "set", "shutdown", "sort", "source", "split", "stat", "strings", "tail", "test", "time", "top",
        "touch", "true", "type", "unset", "uptime", "users", "wait", "watch", "which", "who", "whoami", "write", "yes",
        "flux", "fly", "consul", "nomad", "vault", "boundary", "curator", "service-control", "hive", "rails",
        "temporal",
        "snap", "thanos", "heroku", "influx", "bundle", "gem", "sync", "sleep", "env", "exec", "eval", "elasticsearch",
        "opensearch", "nginx", "haproxy", "httpd", "java", "python", "ruby", "perl", "git", "docker", "helm",
        "terraform",
        "redis-server", "traefik", "caddy", "sidekiq", "celery", "puma", "unicorn", "logstash", "filebeat", "fluentd",
        "containerd", "bash", "sh", "velero", "kafka-topics", "ansible", "gluster", "ceph", "postgres", "halt",
        "poweroff", "init", "su", "sudo", "nats", "argocd", "airflow", "psql", "mysql", "mongo", "mariadb", "hadoop",
    ]

    /// Names that are a whole command where nothing stands beside them.
    static let bare: Set<String> = [
        "uptime", "free", "top", "w", "who", "whoami", "id", "date", "hostname", "mount", "reboot", "sync", "users",
        "df", "ps", "mysql", "psql", "mongosh", "mongo", "htop", "dmesg", "lsblk", "env", "printenv", "history", "jobs",
        "halt", "poweroff",
    ]

    /// Whether somebody knows a program of this name: the lists here, or the rules of colours.
    static func isKnown(_ name: String) -> Bool {
        distinct.contains(name) || ambiguous.contains(name) || bare.contains(name) || hasRules(name)
    }

    /// Whether the rules of colours know a program of this name that is no word of English as well.
    static func hasRules(_ name: String) -> Bool {
        RuleSet.builtInNames.contains(name) && !ambiguous.contains(name) && !Verbs.isVerb(name) && name.utf8.count > 1
    }

    /// Programs that take the rest of the line as another command.
    static let wrappers: Set<String> = [
        "sudo", "time", "nohup", "env", "nice", "watch", "exec", "timeout", "stdbuf", "setsid", "doas", "command",
        "builtin",
    ]

    static let keywords: Set<String> = [
        "for", "while", "until", "if", "case", "select", "function",
    ]

    /// Words that sentences have and commands don't.
    static let sentenceWords: Set<String> = [
        "the", "a", "an", "is", "are", "was", "were", "to", "of", "and", "or", "you", "your", "that", "this", "these",
        "those", "should", "will", "would", "can", "may", "might", "must", "if", "when", "then", "it", "its", "be",
        "been", "has", "have", "had", "which", "with", "from", "for", "in", "on", "by", "as", "not", "we", "our",
        "there", "into", "using", "does", "do", "than", "because", "but", "also", "any", "each", "please", "they",
    ]
}
