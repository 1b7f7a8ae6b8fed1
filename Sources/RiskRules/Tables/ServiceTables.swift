extension BuiltInTables {
    /// Servers' own control programs, consoles, and the command lines of hosted services.
    static let services = """
        tool nginx openresty : guarded
        green - | -t -T -v -V -q -h -?  -c=!y -p=!y -g=!y -s=(reload,reopen,quit,stop)!y -e=!y | Checks the settings of nginx. | handler=nginx
        tool apachectl apache2ctl httpd apache2
        green configtest,status,fullstatus | | Checks the settings of Apache.
        green - | -t -S -M -V -v -l -L -D= | Checks the settings of Apache. | args=0; handler=apache
        yellow graceful,restart,start,graceful-stop,stop,reload | * | Changes Apache: {args}. | target=apache
        tool haproxy
        green - | -c -f= -v -vv -V -q -dr | Checks the settings of HAProxy. | handler=haproxy
        tool squid squid3
        green - | -k=(parse,check) -v -f= -n= | Checks settings. | handler=squid
        tool traefik caddy envoy varnishd lighttpd
        green version,validate,list-modules,environ-info,build-info,adapt,healthcheck | * | Checks settings.
        green - | -t -v --version --validate | Checks settings. | args=0; handler=versiononly
        yellow start,run,reload,stop,fmt,reverse-proxy,file-server,trust,add-package,upgrade | * | Changes the server. | target={1}
        tool varnishadm
        green status,ping,banner,backend.list,vcl.list,vcl.show,ban.list,param.show,storage.list,panic.show | * | Shows the cache.
        yellow ban,vcl.load,vcl.use,param.set,backend.set_health,start,vcl.discard,panic.clear | * | Changes the cache: {args}.
        red stop | * | Stops the cache. | target=varnish
        tool varnishstat varnishlog varnishtop varnishncsa varnishhist
        green - | -1!b -j!b -f= -d!b -q= -g= -n= -k= -i= -I= -b -c -t= -p= | Shows the cache. | heavy
        tool uwsgi gunicorn puma unicorn sidekiq daphne waitress hypercorn uvicorn
        yellow - | * | Starts or controls an application server.
        tool rails rake gitlab-rails gitlab-rake spring bin/rails bin/rake artisan drush wp manage.py django-admin hanami mix flask
        yellow - | * | Runs code of an application that is not shown here. | target={1}; handler=rake
        tool pd pagerduty opsgenie amixr grafana-cli amtool promtool thanos logcli mimirtool cortextool loki prometheus alertmanager
        options --alertmanager.url= --config.file= --addr= --org-id= --username= --password= --address= --id= --user= --key= --output= -o= --url= --timeout= --tls-skip-verify
        green alert,silence,config,check,cluster,query,tsdb,labels,series,stats,debug,test,template,rules,incident,service,schedule,user,oncall,team,ep,plugins,push-info,sidecar-info query,show,list,ls,rules,config,metrics,instant,range,series,labels,analyze,routes,test,web-config,service-discovery,healthy,ready,status,pprof-info,list-versions,list-remote,get,diff,lint,check,print,print-info,dump,dump-info,rules-test,export | * | Asks the monitoring.
        green check-config,check-rules,labels,series,query,instant-query,stats,version | --limit= --since= --from= --to= -q --quiet --forward --tail!e -f!e --step= --interval= --batch= --direction= --delay-for= --no-labels | Asks the monitoring.
        green alert,cluster | -o= | Shows alerts. | args=0
        green tools bucket ls,inspect,verify | --objstore.config-file= --objstore.config= -o= --output= --selector= --sort-by= --timeout= | Shows what is stored.
        yellow silence,incident,plugins,admin,push,sidecar,receive,query-frontend,template,rules,analyze,alertmanager,config,loadgen,acl,tsdb,tools | | Changes the monitoring: {args}. | target={last}; handler=clusterverb
        red silence expire,update-never | * | Ends silences.
        red rules,alertmanager,tools,tsdb,bucket delete,delete-namespace,bucket,create-blocks-from,rm,remove,cleanup,mark
        tool datadog-agent newrelic telegraf filebeat fluentd fluent-bit vector collectd node_exporter splunk auditbeat metricbeat
        green status,health,configcheck,version,diagnose,hostname,check,config-show,export-info,test,validate,top,list,tap-info,integration-show,taggerlist,workload-list,jmx-list,stream-logs-info | -n -v -j -c= --config= --json | Shows the agent. | handler=clusterverb
        green - | --test --version -V --dry-run | Shows the agent. | args=0; handler=versiononly
        yellow start,restart,reload,flare,setup,import,enable,disable,secret,run,config,integration,modules,install,set,add,launch-gui,stop | | Changes the agent.
        red remove,uninstall,clean,delete | | Takes data or settings away. | target={last}
        tool curator es-curator elasticsearch-plugin elasticsearch-keystore elasticsearch-users logstash kibana opensearch-plugin
        green list,show | * | Shows settings. | handler=keystore
        yellow - | * | Changes the search cluster.
        red delete_indices,remove,delete_snapshots,restore,userdel,delete-indices,delete-snapshots,close | * | Deletes from the search cluster. | target={last}
        tool mc s3cmd gsutil azcopy s5cmd b2 swift-client rados-s3
        options -q -m -D -o=!y -h= -p= --quiet --json --config-dir=!y --no-color --insecure
        green ls,list,stat,du,cat,find,diff,info,tree,version,head,hash,la,ping,ready,test,get-lifecycle,lifecycle-info,acl-get,jobs-show | -r -l -h -a -L -b -e -s -c --recursive --human-readable -R --list-md5 --summarize --incomplete --name= --older-than= --newer-than= --versions --exec=!x | Lists {args}.
        green admin info,trace-info,top-info,heal-info,prometheus-info
        green iam,lifecycle,versioning,cors,logging,label,acl,retention,bucketpolicyonly,kms,notification,defstorageclass,requesterpays,ubla,web get
        yellow cp,put,get,mb,mv,sync,rsync,copy,mirror,share,policy,alias,event,tag,version,ilm,anonymous,admin,encrypt,legalhold,quota,replicate,retention,batch,config,acl,iam,lifecycle,versioning,cors,logging,label,setacl,modify,accesslog,ws-create,sign,signurl,compose,rewrite,notification,setmeta,login,upload,download,make,defacl,kms,stat-never,undo | -d!r --remove!r --delete-removed!r --delete!r --delete-destination?!r -n!d --dry-run!d -r -R -c -u --recursive --exclude= --include= -J -z= -Z | Copies or changes {args}. | target={last}
        red rm,rb,del,remove,delete,delbucket,expire,rr | * | Deletes {args}. | target={last}
        yellow admin service restart | * | Restarts the server. | target={last}
        red versioning,retention,admin suspend,clear,service,user,policy
        tool s3fs goofys mount.s3
        yellow - | * | Mounts a bucket.
        tool virt-what dpkg-deb chronos asterisk freeswitch fs_cli
        yellow - | * | Shows or changes a service.
        tool minio
        yellow - | * | Starts a server.
        tool jenkins
        yellow - | * | Starts a server.
        tool solr
        green status,healthcheck,version,api | * | Shows the search server. | handler=solr
        yellow start,restart,create,create_collection,create_core,config,post,export,auth,zk | * | Changes the search server.
        red stop,delete | * | Stops the search server or deletes from it. | target={last}
        tool gitlab-ctl
        green status,service-list,show-config,tail,check-config,diff-config,get-postgresql-primary,pg-upgrade-never | --help | Shows the services of GitLab. | handler=gitlabctl
        yellow start,restart,hup,reconfigure,stop,once,int,term,usr1,usr2,deploy-page,backup-etc,pgb-console,pg-password-md5,graceful-kill,upgrade,renew-le-certs | * | Changes the services of GitLab: {args}. | target={1}
        red kill,uninstall,cleanse,remove-accounts,prometheus-upgrade,promote,promote-db,failover,revert-pg-upgrade,pg-upgrade,patroni,repmgr,cleanup,geo,replicate-geo-database,promote-to-primary-node | * | Stops GitLab, moves its primary or deletes its data. | target=gitlab
        green patroni members,check-leader,check-replica | * | Shows the cluster.
        tool docker-machine
        green ls,status,inspect,ip,url,version,active,config | * | Shows machines.
        yellow start,restart,create,ssh,scp,stop,upgrade,provision,regenerate-certs,env,mount | * | Changes machine {args}. | target={1}
        red rm,kill | * | Removes machine {args}. | target={1}
        tool gcc cc clang ld g++
        green - | -print-search-dirs --print-search-dirs --version -v --verbose -dumpversion -dumpmachine -print-prog-name? -V | Shows settings of the compiler. | args=0
        tool slack teams twilio discord
        yellow - | * | Sends a message.
        tool promql
        green - | * | Asks Prometheus.
        """
    /// What the verb families of the clouds do not say.
    static let cloud = """
        tool ldcli
        options --access-token= --base-uri= -o= --output=
        green flags,projects,environments,segments,members list,get | --project= --flag= --environment= | Shows feature flags.
        yellow flags,projects,environments,segments,members toggle-on,toggle-off,update,create | --project= --flag= --environment= -d= --data= | Changes feature flags. | target=flag
        red flags,projects,environments,segments,members delete,archive | * | Deletes feature flags. | target=flag
        tool aws
        options --region= --profile= --output= --query= --endpoint-url=!y --debug --no-verify-ssl --no-paginate --no-sign-request --ca-bundle= --no-cli-pager --color= --cli-read-timeout= --cli-connect-timeout= --page-size= --max-items= --starting-token= --no-cli-auto-prompt
        green s3 ls | --recursive --human-readable --summarize --request-payer= | Lists {args}.
        green s3 cp | --recursive --exclude= --include= --acl= --sse= --storage-class= --quiet --only-show-errors --no-progress --dryrun | Copies {1} to {2}. | target={2}; handler=s3copy
        yellow s3 mv,mb,presign,website | --dryrun!d --recursive --exclude= --include= --acl= --sse= --storage-class= --quiet --only-show-errors --no-progress | Copies {args}. | target={2}
        yellow s3 sync | --dryrun!d --exclude= --include= --delete!r --acl= --exact-timestamps --size-only --quiet --only-show-errors --no-progress --sse= --storage-class= | Copies what is new in {1} to {2}. | target={2}
        red s3 rm,rb | --dryrun!d --recursive --exclude= --include= --force --quiet --only-show-errors | Deletes {1}. | target={1}
        green sts get-caller-identity | | Shows who you are.
        yellow sts * | * | Makes credentials. | secret
        green secretsmanager list-secrets,describe-secret,get-random-password,list-secret-version-ids,get-resource-policy | --secret-id= --filters= --include-planned-deletion | Lists secrets, not their values.
        yellow secretsmanager get-secret-value,batch-get-secret-value | * | Prints a secret. | secret
        green ssm describe-*,list-* | * | Lists parameters or hosts.
        yellow ssm get-parameter,get-parameters,get-parameters-by-path,get-parameter-history | * | Prints parameters, which may be secrets. | secret
        red ssm send-command,start-automation-execution | * | Runs commands on hosts. | target=hosts
        yellow ssm start-session,resume-session | * | Opens a session on a host. | target=host
        yellow ecr get-login-password,get-login,get-authorization-token | * | Prints a password. | secret
        yellow eks get-token,update-kubeconfig | * | Prints or stores credentials. | secret
        yellow codeartifact get-authorization-token,login | * | Prints a token. | secret
        yellow kms decrypt,generate-*,encrypt,re-encrypt,sign | * | Works with keys. | secret
        red kms schedule-key-deletion,disable-key,delete-* | * | Takes a key away. | target=key
        yellow iam create-*,put-*,attach-*,add-*,update-* | * | Changes rights. | target=iam
        green iam get-*,list-*,simulate-* | * | Shows rights.
        yellow iam generate-*,get-access-key-info | * | Makes a report.
        yellow rds generate-db-auth-token,download-db-log-file-portion | * | Prints a token or a log. | secret
        green rds describe-* | * | Shows databases.
        green logs describe-*,filter-log-events,get-log-events,get-query-results,list-*,test-metric-filter | * | Reads logs.
        green logs tail | --since= --format= --filter-pattern= --log-stream-names= --log-stream-name-prefix= --follow!e | Reads logs.
        yellow logs start-query,start-live-tail,stop-query | * | Starts a query.
        green cloudwatch get-*,describe-*,list-* | * | Reads metrics.
        yellow cloudwatch delete-alarms,disable-alarm-actions,enable-alarm-actions,put-*,set-alarm-state | * | Changes alarms. | target=alarms
        yellow lambda invoke,update-*,create-*,publish-* | * | Runs or changes a function. | target=function
        yellow ec2 stop-instances,reboot-instances,start-instances,run-instances | --instance-ids= --dry-run!d --force | Changes instances {--instance-ids}. | target={--instance-ids}
        red ec2 terminate-instances | --instance-ids= --dry-run!d | Terminates instances {--instance-ids}; their local data is lost. | target={--instance-ids}
        yellow ec2 get-password-data | * | Prints a password. | secret
        green ec2 get-console-output,get-console-screenshot | * | Shows the console.
        yellow ec2 monitor-instances,unmonitor-instances | * | Changes monitoring.
        red rds stop-*,reboot-*,failover-*,promote-*,switchover-*,delete-*,remove-*,restore-* | * | Takes a database out of service or moves it. | target={--db-cluster-identifier,--db-instance-identifier}
        red elasticache reboot-*,test-failover,delete-*,modify-replication-group-never | * | Takes a cache out of service. | target=cache
        green configure list,list-profiles,get | * | Shows settings.
        yellow configure set,sso,import,add-model,export-credentials | * | Changes settings.
        yellow configure - | * | Changes settings.
        yellow sso login,logout | * | Logs in.
        green help - | * | Shows help.
        green dynamodb get-item,batch-get-item,query,describe-*,list-* | * | Reads items.
        green dynamodb scan | --table-name= --max-items=!b --select= --filter-expression= --limit=!b --expression-attribute-values= --expression-attribute-names= --projection-expression= --index-name= --page-size= | Reads a whole table. | heavy
        yellow sqs receive-message,send-message,send-message-batch,set-queue-attributes,create-queue,change-message-visibility,start-message-move-task | * | Takes or sends messages. | target=queue
        red sqs purge-queue,delete-queue,delete-message,delete-message-batch | * | Deletes messages. | target={--queue-url}
        yellow s3api get-object,get-object-torrent,select-object-content | * | Writes an object into a file.
        green s3api get-*,list-*,head-* | * | Reads settings of a bucket.
        red s3api put-public-access-block,put-bucket-versioning,put-bucket-lifecycle-configuration,put-bucket-policy | * | Changes the protection of a bucket. | target={--bucket}
        green route53 list-*,get-* | * | Reads DNS.
        yellow route53 change-resource-record-sets | * | Changes DNS. | target=dns; handler=route53
        yellow autoscaling set-desired-capacity,update-*,put-*,start-*,suspend-*,resume-*,attach-*,enter-standby,exit-standby,set-instance-health,execute-policy,complete-lifecycle-action,record-lifecycle-action-heartbeat,detach-* | * | Changes a group of hosts. | target={--auto-scaling-group-name}
        yellow ecs update-service,run-task,start-task,stop-task,register-*,create-*,put-*,tag-*,update-* | * | Changes services. | target={--service}
        red ecs execute-command | * | Runs a command in a container. | target=container
        yellow elbv2 register-targets,modify-*,create-*,set-*,add-* | * | Changes the load balancer.
        red elbv2 deregister-targets,delete-*,remove-* | * | Takes targets out of the load balancer. | target=targets
        yellow cloudfront create-invalidation,update-*,create-* | * | Changes the content network.
        tool gcloud
        yellow auth * | * | Changes or prints credentials. | secret
        green auth list | * | Shows who is logged in.
        green config list,get-value,get,configurations | * | Shows settings. | handler=clusterverb
        yellow config set,unset | * | Changes settings.
        yellow secrets versions access | * | Prints a secret. | secret
        yellow container clusters get-credentials | * | Stores credentials. | secret
        red sql backups restore | * | Overwrites a database with backup {2}. | target={2}
        red sql instances failover,promote-replica,delete,restart,restore-backup,reset-ssl-config,switchover | * | Takes a database out of service or moves it. | target={1}
        red compute ssh | * | | run=gcloud-ssh
        yellow compute scp | * | Copies files.
        yellow compute instances stop,reset,start,suspend,resume,set-machine-type,add-tags,remove-tags,add-metadata,remove-metadata,update,create,attach-disk | * | Changes instances {args}. | target={1}
        green compute instances get-serial-port-output,tail-serial-port-output | * | Shows the console.
        red compute instances detach-disk,delete | * | Takes {args} away. | target={1}
        green logging read | --limit= --freshness= --format= --order= --project= --folder= --organization= --bucket= --location= --view= --log-filter= | Reads logs.
        yellow kms decrypt | * | Decrypts. | secret
        yellow iam service-accounts keys create | * | Makes a key. | secret
        yellow compute instance-groups managed resize,rolling-action,recreate-instances,set-autoscaling,update | * | Changes a group of hosts. | target={1}
        tool az
        yellow keyvault secret show,download,backup | * | Prints a secret. | secret
        yellow account get-access-token | * | Prints a token. | secret
        yellow storage account keys list,renew | * | Prints keys. | secret
        yellow storage account show-connection-string | * | Prints a key. | secret
        yellow aks get-credentials | * | Stores credentials. | secret
        yellow vm restart,stop,start,deallocate,redeploy,reapply,resize,update,create | * | Changes a machine. | target={--name,-n}
        red vm run-command | * | Runs a command on a machine. | target={--name,-n}
        red aks command | * | Runs a command in the cluster. | target=cluster
        yellow acr login,credential | * | Logs in. | secret
        yellow login - | * | Logs in.
        yellow logout - | * | Logs out.
        yellow account set | * | Changes the subscription.
        red sql db,failover-group,mi,server delete,set-primary,failover,restore
        red postgres,mysql,redis,cosmosdb delete,restart,stop,failover-priority-change,force-reboot,flush
        red postgres,mysql flexible-server delete,restart,stop,restore
        yellow webapp,functionapp restart,start,stop,update,create,up | * | Changes an application. | target={--name,-n}
        yellow webapp,functionapp config,deployment,log | * | Shows or changes settings. | secret
        tool doctl
        green apps logs,list-deployments,list-regions,list-instance-sizes,list-buildpacks,list-alerts | --type= --tail= -f!e --follow!e --deployment= --no-prefix -o= --output= --format= --no-header -t=!s --context= | Shows the application {1}.
        yellow auth,registry,kubernetes,k8s init,login,switch,docker-config,cluster-never | * | Logs in. | secret
        red compute ssh | * | Opens a session on a host. | target={1}
        """
}
