extension BuiltInTables {
    /// Containers on one host.
    static let containers = """
        tool docker podman nerdctl : guarded
        options -D --debug -l= --log-level= --tls --tlsverify --version -v --context=!y -c=!y -H=!y --host=!y --config=!y
        green ps | -a -q -n= -l -s -f= --all --quiet --no-trunc --last= --latest --size --filter= --format= --watch!e -w!e --pod --ns --sort= | Lists containers. | args=0
        green images | -a -q -f= --all --quiet --no-trunc --filter= --format= --digests | Lists images.
        green logs | -f!e --follow!e -t --timestamps --tail= -n= --since= --until= --details | Prints the log of {1}. | target={1}
        green inspect | -f= --format= -s --size --type= -t= | Shows facts about {args}.
        green stats | --no-stream -a --all --no-trunc --format= --no-reset | Shows load of containers.
        green top,port,diff,history | -H --no-trunc -q --format= -a --human | Shows facts about {1}.
        green version,info | -f= --format= | Shows versions.
        green events | --since= --until=!b -f= --filter= --format= --stream | Shows events. | endless
        green search | --filter= --limit= --format= --no-trunc -f= | Searches images.
        green system df,info,events | -v --verbose --format= | Shows space used.
        green container,image,volume,network,node,service,stack,secret,config,plugin,context,pod,manifest,buildx,builder,machine,checkpoint,trust,swarm-info ls,list,inspect,ps,history,logs,top,port,stats,diff,show,du | -a -q -f= --all --quiet --filter= --format= --no-trunc --pretty --no-resolve --tail= --since= -n= -t --timestamps --no-stream --verbose -v --follow!e --until= --latest -l -s --size | Shows {args}.
        green compose ps,logs,config,top,images,ls,version,port,events,convert,stats | -a -q -f= -p= --all --services --tail= -n= -t --timestamps --no-color --no-log-prefix --since= --until= --format= --follow!e --quiet --status= --filter= --env-file= --file= --project-name= --profile= --volumes --hash= --no-trunc --dry-run -o=!y --output=!y | Shows services.
        green swarm ca,unlock-key,join-token | -q --quiet --rotate!y | Shows keys. | secret
        green healthcheck run | | Checks health.
        yellow start | -a -i | Starts {args}. | target={1}; undo=docker stop {args}
        yellow stop | -t= --time= -s= | Stops {args}. | target={1}; undo=docker start {args}
        yellow restart | -t= --time= -s= | Restarts {args}. | target={1}
        yellow pause | | Freezes {args}. | target={1}; undo=docker unpause {args}
        yellow unpause | | Thaws {args}. | target={1}; undo=docker pause {args}
        yellow kill | | Kills {args}. | target={1}
        yellow run,create,pull,build,tag,push,commit,cp,update,rename,load,save,export,import,login,logout,attach,wait,container,image,network,volume,service,stack,plugin,context,buildx,builder,swarm,node,secret,config,manifest,machine,pod,generate,play,kube,system,trust,init,unshare,mount,auto-update,compose,checkpoint,debug,scout,scan,app,healthcheck | | Changes containers or images: {args}. | target={last}; handler=container
        yellow service scale,update,create,rollback | | Changes service {args}. | target={1}
        yellow compose up,start,restart,stop,down,pull,build,create,run,pause,unpause,scale,kill,push,cp,watch,attach,wait,publish,export,commit | -v!r --volumes!r --rmi=!r --rmi?!r -f= -p= --file= --project-name= --profile= -d -t= | Changes services: {args}. | target={1}
        yellow exec | | | run=container-exec
        yellow compose exec | | | run=container-exec
        yellow container exec | | | run=container-exec
        red rm,rmi | | Removes {args}. | target={1}
        red container,image,volume,network,system,service,stack,node,secret,config,plugin,context,buildx,builder,pod,machine,manifest,trust rm,remove,prune,reset,demote,revoke | | Removes {args}. | target={1}
        red compose rm | | Removes containers. | target={1}
        red swarm leave | | Leaves the swarm. | target=swarm
        tool docker-compose podman-compose : guarded
        options -f= -p= --file= --project-name= --profile= --env-file= --verbose --ansi= --no-ansi
        green ps,logs,config,top,images,ls,version,port,events,convert | -a -q --all --services --tail= -t --timestamps --no-color --since= --until= --format= --follow!e --quiet --volumes --hash= | Shows services.
        yellow exec | | | run=container-exec
        yellow up,start,restart,stop,down,pull,build,create,run,pause,unpause,scale,kill,push | -v!r --volumes!r --rmi=!r | Changes services: {args}. | target={1}
        red rm | | Removes containers. | target={1}
        tool crictl : guarded
        options -r= --runtime-endpoint= -i= --image-endpoint= -t= --timeout= -c= --config=!y -D --debug
        green ps,pods,images,image,img,stats,statsp,info,version,imagefsinfo,inspect,inspecti,inspectp,config-info | -a -q -o= --name= --state= --label= --pod= -v --all --quiet --output= --namespace= --no-trunc --latest -l -n= --id= -s= --image= --filter= --digests | Shows containers.
        green logs | --tail= --since= -p --previous -t --timestamps -f!e --follow!e --limit-bytes= | Prints the log of {1}.
        yellow exec | | | run=container-exec
        yellow pull,start,stop,runp,run,create,attach,port-forward,update,stopp,config,checkpoint,events | | Changes {args}. | target={last}
        red rm,rmi,rmp | | Removes {args}. | target={last}
        tool ctr : guarded
        options -n= -a= --namespace= --address= --timeout= --debug -q --quiet
        green containers,c,images,i,image,tasks,t,task,namespaces,ns,snapshots,snapshot,content,leases,plugins ls,list,info,ps,metrics,check,tree,usage,get,fetch-object,metric
        green version,info | | Shows versions.
        yellow tasks,t,task exec | --exec-id= -t | | run=container-exec
        yellow images,i,image,containers,c,tasks,t,task,run,namespaces,ns,snapshots,content,install pull,push,tag,import,export,start,pause,resume,create,mount,label,kill,attach
        red containers,c,images,i,image,tasks,t,task,namespaces,ns,snapshots,snapshot,content,leases rm,remove,delete,del,prune
        tool skopeo crane regctl
        green inspect,list-tags,ls,digest,manifest,config,catalog,validate | --raw --config --override-os= --override-arch= --format= --tls-verify? --creds= --authfile= --no-tags --platform= --insecure | Shows images.
        yellow copy,sync,push,pull,tag,login,logout,export,append,mutate,cp | | Copies images. | target={last}
        red delete | | Deletes images. | target={last}
        tool buildah kaniko img
        yellow - | * | Builds images.
        red rm,rmi,prune | * | Removes images. | target={last}
        tool lxc incus virsh vboxmanage qm pct vagrant multipass
        green list,ls,info,status,config-show,dominfo,domstate,nodeinfo,version,domblklist,domiflist,vcpuinfo,dumpxml,net-list,pool-list,vol-list,global-status,ssh-config,showvminfo,snapshot-list,domblkstat,domifaddr,capabilities,pool-info,vol-info,net-info | --all -a --format= --columns= -c= --inactive --title | Shows machines.
        yellow start,restart,stop,shutdown,reboot,suspend,resume,up,halt,reload,launch,create,copy,move,snapshot,set,attach-disk,define,migrate,console,edit,pause,setvcpus,setmem,autostart,save,provision,snapshot-create-as,rename | | Changes machine {args}. | target={last}
        yellow exec | | | run=machine-exec
        yellow ssh | | | run=machine-ssh
        red delete,destroy,undefine,vol-delete,pool-delete,pool-destroy,net-destroy,net-undefine,snapshot-delete,restore,rollback,snapshot-revert,detach-disk,reset,purge | | Takes machine {args} away. | target={last}
        """
}
