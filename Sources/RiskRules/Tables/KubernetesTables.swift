extension BuiltInTables {
    /// Kubernetes itself.
    static let kubernetes = """
        tool kubectl oc k kubecolor microk8s.kubectl : kube guarded
        options -n= --namespace= --context= --cluster= --user= --kubeconfig= -v= --v= --request-timeout= -A --all-namespaces -l= --selector= --field-selector= -o= --output= --as= --as-group= --insecure-skip-tls-verify --no-headers --match-server-version --warnings-as-errors -R --recursive -k= --kustomize= -f= --filename= --all --ignore-not-found --server-side --validate? --chunk-size= --template= --show-kind -h --help --dry-run?(client,server)!d --profile=!y --profile-output=!y --cache-dir=!y --token=!s --server=!y -s=!y --certificate-authority= --client-key=!y --client-certificate=!y --password=!s --username= --tls-server-name= --disable-compression --log-flush-frequency= --vmodule= --replicas= --current-replicas= --timeout= --grace-period= --force --cascade? --wait? --now
        green get | -o= -w!e -L= --show-labels --sort-by= --watch!e --watch-only!e --output-watch-events --raw= --subresource= --label-columns= --show-managed-fields -R -f= --use-openapi-print-columns | Lists {args}. | handler=kubeget
        green describe | --show-events? | Describes {args}. | handler=kubeget
        green logs,log | -f!e --follow?!e -c= --tail= --since= --since-time= -p --previous? --timestamps? --all-containers? --prefix --max-log-requests= --container= --limit-bytes= --ignore-errors --pod-running-timeout= --all-pods | Prints the log of {1}.
        green port-forward | --address=!y --pod-running-timeout= | Opens a way to {args} from where it runs. | args=10; endless
        green top | --containers --sort-by= --sum --use-protocol-buffers --show-capacity --no-headers | Shows load of {args}.
        green explain | --recursive --api-version= | Explains the type {1}.
        green version | --short --client? | Shows versions.
        green api-resources,api-versions | --namespaced? --verbs= --api-group= --sort-by= --cached --categories= | Lists types.
        green cluster-info | | Shows where the cluster is. | args=0
        yellow cluster-info dump | --output-directory= --namespaces= | Dumps the state of the cluster.
        green events | --for= --types= -w!e --watch!e | Lists events.
        green diff | --field-manager= --force-conflicts --prune | Shows what apply would change. | handler=kubediff
        green auth can-i,whoami | --list -q --quiet --subresource= | Asks what is permitted.
        yellow auth reconcile | | Changes roles.
        green rollout status,history | -w? --watch? --revision= | Shows how a rollout goes: {args}.
        green wait | --for= | Waits for {args}.
        green config view | --minify --flatten --merge? --raw!s | Shows the settings of kubectl.
        green config current-context,get-contexts,get-clusters,get-users | | Shows the settings of kubectl.
        green kustomize,completion,options,plugin | --enable-helm!y | Prints text. | handler=kubelocal
        green projects,whoami,status,get-token-info | -q --short -t!s --show-token!s --show-server --show-context | Shows who and where you are. | args=0
        green adm top,node-logs,must-gather-info,inspect-info | --containers --sort-by= --sum --show-capacity --no-headers -u= --unit= --path= --tail= --since= --role= --raw --grep= -o= | Shows load or logs.
        green image info | -a= --registry-config= | Shows an image.
        green krew list,search,info,version
        yellow project | | Changes the project to {1}. | target={1}
        yellow exec | | | run=kubectl-exec
        yellow rsh | | | run=kubectl-exec
        red delete | | | run=kubectl-delete
        yellow scale | | | run=kubectl-scale
        yellow rollout restart | | Restarts every pod of {args}, one after the other. | target={1}; undo=kubectl rollout undo {args}
        yellow rollout undo | --to-revision= | Takes {args} back to its earlier version. | target={1}; undo=kubectl rollout undo {args}
        yellow rollout pause | | Holds the rollout of {args}. | target={1}; undo=kubectl rollout resume {args}
        yellow rollout resume | | Lets the rollout of {args} go on. | target={1}; undo=kubectl rollout pause {args}
        yellow rollout latest,retry,cancel | | Changes the rollout of {args}. | target={1}
        yellow cordon | | Keeps new pods away from node {args}. | target={1}; undo=kubectl uncordon {args}
        yellow uncordon | | Lets pods onto node {args} again. | target={1}; undo=kubectl cordon {args}
        red drain | --ignore-daemonsets --delete-emptydir-data --delete-local-data --pod-selector= --disable-eviction --skip-wait-for-delete-timeout= | Moves every pod away from node {1}. | target={1}; undo=kubectl uncordon {args}
        yellow taint | --overwrite | Marks nodes so that pods stay away: {args}. | target={2}; handler=kubetaint
        yellow replace | --save-config --force!r | Replaces {args}. | target={1}
        yellow apply,create,patch,edit,label,annotate,set,autoscale,expose,run,cp,debug,attach,certificate,config,proxy,convert,new-app,new-project,start-build,rollback,tag,import-image,policy,login,logout,adm,process,cancel-build,secrets,idle,extract,image,registry,sa,serviceaccounts,krew,alpha,trace,neat,rsync,create-token | -p= --patch= --type= --overwrite --field-manager= --force-conflicts --image= --port= --restart= --env= --command --rm -i -t -it -c= --min= --max= --cpu-percent= --name= --from-literal= --from-file= --prune!r --prune-whitelist= --record --save-config --subresource= --target-port= --edit -q --address= --target= --share-processes --copy-to= --profile= | Changes {args}. | target={2}; handler=kubechange
        yellow config use-context | | Makes {1} the cluster that kubectl works with. | target={1}
        yellow set image | --all --local --record | Changes the image of {args}. | target={1}; handler=kubechange
        yellow certificate approve,deny | | Decides on the certificate {1}. | target={1}
        yellow create token | | Makes a token. | secret
        green adm upgrade | --include-not-recommended --allow-not-recommended --to=!y --to-latest!y --to-image=!y --clear!r --force!r --allow-explicit-upgrade!y --allow-upgrade-with-warnings!y | Shows which versions the cluster can be brought to. | args=0; radius=everything
        red adm drain,prune,migrate | | Moves pods away or deletes: {args}. | target={last}
        red policy,adm remove-user,remove-group,remove-role-from-user,remove-cluster-role-from-user
        red config delete-context,delete-cluster,delete-user,unset | | Takes {1} out of the settings. | target={1}
        green argo rollouts get,list,status,version,lint | -w!e --watch!e --no-color --timeout= | Shows rollouts.
        yellow argo rollouts promote,abort,retry,restart,undo,pause,set,create,terminate | --full --skip-current-step | Changes the rollout {args}. | target={last}
        green cert-manager check,status,version,inspect | * | Shows certificates.
        yellow cert-manager renew,create,approve,deny,convert | * | Changes certificates. | target={last}
        green view-allocations,resource-capacity,tree,who-can,outdated,df-pv,get-all,score,access-matrix,rbac-lookup,ktop-info,images,sniff-info,capacity,neat | -n= -A --util --pods --sort= -o= -u -g= | Shows the cluster.
        green cnpg status,logs-info,report-info | -v --verbose | Shows the database cluster {1}.
        yellow cnpg,rook-ceph,minio,directpv,cilium,linkerd,volsync,view-secret | | Changes what the plug-in looks after: {args}. | target={last}; handler=clusterverb
        red cnpg promote,destroy,fencing,hibernate | * | Moves the primary, or takes a part of the database away. | target={last}
        tool stern kail kubetail
        green - | -n= -l= -c= -s= -t -o= --since= --tail= --namespace= --selector= --container= --context= --no-follow!b -A -e= -i= --exclude= --include= --output= --template= --color= --timestamps? | Prints logs as they come. | endless
        tool kubectx kubens
        green - | -c --current -d!r -u!y --unset!y -h --help | Shows the contexts. | args=0; target={1}
        tool velero ark
        options -n= --namespace= --kubecontext= --kubeconfig= -o= --output= -l= --selector= --show-labels --details --insecure-skip-tls-verify --volume-details
        green backup,restore,schedule,backup-location,snapshot-location,plugin,repo,restic,client,datamover get,describe,logs | | Shows backups.
        green get,describe backup,backups,restore,restores,schedule,schedules,backup-locations,snapshot-locations,plugins | | Shows backups.
        green version | --client-only | Shows the version.
        yellow backup,schedule,backup-location,snapshot-location,plugin,client,install,debug,repo create,download,pause,unpause,set,add,config | * | Makes a backup, or changes how they are made. | target={1}
        yellow create backup,schedule,backup-location,snapshot-location | * | Makes a backup. | target={1}
        yellow backup,schedule,install,debug,completion,set | * | Changes how backups are made. | target={1}
        red create restore | * | Restores over what is there. | target={last}
        red restore create | * | Restores over what is there. | target={last}
        red delete | * | Deletes backups. | target={last}
        red backup,restore,schedule,backup-location,plugin delete,remove | --confirm --all | Deletes backups. | target={last}
        red uninstall | * | Takes the backups' software away. | target=velero
        tool virtctl
        options -n= --namespace= --context= --kubeconfig= -o=
        green version,guestosinfo,fslist,userlist,adm-info | -c --client | Shows the machine {1}. | args=1
        yellow start,restart,migrate,migrate-cancel,pause,unpause,console,vnc,ssh,scp,expose,image-upload,addvolume,memory-dump,port-forward,create,usbredir,soft-reboot,guestfs,vmexport,permitted-devices,credentials | * | Changes the machine {1}. | target={1}
        red stop,removevolume | * | Stops the machine {1}, or takes a disk from it. | target={1}
        tool kubeadm
        green version,config,certs,token check-expiration,view,list,images,print
        green version | * | Shows the version.
        green upgrade plan,diff
        yellow init,join,token,certs,upgrade,config,alpha,kubeconfig | | Changes the cluster.
        red reset | | Takes this node out of the cluster. | target=this node
        red token delete
        tool cilium-dbg cilium-agent cilium-operator hubble-relay
        green version,debuginfo,build-config | -o= --verbose | Shows the network. | args=0
        green status | -o= --verbose --brief --all-health --all-controllers --all-nodes | Shows the network. | args=0
        green endpoint,identity,service,node,ip,map,metrics,policy,fqdn,encrypt,lrp,nodeid list,get,status,health,log,selectors,trace,cache,names | -o= -v --verbose --all --numeric -l= | Shows the network.
        yellow config,endpoint,service,policy,bpf,kvstore,monitor,encrypt,identity,ip,map,fqdn,node,prefilter,recorder,cgroups,cleanup | * | Changes the network. | target={last}; handler=clusterverb
        tool k3s rke2 microk8s minikube
        green kubectl | | | run=kubectl-inner
        green version,status,check-config,ip,profile,service-list,inspect | -p= --profile= -n= --wait-ready --format= | Shows the cluster. | args=1
        yellow server,agent,crictl,ctr,start,stop,enable,disable,addons,config,node,image,service,tunnel,mount,ssh,cp,pause,unpause,update,refresh-certs,add-node,join,token,certificate,secrets-encrypt,etcd-snapshot,dashboard,kubeconfig,istioctl,helm,helm3 | * | Changes the cluster: {args}. | target={last}; handler=clusterverb
        red delete,reset,remove-node,leave,uninstall,remove | * | Takes the cluster, or a part, away: {args}. | target={last}
        tool kubelet kube-apiserver kube-proxy k3d kind eksctl kops talosctl clusterctl rancher
        green version,status,get,list,describe,logs,info,ip,profile,validate,dashboard-url,health,services,containers,memory,processes,dmesg,top,read,ls,df,disks,members,inspect,check-config,addresses,time,mounts,stats | -n= --nodes= -e= --endpoints= -o= --output= --name= --state= --region= --cluster= -A --all --tail= -h | Shows the cluster.
        yellow start,stop,create,apply,enable,disable,update,upgrade,backup,restore,schedule,scale,import,load,cluster,node,reboot,restart,service,config,kubeconfig,server,agent,pause,unpause,edit,set,replace,utils,bootstrap,patch,rollout,tunnel,mount,ssh,crictl,ctr,kubectl,addons,etcd,install,init,certificate,snapshot-location,restic,repo,client,debug,plugin | | Changes the cluster: {args}. | target={last}; handler=clusterverb
        red delete,reset,destroy,drain,wipe,remove,shutdown,terminate,uninstall,rollback,etcd-snapshot | | Takes the cluster, or a part, away: {args}. | target={last}
        tool etcd-dump k9s lens popeye kubescape kube-bench kubeval kubeconform polaris pluto kube-score nova
        green - | -n= --namespace= -A -o= --output= --context= -f= -s= --strict --summary -r= --readonly | Checks the cluster or files.
        tool kubectl-argo-rollouts
        yellow - | * | Changes rollouts.
        """
}
