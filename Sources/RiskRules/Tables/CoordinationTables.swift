extension BuiltInTables {
    /// etcd, Consul, Vault, Nomad.
    static let coordination = """
        tool etcdctl etcdutl
        options --endpoints= --cacert= --cert= --key= -w= --write-out= --user= --password= --dial-timeout= --command-timeout= --insecure-skip-tls-verify --insecure-transport? --debug --hex --keepalive-time= --discovery-srv= -C= --ca-file= --cert-file= --key-file= --no-sync --cluster
        green endpoint,member,alarm,check,snapshot,role,user,auth,lease health,status,list,hashkv,perf,datascale,get,timetolive
        green member list | -w= | Lists members.
        green get,version,ls,cluster-health,watch-info | --prefix --keys-only --limit= --sort-by= --order= --consistency= --from-key --rev= --print-value-only --count-only -r --recursive --sort -p | Reads keys. | handler=etcdget
        yellow put,defrag,compact,lease,lock,elect,txn,move-leader,watch,mk,set,mkdir,update,make-mirror,migrate,downgrade | --prev-kv | Changes the key {1}. | target={1}
        yellow alarm disarm | | Clears alarms.
        yellow snapshot save | | Writes a copy of the data into {1}. | target={1}
        yellow member,role,user,auth add,promote,update,grant-permission,grant-role,enable,passwd
        red del,rm,rmdir | * | Deletes the key {1}. | target={1}
        red member,role,user,auth,lease remove,delete,disable,revoke,revoke-permission,revoke-role
        red snapshot restore | * | Restores over the data. | target=etcd
        tool consul : single-dash
        options -http-addr= -token= -token-file= -ca-file= -ca-path= -client-cert= -client-key= -datacenter= -namespace= -partition= -stale -tls-server-name= -filter=
        green members,info,version,validate,monitor-info,rtt,troubleshoot | -detailed -wan -segment= -status= -format= | Shows the cluster.
        green catalog,kv,operator,intention,config,acl,snapshot,services,namespace,partition,peering,connect,keyring,event datacenters,nodes,services,get,list,raft,read,check,match,inspect,list-peers,autopilot,export,ca | -recurse -detailed -keys -separator= -service= -format= -near= -node-meta= -kind= -name= -id= | Reads from Consul. | handler=consul
        green operator raft list-peers
        green operator autopilot get-config,state
        green monitor | -log-level= -log-json | Shows the log of Consul as it comes. | endless
        yellow kv,services,intention,config,acl,event,lock,watch,exec,reload,join,maint,login,logout,connect,operator,agent,snapshot,keyring,tls,debug,keygen,namespace,partition,peering,resource | | Changes Consul: {args}. | target={last}; handler=consul
        yellow snapshot save,agent
        red leave,force-leave | -prune | Takes a node out of the cluster. | target={1}
        red kv,services,intention,config,acl,namespace,partition,peering,keyring delete,deregister,remove
        red snapshot restore | | Restores over the data. | target=consul
        red operator raft remove-peer,transfer-leader
        tool vault bao : single-dash meta
        options -address= -namespace= -ns= -format= -tls-skip-verify -ca-cert= -ca-path= -client-cert= -client-key= -header= -mfa= -non-interactive -output-curl-string -output-policy -no-color -field= -mount= -version= -detailed -path=
        green status,version,path-help,version-history,print-info | | Shows whether Vault is open.
        green token lookup,capabilities | -accessor!b -self | Shows facts about a token. | secret
        green secrets,auth,policy,audit,plugin,operator,lease,namespace,kv,token,debug list,read,members,lookup,info,key-status,metadata,get-info | | Shows settings of Vault. | handler=vaultlist
        green operator raft list-peers | | Shows members.
        green list | | Lists names.
        yellow read,kv,unwrap,transit,transform,print,ssh | | Reads secrets. | secret; handler=vaultkv
        yellow write,unseal,login,operator,token,auth,secrets,policy,audit,plugin,lease,agent,proxy,server,namespace,monitor,patch,pki,hcp,events,sys,debug | | Changes Vault: {args}. | target={last}; handler=vaultkv
        red delete | | Deletes {1}. | target={1}
        red kv delete,destroy,metadata,undelete,rollback,put-destroy | | Deletes secrets at {args}. | target={last}
        red operator seal,step-down,rekey,rotate,migrate,raft,init,generate-root
        red operator raft remove-peer,snapshot,join
        yellow operator raft snapshot save | | Writes a copy of the data. | target={last}
        red secrets,auth,audit,policy,plugin,namespace disable,delete,deregister,move
        red token,lease revoke
        tool nomad : single-dash
        options -address= -region= -namespace= -token= -ca-cert= -client-cert= -client-key= -tls-skip-verify -json -t= -verbose -short -no-color -ca-path=
        green status,node,job,alloc,deployment,server,eval,volume,operator,namespace,agent-info,version,scaling,service,plugin,var,quota,recommendation,node-pool,monitor-info,ui-info status,list,history,inspect,logs,info,members,plan,validate,allocs,deployments,raft,autopilot,fs,get,read,top,scheduler,api-info | -evals -allocs -stats -self -n= -tail -f!e -job= -stderr -stdout -p -allocs= -t= -all-allocs -latest -c= -H -task= -out= | Shows jobs. | handler=nomad
        green status,version,agent-info,server-members,node-status,inspect,logs,plan,validate | -evals -verbose -short -diff -policy-override -stderr -tail -n= -f!e | Shows jobs.
        green operator raft list-peers
        green node status | -self -stats -allocs -verbose -short -os -filter= | Shows nodes.
        yellow run,start,job,alloc,node,deployment,eval,operator,namespace,volume,var,system,acl,agent,server,scaling,login,service,sentinel,quota,tls,license,plugin,ui,node-pool,action,setup | | Changes jobs: {args}. | target={last}; handler=nomad
        yellow alloc exec | -i -t -task= -job= -e= | | run=nomad-exec
        red stop | -purge -detach -yes | Stops job {1}. | target={1}
        red job stop,deregister,purge | -purge -detach -yes | Stops job {1}. | target={1}
        red node drain,purge,eligibility-never | | Moves everything away from node {args}. | target={last}
        red volume,namespace,var,acl,quota,service,eval,node-pool,sentinel delete,purge,deregister,detach
        red operator raft remove-peer,transfer-leadership
        red operator snapshot restore
        yellow system gc | | Forgets jobs and nodes that are gone.
        red server force-leave
        tool serf
        green members,info,version,keys,monitor | * | Shows members.
        yellow event,query,join,tags,agent,keygen,reachability | * | Changes the cluster.
        red leave,force-leave | * | Leaves the cluster. | target={1}
        """
}
