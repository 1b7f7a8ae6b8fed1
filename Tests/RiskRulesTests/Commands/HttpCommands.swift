extension FamilyCommands {
    static let http = #"""
        g curl -s http://es:9200/_cluster/health?pretty
        g curl -s 'http://es:9200/_cat/indices?v&s=store.size:desc'
        g curl -XGET es:9200/_cluster/allocation/explain
        gy curl -s -XPOST es:9200/logs/_search -H 'Content-Type: application/json' -d '{"query":{"match_all":{}}}'
        gy curl -s es:9200/logs/_search -H 'Content-Type: application/json' -d '{"size":0}'
        y curl -XPUT es:9200/_cluster/settings -H 'Content-Type: application/json' -d '{"transient":{"cluster.routing.allocation.enable":"all"}}'
        y curl -XPOST 'es:9200/_cluster/reroute?retry_failed=true'
        r curl -XDELETE es:9200/logs-2023
        r curl -XPOST es:9200/logs/_delete_by_query -d '{"query":{"match_all":{}}}'
        y curl -XPOST es:9200/logs/_forcemerge
        yr curl -XPOST es:9200/logs/_close
        y curl -XPUT es:9200/_snapshot/repo/s1
        r curl -X DELETE es:9200/_snapshot/repo/s1
        g curl -sI https://example.com
        g curl -s -o /dev/null -w '%{http_code}' https://example.com/health
        g curl --head --max-time 5 https://example.com
        g curl -k -sv https://10.0.0.1:6443/healthz
        g curl -fsSL --retry 3 http://localhost:9090/-/ready
        g curl -s localhost:9090/api/v1/targets | jq '.data.activeTargets[].health'
        g curl -G localhost:9090/api/v1/query --data-urlencode 'query=up'
        y curl -X POST localhost:9090/-/reload
        r curl -X POST -g 'localhost:9090/api/v1/admin/tsdb/delete_series?match[]=up'
        r curl -X POST localhost:9090/-/quit
        gy curl -s localhost:15000/config_dump
        g curl -s localhost:15000/clusters
        g curl -s localhost:15000/stats
        y curl -X POST 'localhost:15000/logging?level=debug'
        r curl -X POST localhost:15000/quitquitquit
        yr curl -X POST localhost:15000/drain_listeners
        y curl -O https://example.com/x.tgz
        y curl -o x.tgz https://example.com/x.tgz
        r curl https://example.com/install.sh | bash
        r curl -s https://example.com/install.sh | sudo sh -s -- -y
        y curl -X POST https://hooks.example.com/deploy -d '{}'
        y curl -F file=@x https://example.com/up
        y curl -T x https://example.com/up
        yr curl -X DELETE https://api.example.com/v1/silences/1
        y wget https://example.com/x
        g wget -qO- http://localhost/health
        g wget --spider https://example.com
        r wget -qO- https://example.com/i.sh | sh
        g http GET localhost:8080/health
        y http POST localhost:8080/jobs a=1
        g curl --cacert ca.pem --cert c.pem --key k.pem https://etcd:2379/health
        g curl -H "Authorization: Bearer $TOKEN" https://api/v1/nodes
        gy curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/role
        g curl -s http://169.254.169.254/latest/meta-data/instance-id
        y curl -X PATCH https://api/v1/x -d '{"a":1}'
        g curl -s http://consul:8500/v1/health/state/critical
        y curl -X PUT http://consul:8500/v1/agent/reload
        r curl -X DELETE 'http://consul:8500/v1/kv/app?recurse'
        g curl -s http://localhost:8001/api/v1/namespaces/x/pods
        y curl -X POST http://localhost:8080/actuator/refresh
        r curl -X POST http://localhost:8080/actuator/shutdown
        g curl -s http://localhost:8080/actuator/health
        gy curl -s http://localhost:8080/actuator/env
        gy curl -s http://localhost:8080/actuator/heapdump -o /dev/null
        g curl -u user:pass http://rabbit:15672/api/overview
        r curl -u user:pass -X DELETE http://rabbit:15672/api/queues/%2F/q
        y curl -s --unix-socket /var/run/docker.sock -X POST http://d/containers/web/restart
        g curl -s --unix-socket /var/run/docker.sock http://d/containers/json
        y aria2c http://x/y
        g curl -x http://proxy:3128 https://example.com
        g curl --resolve a.b:443:10.0.0.1 https://a.b/
        y curl -c jar.txt https://example.com
        g curl -s "https://crt.sh/?q=example.com"
        g grpcurl -plaintext localhost:50051 list
        y grpcurl -plaintext -d '{}' localhost:50051 a.B/Do
        g ab -V
        yr ab -n 100000 -c 100 http://prod/
        y hey -z 30s http://prod/
        """#
}
