extension FamilyCommands {
    static let oncall = #"""
        g oc get vmi -A -o wide
        g oc get csv -n openshift-storage
        g oc get storagecluster -n openshift-storage -o yaml
        g oc get noobaa -n openshift-storage
        g oc get mcp
        g oc get nodes -l node-role.kubernetes.io/master
        g oc describe node worker-0 | grep -A 10 Allocated
        g oc get pods -n openshift-monitoring -o wide | grep prometheus
        g oc logs -n openshift-monitoring prometheus-k8s-0 -c prometheus --since=1h | grep -i error
        gy oc -n openshift-etcd rsh etcd-master-0 etcdctl endpoint status -w table
        gy oc rsh -n openshift-storage deploy/rook-ceph-tools ceph status
        gy oc exec -n openshift-storage deploy/rook-ceph-tools -- ceph osd df
        gy oc debug node/worker-0 -- chroot /host journalctl -u kubelet --no-pager -n 50
        gy oc debug node/worker-0 -- chroot /host df -h
        y oc debug node/worker-0 -- chroot /host systemctl restart kubelet
        y oc adm must-gather
        g oc adm top pods -n shop --containers
        y oc adm cordon worker-0
        yr oc adm drain worker-0 --ignore-daemonsets --delete-emptydir-data --force
        y oc adm uncordon worker-0
        g oc get events -n openshift-cnv --sort-by=.metadata.creationTimestamp
        g oc get deployment -n openshift-cnv -o jsonpath='{.items[*].metadata.name}'
        y oc scale deployment x --replicas=2 -n y
        yr oc delete pod virt-handler-x -n openshift-cnv
        r oc delete vmi vm1
        y oc patch storagecluster ocs -n openshift-storage --type merge -p '{"spec":{"x":1}}'
        y oc label node worker-0 cluster.ocs.openshift.io/openshift-storage=''
        y oc annotate vmi vm1 x=y
        y virtctl restart vm1
        y virtctl start vm1
        yr virtctl stop vm1
        y virtctl migrate vm1
        y virtctl console vm1
        g virtctl version
        g oc api-resources | grep kubevirt
        g oc explain vmi.status
        g oc get clusterversion
        g oc get ingresscontroller -n openshift-ingress-operator default -o yaml
        g oc get machine,machineset -n openshift-machine-api
        r oc delete machine m1 -n openshift-machine-api
        y oc adm release info
        gy oc get secret -n openshift-monitoring alertmanager-main -o yaml
        g oc get cm -n openshift-monitoring cluster-monitoring-config -o yaml
        g oc get --raw /metrics
        g kubectl get --raw '/apis/metrics.k8s.io/v1beta1/nodes' | jq .
        g gitlab-ctl status
        y gitlab-ctl restart puma
        yr gitlab-ctl stop
        y gitlab-ctl reconfigure
        g gitlab-ctl tail --help
        y gitlab-rails console
        gy gitlab-rails runner 'puts Project.count'
        gy gitlab-rake gitlab:check
        y gitlab-rake cache:clear
        gy gitlab-psql -c 'select count(*) from users'
        r gitlab-psql -c 'delete from users'
        gy gitlab-redis-cli info
        g sudo gitlab-ctl patroni members
        g chef-client --version
        y sudo chef-client-disable "incident"
        y sudo chef-client-enable
        g knife node show host -F json
        y knife node run_list add host role
        y knife node edit host
        yr knife ssh 'name:x' 'sudo gitlab-ctl stop'
        g sudo grep -i oom /var/log/kern.log
        g sudo cat /var/log/gitlab/gitlab-rails/production_json.log | jq 'select(.status==500)' | head
        g sudo tail -n 1000 /var/log/haproxy.log | awk '{print $9}' | sort | uniq -c
        g ssh-keygen -F host
        gy for i in 01 02 03; do ssh web-$i 'uptime'; done
        y for i in 01 02 03; do ssh web-$i 'sudo systemctl restart x'; done
        g gcloud compute disks list --filter='name~data'
        y gcloud compute snapshots create s --source-disk=d
        g gcloud container operations list
        y gcloud container node-pools update p --cluster c --enable-autoupgrade
        g gsutil du -sh gs://bucket
        g promtool tsdb analyze /data
        g amtool alert --alertmanager.url=http://x
        y amtool silence add alertname=X --duration=2h --comment=x
        g thanos tools bucket ls --objstore.config-file=x
        g curl -s http://localhost:9093/api/v2/alerts | jq length
        g etcdctl --endpoints=$EP endpoint health
        g ETCDCTL_API=3 etcdctl member list -w table
        g crictl stats
        g crictl pods --name etcd
        g podman inspect x --format '{{.State.Status}}'
        g mc admin info myminio
        y mc admin service restart myminio
        g radosgw-admin bucket stats --bucket=x
        g radosgw-admin user list
        r radosgw-admin user rm --uid=x
        g ceph osd pool ls detail
        g ceph pg ls degraded
        y ceph osd pool set p pg_num 64
        g ceph daemon osd.1 perf dump
        yr ceph osd down 3
        g lvs -o lv_name,data_percent
        g cat /proc/sys/fs/file-nr
        g sudo lsof -p 1234 | wc -l
        g nstat -az | grep -i drop
        g sudo ethtool -S eth0 | grep -i err
        g sudo ipvsadm -L -n --stats
        g sar -n DEV 1 5
        g sudo iotop -b -o -n 1
        g timeout 30 tcpdump -nn -i eth0 -c 50 port 53
        g psql -h h -U u -d d -c "SELECT * FROM pg_stat_replication;"
        g sudo -u postgres psql -c 'show data_directory'
        y sudo -u postgres pg_ctl reload -D /var/lib/pgsql/data
        g patronictl -c /etc/patroni.yml topology
        g consul kv get service/pg/leader
        g consul catalog nodes -service=web
        g vault operator key-status
        g nomad operator autopilot get-config
        g rabbitmq-diagnostics -q ping
        g rabbitmqctl list_connections pid name state
        yr rabbitmqctl eval 'rabbit_mnesia:status().'
        g redis-cli -a $PW --no-auth-warning info memory | grep used_memory_human
        g redis-cli client list | awk '{print $2}' | cut -d= -f2 | cut -d: -f1 | sort | uniq -c
        g mongosh --quiet --eval 'db.serverStatus().connections'
        g kafka-consumer-groups --bootstrap-server b:9092 --all-groups --describe
        g curl -sk -u "$U:$P" https://es:9200/_cat/shards?v
        y curl -sk -u "$U:$P" -XPUT https://es:9200/idx/_settings -H 'Content-Type: application/json' -d '{"index.blocks.read_only_allow_delete":null}'
        g openssl s_client -connect h:443 </dev/null 2>/dev/null | openssl x509 -noout -dates -issuer
        g dig +trace example.com
        g kubectl -n kube-system get cm coredns -o yaml
        y kubectl -n kube-system rollout restart deploy coredns
        g kubectl get pods -A | grep -v Running
        g kubectl get pods -A -o json | jq -r '.items[] | select(.status.phase!="Running") | .metadata.name'
        yr kubectl get pods -A | grep Evicted | awk '{print $2}' | xargs kubectl delete pod
        g kubectl get vpa,pdb -A
        g kubectl get csr
        y kubectl get csr -o name | xargs kubectl certificate approve
        g kubectl describe quota -n shop
        g kubectl get lease -n kube-node-lease
        g kubectl get pv --sort-by=.spec.capacity.storage
        g kubectl get apiservices | grep False
        g kubectl logs -n kube-system -l k8s-app=kube-dns --tail=100
        """#
}
