extension BuiltInTables {
    /// Helm, Argo CD, Flux, service meshes, pipelines.
    static let delivery = """
        tool helm helm3 : guarded
        options -n= --namespace= --kube-context= --kubeconfig= --debug -o= --output= --kube-apiserver=!y --kube-token=!s --registry-config= --repository-cache= --repository-config= --burst-limit= -h --help
        green list,ls | -a -A -f= -d -q -m= -r --all --all-namespaces --filter= --date --deployed --failed --pending --superseded --uninstalled --short --max= --selector= -l= --reverse | Lists releases.
        green status,history,hist | --revision= --max= --show-desc --show-resources | Shows the release {1}.
        green get manifest,notes,hooks,metadata,values,all | -a --all --revision= --template= | Shows the release {1}.
        green show,inspect values,chart,all,readme,crds | --version= --repo= --devel --jsonpath= | Shows a chart.
        green search repo,hub | -l --versions --version= --devel -r --max-col-width= --list-repo-url | Searches charts.
        green template,lint,verify | -f= --values= --set= --set-string= --set-file= --set-json= --version= --repo= --include-crds --show-only= -s= --name-template= --api-versions= --kube-version= --strict --validate --is-upgrade --skip-tests --no-hooks --dry-run? --release-name --generate-name --post-renderer=!x --output-dir=!y -g | Renders or checks a chart.
        green version,env,help,completion | --short -c --client --template= | Shows settings.
        green repo,plugin,dependency,dep list,ls | | Lists settings.
        green diff upgrade,release,revision,rollback | -f= --values= --set= --version= --allow-unreleased -C= --context= --three-way-merge --reuse-values --suppress= --detailed-exitcode --no-color --post-renderer=!x | Shows what would change.
        yellow install,upgrade | -f= --values= --set= --set-string= --set-file= --set-json= --version= --repo= -i --install --atomic --wait --timeout= --create-namespace --reuse-values --reset-values --history-max= --cleanup-on-fail --description= --devel --no-hooks --skip-crds --wait-for-jobs --dependency-update --hide-secret --dry-run?!d --force!r --post-renderer=!x -g --generate-name --verify --render-subchart-notes --disable-openapi-validation --labels= | Installs or changes release {1}. | target={1}
        yellow rollback | --wait --timeout= --cleanup-on-fail --history-max= --no-hooks --recreate-pods --wait-for-jobs --dry-run?!d --force!r | Takes release {1} back to an earlier version. | target={1}
        yellow repo,dependency,dep,plugin,registry add,update,up,build,install,login,logout,index | | Changes the settings of helm.
        yellow repo,plugin remove,rm,uninstall | | Takes {1} out of the settings of helm. | target={1}
        yellow pull,fetch,package,create,push,test,registry,dependency | * | Makes or fetches charts.
        red uninstall,delete,del,un | --keep-history --wait --timeout= --no-hooks --cascade= --description= --ignore-not-found --dry-run!d | Deletes release {args} and all that it made. | target={1}
        tool helmfile
        green list,status,diff,lint,template,deps-info,build,show-dag,version | -f= -e= -l= --environment= --file= --selector= --context= --suppress-secrets --detailed-exitcode --output= | Shows what would change.
        yellow apply,sync,deps,repos,fetch,test,init,cache,write-values | | Changes releases.
        red destroy,delete | | Deletes releases. | target=releases
        tool argocd : guarded
        options --server= --grpc-web --grpc-web-root-path= --insecure --plaintext --core --auth-token=!s --config=!y -o= --output= --port-forward --port-forward-namespace= --argocd-context= --kube-context= --loglevel= --http-retry-max=
        green app,cluster,repo,proj,account,appset,repocreds,cert,gpg,context list,ls,get,logs,diff,history,wait,resources,manifests,can-i,get-user-info,windows | --refresh --hard-refresh --show-params --show-operation -l= --selector= -p= --project= --tail= --local= --revision= --health --sync --timeout= --operation --follow!e -f!e --container= --pod= --kind= --group= --namespace= --name= --exit-code? --server-side-generate --suspended --degraded --since-seconds= -c= --repo= -N= --app-namespace= | Shows {args}.
        green version | --client --short | Shows versions.
        yellow app,cluster,repo,proj,account,appset,login,relogin,context,admin sync,set,create,rollback,patch,unset,edit,add,update,terminate-op,actions,patch-resource,add-source,add-destination,generate-token,rotate-auth,allow-cluster-resource,add-orphaned-ignore,confirm-deletion | --prune!r --force!r --replace!r --dry-run!d --revision= --resource= --async --timeout= -l= --local= --strategy= --retry-limit= --apply-out-of-sync-only --upsert -p= --label= | Changes {args}. | target={1}
        yellow login,relogin,logout,context | | Logs in or out.
        red app,cluster,repo,proj,account,appset,repocreds,cert,gpg delete,rm,remove,delete-resource,delete-token,remove-source,remove-destination,bcrypt | | Deletes {args}. | target={1}
        tool flux : guarded
        options -n= --namespace= --context= --kubeconfig= --timeout= --verbose -A --all-namespaces
        green get,logs,events,stats,version,check,tree,trace,diff,export,envsubst,build,ls | --watch!e -w!e -f!e --follow!e --level= --kind= --name= --since= --tail= --flux-namespace= --status-selector= --with-source --pre --client --path= --show-suspended --for= --all -l= | Shows {args}.
        yellow reconcile,suspend,resume,create,bootstrap,install,pull,push,tag | --with-source --export!d --force --reset | Changes {args}. | target={last}
        red delete,uninstall | -s --silent --keep-namespace | Deletes {args}. | target={last}
        tool istioctl linkerd cilium hubble kuma calicoctl consul-k8s
        green viz stat,edges | -n= --namespace= -A --all-namespaces --from= --to= --from-namespace= --to-namespace= -o= -t= --time-window= -l= | Shows the traffic of {args}.
        green version,proxy-status,ps,proxy-config,pc,analyze,validate,x,experimental,describe,bug-report-info,check,stat,top-info,edges,routes,viz,multicluster,diagnostics,status,observe,config-view,get,node,ipam,list,connectivity-info,policy,endpoint,service,monitor-info,map,bpf,verify-install,manifest-diff,profile,endpoints,authz,identity,metrics,hubble-info | -n= --namespace= -i= --istioNamespace= -o= --output= --fqdn= --port= --type= --direction= --level-info= -A --all-namespaces --short --wait --pre --proxy -t= --time-window= --last= --follow!e -f!e --verdict= --from-pod= --to-pod= --pod= --protocol= -l= --context= | Shows the mesh. | handler=mesh
        yellow install,upgrade,apply,create,inject,kube-inject,tag,replace,patch,label,dashboard,operator,enable,config,hubble,clustermesh,encrypt,tap,admin,rollout,waypoint,ztunnel-config,manifest | | Changes the mesh.
        red uninstall,delete,prune,disable,remove,reset,wipe,release,remove-from-mesh | | Takes the mesh, or a part, away. | target={last}
        tool tkn argo jenkins-cli fly spinnaker drone buildkite-agent circleci wf
        green list-jobs,list-plugins,list-views,list-credentials-never,who-am-i,get-job,get-node,get-view,console-info,session-id,version,list-changes | -n= -s= -auth= | Shows Jenkins.
        green list,ls,get,logs,describe,version,status,watch-info,lint,template,history,builds,pipelines,workers,containers,jobs,targets,info,task-info,archive,cluster-info,pipelinerun,taskrun,pipeline,task | -n= --namespace= -l= -o= --output= --last -L --limit= --running --completed --status= -a --all --tail= -t= -p= -j= -b= --name= --no-color --since= | Shows pipelines. | handler=clusterverb
        yellow start,submit,retry,resubmit,resume,suspend,create,run,trigger,trigger-job,set-pipeline,login,check-resource,pause-pipeline,unpause-pipeline,pause-job,unpause-job,rerun-build,hijack,execute,cron,node,promote,config,apply,stop,cancel,abort-build,build,enable-job,disable-job,reload-configuration,quiet-down,cancel-quiet-down,console,safe-restart | | Changes pipelines: {args}. | target={last}
        red delete,terminate,destroy-pipeline,destroy-team,prune-worker,delete-job,delete-builds,delete-node,land-worker,shutdown,safe-shutdown,restart,clear-task-cache,groovy,rm | | Deletes {args}. | target={last}
        """
}
