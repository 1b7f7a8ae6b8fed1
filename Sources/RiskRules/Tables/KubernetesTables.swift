extension BuiltInTables {
    /// Kubernetes itself.
    static let kubernetes = """
        tool kubectl oc k kubecolor microk8s.kubectl : kube guarded
        options -n= --namespace= --context= --cluster= --user= --kubeconfig= -v= --v= --request-timeout= -A --all-namespaces -l= --selector= --field-selector= -o= --output= --as= --as-group= --insecure-skip-tls-verify --no-headers --match-server-version --warnings-as-errors -R --recursive -k= --kustomize= -f= --filename= --all --ignore-not-found --server-side --validate? --chunk-size= --template= --show-kind -h --help --dry-run?(client,server)!d --profile=!y --profile-output=!y --cache-dir=!y --token=!s --server=!y -s=!y --certificate-authority= --client-key=!y --client-certificate=!y --password=!s --username= --tls-server-name= --disable-compression --log-flush-frequency= --vmodule= --replicas= --current-replicas= --timeout= --grace-period= --force --cascade? --wait? --now
        green get | -o= -w!h -L= --show-labels --sort-by= --watch!h --watch-only!h --output-watch-events --raw= --subresource= --label-columns= --show-managed-fields -R -f= --use-openapi-print-columns | Lists {args}. | handler=kubeget
        green describe | --show-events? | Describes {args}. | handler=kubeget
        green logs,log | -f!h --follow?!h -c= --tail= --since= --since-time= -p --previous? --timestamps? --all-containers? --prefix --max-log-requests= --container= --limit-bytes= --ignore-errors --pod-running-timeout= --all-pods | Prints the log of {1}.
        green top | --containers --sort-by= --sum --use-protocol-buffers --show-capacity --no-headers | Shows load of {args}.
        green explain | --recursive --api-version= | Explains the type {1}.
        green version | --short --client? | Shows versions.
        green api-resources,api-versions | --namespaced? --verbs= --api-group= --sort-by= --cached --categories= | Lists types.
        green cluster-info | | Shows where the cluster is. | args=0
        yellow cluster-info dump | --output-directory= --namespaces= | Dumps the state of the cluster.
        green events | --for= --types= -w!h --watch!h | Lists events.
        green diff | --field-manager= --force-conflicts --prune | Shows what apply would change. | handler=kubediff
        green auth can-i,whoami | --list -q --quiet --subresource= | Asks what is permitted.
        yellow auth reconcile | | Changes roles.
        green rollout status,history | -w? --watch? --revision= | Shows how a rollout goes: {args}.
        green wait | --for= | Waits for {args}.
        green config view | --minify --flatten --merge? --raw!s | Shows the settings of kubectl.
        green config current-context,get-contexts,get-clusters,get-users | | Shows the settings of kubectl.
        green kustomize,completion,options,plugin | --enable-helm!y | Prints text. | handler=kubelocal
        green projects,project,whoami,status,get-token-info | -q --short -t!s --show-token!s --show-server --show-context | Shows who and where you are. | args=0
        green adm top,node-logs,must-gather-info,inspect-info | -u= --unit= --path= --tail= --since= --role= --raw --grep= -o= | Shows load or logs.
        green image info | -a= --registry-config= | Shows an image.
        yellow project | | Changes the project to {1}. | target={1}
        green krew list,search,info,version
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
        red drain | --ignore-daemonsets --delete-emptydir-data --delete-local-data --pod-selector= --disable-eviction --skip-wait-for-delete-timeout= | Moves every pod away from node {1}. | target={1}; undo=kubectl uncordon {1}
        yellow taint | --overwrite | Marks nodes so that pods stay away: {args}. | target={2}; handler=kubetaint
        red replace | --save-config | Replaces {args}. | target={1}; handler=kubereplace
        yellow apply,create,patch,edit,label,annotate,set,autoscale,expose,run,cp,debug,attach,certificate,config,proxy,port-forward,convert,plugin,new-app,new-project,start-build,rollback,tag,import-image,policy,login,logout,adm,process,cancel-build,secrets,idle,extract,image,registry,sa,serviceaccounts,cluster-info,krew,alpha,kustomize,trace,neat,rsync,create-token | -p= --patch= --type= --overwrite --field-manager= --force-conflicts --image= --port= --restart= --env= --command --rm -i -t -it -c= --min= --max= --cpu-percent= --name= --from-literal= --from-file= --prune!r --prune-whitelist= --record --save-config --subresource= --target-port= --edit -q --address= --target= --share-processes --copy-to= --profile= | Changes {args}. | target={2}; handler=kubechange
        yellow certificate approve,deny | | Decides on the certificate {1}. | target={1}
        yellow create token | | Makes a token. | secret
        red adm drain,prune,migrate,upgrade | | Moves pods away or deletes: {args}. | target={last}
        red policy,adm remove-user,remove-group,remove-role-from-user,remove-cluster-role-from-user
        red config delete-context,delete-cluster,delete-user,unset | | Takes {1} out of the settings. | target={1}
        tool stern kail kubetail
        green - | -n= -l= -c= -s= -t -o= --since= --tail= --namespace= --selector= --container= --context= --no-follow!b -A -e= -i= --exclude= --include= --output= --template= --color= --timestamps? | Prints logs as they come. | heavy
        tool kubectx kubens
        green - | -c --current | Shows the context. | args=0
        yellow - | -d!r -u | Changes the context to {1}. | handler=kubectx
        tool kubeadm
        green version,config,certs,token check-expiration,view,list,images,print
        green version | * | Shows the version.
        green upgrade plan,diff
        yellow init,join,token,certs,upgrade,config,alpha,kubeconfig | | Changes the cluster.
        red reset | | Takes this node out of the cluster. | target=this node
        red token delete
        tool kubelet kube-apiserver kube-proxy k3s rke2 k3d kind minikube microk8s eksctl kops talosctl velero clusterctl rancher
        green version,status,get,list,describe,logs,info,ip,profile,validate,dashboard-url,health,services,containers,memory,processes,dmesg,top,read,ls,df,disks,members,inspect,check-config,addresses,time,mounts,stats | -n= --nodes= -e= --endpoints= -o= --output= --name= --state= --region= --cluster= -A --all --tail= -h | Shows the cluster.
        yellow start,stop,create,apply,enable,disable,update,upgrade,backup,restore,schedule,scale,import,load,cluster,node,reboot,restart,service,config,kubeconfig,server,agent,pause,unpause,edit,set,replace,utils,bootstrap,patch,rollout,tunnel,mount,ssh,crictl,ctr,kubectl,addons,etcd,install,init,certificate,snapshot-location,restic,repo,client,debug,plugin | | Changes the cluster: {args}. | target={last}; handler=clusterverb
        red delete,reset,destroy,drain,wipe,remove,shutdown,terminate,uninstall,rollback,etcd-snapshot | | Takes the cluster, or a part, away: {args}. | target={last}
        tool etcd-dump k9s lens popeye kubescape kube-bench kubeval kubeconform polaris pluto kube-score nova
        green - | -n= --namespace= -A -o= --output= --context= -f= -s= --strict --summary -r= --readonly | Checks the cluster or files.
        tool kubectl-argo-rollouts
        yellow - | * | Changes rollouts.
        """
}
