extension BuiltInTables {
    /// Infrastructure as code and configuration management.
    static let infrastructure = """
        tool terraform tofu terragrunt : single-dash guarded
        options -no-color -json -chdir= -input= -var= -var-file= -target= -lock= -lock-timeout= -parallelism= -refresh= -compact-warnings -help -version
        green plan | -destroy -refresh-only -detailed-exitcode -replace= -out=!y -state= -generate-config-out=!y | Shows what would change.
        green show,output | -json!s -raw!s -state= -no-color | Shows settings or state. | handler=terraform
        green validate,version,graph,providers,metadata,modules | -raw!s -state= -plan= -type= -draw-cycles -module-depth= -no-tests -test-directory= | Shows settings or state. | handler=terraform
        green state list,show,pull | -state= -id= | Shows the state.
        green workspace list,show | | Shows workspaces.
        green fmt | -check -diff -recursive -list= -write=(true)!y | Checks the layout of files. | handler=terraformfmt
        yellow init,get,login,logout,import,untaint,refresh,test,providers,hclfmt,render-json,graph-dependencies | -upgrade -reconfigure -migrate-state!r -force-copy!r -backend= -backend-config= -from-module= -get= -plugin-dir= -lockfile= | Prepares the working folder.
        yellow workspace new,select | | Changes the workspace to {1}. | target={1}
        green console | | Evaluates expressions.
        red apply,destroy,taint,force-unlock,run-all,state-rm,push | * | Changes or destroys what the code describes. | target={1}
        red state rm,push,mv,replace-provider | * | Changes the state. | target={last}
        red workspace delete | * | Deletes workspace {1}. | target={1}
        green 0.12checklist | * | Shows help.
        tool pulumi
        options -s= --stack= -C= --cwd= --non-interactive --color= -v= --logtostderr -j --json --show-secrets!s --emoji
        green preview,pre,whoami,about,version,console-info,logs,org,plugin-info | --diff --refresh? -t= --target= --expect-no-changes --policy-pack=!y --save-plan=!y -f!e --since= | Shows what would change.
        green stack ls,output,history,graph,tag | -a --all | Shows stacks.
        green stack - | -i --show-urns --show-ids | Shows the stack. | args=0
        green config - | | Shows settings. | args=0
        green config get | | Shows a setting.
        yellow config,stack,new,login,logout,import,refresh,watch,plugin,policy,install,convert,env,state | | Changes settings of the stack.
        red up,update,destroy,down,cancel,dn | | Changes or destroys what the code describes. | target=stack
        red stack rm,rename,import
        red state delete,unprotect,edit,repair
        tool ansible-playbook
        yellow - | --list-tasks!d --list-hosts!d --list-tags!d --syntax-check!d -i= -l= --limit= --inventory= -e= --extra-vars= -t= --tags= --skip-tags= -C --check -D --diff -b --become -K -k -u= -v -vv -vvv --vault-password-file=!y -f= --forks= --start-at-task= --become-user= --private-key= --flush-cache --user= | Runs a playbook that is not shown here. | target={1}; handler=playbook
        tool ansible-pull
        yellow - | * | Runs a playbook that is not shown here. | target={1}; handler=playbook
        tool ansible-inventory ansible-doc ansible-config ansible-lint ansible-galaxy-info
        green - | -i= --list --graph --host= -l -t= -s --vars -y --export | Shows settings.
        green list,view,dump | --only-changed -t= | Shows settings.
        tool ansible-galaxy
        green list,search,info | * | Shows collections.
        green collection,role list,search,info,verify | * | Shows collections.
        yellow install,init,collection,role,import | * | Installs roles.
        red remove,delete | * | Removes roles.
        tool ansible-vault
        green - | | | args=0
        yellow encrypt,edit,create,rekey,encrypt_string | * | Changes encrypted files.
        yellow view,decrypt | * | Shows secrets. | secret
        tool packer
        green validate,inspect,version,plugins,fmt | -var= -var-file= -check -diff -syntax-only | Checks images.
        yellow build,init,fix,console,hcl2_upgrade | * | Builds an image.
        tool knife chef-client puppet salt-call salt-key salt-run salt-ssh cfagent cf-agent chef-shell chef
        green node,client,cookbook,environment,role,data,search,status,recipe,list,show,ssl,user,tag list,show,bag,check | -a= --attribute= -r -l -m -w -i --id-only -F= --format= -c= --config= -k= -u= -s= --long --run-list -V -z -E= --with-uri -y | Shows settings.
        green search | -a= --attribute= -i --id-only -F= --format= -r -l -m -R= -q= -c= -k= -u= | Searches for {args}.
        yellow jobs.kill_job,jobs.exit_success,state.orchestrate,state.orch,cache.clear_pillar,cache.clear_all,fileserver.update,manage.bootstrap | * | Runs a task of the master. | target={1}
        green jobs.active,jobs.list_jobs,jobs.lookup_jid,jobs.last_run,jobs.print_job,manage.status,manage.up,manage.down,manage.present,manage.versions,manage.alived,cache.grains,fileserver.file_list,config.get | --out= --no-color | Asks the master.
        green status,facts,version,resource,module,lookup,help | * | Shows settings.
        green config print | * | Shows settings.
        green agent - | --noop!d -t --test --configprint= --version | Tries the settings. | handler=puppet
        green - | -W --why-run -L --list= --version -v -l= -o= --list-all --print= -F --finger-all | Shows settings. | handler=chef
        yellow agent,apply,bootstrap,upload,cookbook,environment,role,data,node,ssh,exec,edit,tag,download,state.apply,state.highstate,generate,cert,ssl,device,filebucket | --noop!d --why-run!d -W!d | Applies the settings: {args}. | target={last}; handler=clusterverb
        red node,client,cookbook,environment,role,data,cert,ssl,user delete,purge,bulk,clean,revoke | * | Deletes {args}. | target={last}
        yellow * state.apply,state.highstate,state.sls,service.restart,service.start,pkg.install,saltutil.sync_all,saltutil.refresh_pillar,service.reload,cmd.script | * | Applies settings to {1}. | target={1}
        green * test.ping,test.version,grains.items,grains.get,grains.item,disk.usage,status.uptime,service.status,pkg.version,network.ip_addrs,status.loadavg,state.show_top,state.show_highstate,saltutil.running,cmd.which,file.file_exists,pkg.list_pkgs,service.get_all | * | Asks {1}.
        red * service.stop,pkg.remove,pkg.purge,file.remove,system.reboot,system.shutdown,system.poweroff,user.delete,key.delete,cmd.exec_code | * | Takes something away on {1}. | target={1}
        tool salt-table
        green * test.ping,test.version,grains.items,grains.get,grains.item,disk.usage,status.uptime,service.status,pkg.version,network.ip_addrs,status.loadavg,state.show_top,state.show_highstate,saltutil.running,cmd.which,file.file_exists,pkg.list_pkgs,service.get_all | -G -L -E -C -N -b= -t= --out= --timeout= --output= | Asks {1}.
        yellow * state.apply,state.highstate,state.sls,service.restart,service.start,service.reload,pkg.install,saltutil.sync_all,saltutil.refresh_pillar | * | Applies settings to {1}. | target={1}; handler=salttest
        red * service.stop,pkg.remove,pkg.purge,file.remove,system.reboot,system.shutdown,system.poweroff,user.delete | * | Takes something away on {1}. | target={1}
        tool cdk serverless sls sam amplify cdktf copilot now vercel netlify heroku fly flyctl railway wrangler firebase cf eb dokku
        green ls,list,diff,synth,doctor,info,version,logs,print,status,releases,ps,config-list,apps,show,context,metadata,regions,events,health,domains-list,whoami,help,services,app,history,checks,ips,platform | -a= --app= -r= --remote= --json -n= --num= --tail!e -t!e --stage= --region= --no-tail -s= --space= --recent -c= --config= --profile= | Shows {args}. | handler=clusterverb
        yellow deploy,up,create,restart,scale,config,config:set,push,start,stop,run,login,invoke,bootstrap,init,restage,set-env,ps:restart,ps:scale,ps:stop,maintenance:on,maintenance:off,pg:backups:capture,releases:rollback,rollback,promote,alias,env,secrets,proxy,console,map-route,bind-service,exec,clone,redeploy,swap,use,setenv,machine,volumes,package,build,publish,tail,launch | | Changes {args}. | target={last}; handler=clusterverb
        yellow ssh | | | run=machine-ssh
        red destroy,remove,delete,rm,down,pg:reset,apps:destroy,addons:destroy,delete-service,unmap-route,unbind-service,terminate,pg:promote,purge,apps:delete,abort,uninstall,hosting:disable | | Takes {args} away. | target={last}
        green config,releases,addons,pg:info,pg:ps,pg:diagnose,pg:locks,pg:long-running-queries,maintenance,ps,domains,certs,features,pg:backups,pg:blocking,pg:bloat,pg:outliers,redis:info | -a= --app= -r= --json -s | Shows {args}. | args=0
        """
}
