extension BuiltInTables {
    /// Runtimes of applications, their consoles and their workers.
    static let applications = """
        tool jps
        green - | * | Lists Java processes.
        tool jstack
        green - | -l -e -F!y -m!y | Shows what the threads of process {1} do. | args=1
        tool jstat
        green - | -gc -gcutil -gccapacity -gcnew -gcold -gccause -class -compiler -gcmetacapacity -t -h? -options -printcompilation -J? | Shows figures of process {1}. | args=1
        tool jinfo
        green - | -flags -sysprops -flag=!y | Shows settings of process {1}. | secret
        tool jmap
        yellow - | * | Holds process {1} up to look into its memory. | target={last}
        tool jcmd
        green * Thread.print,VM.version,VM.flags,VM.uptime,VM.command_line,VM.info,VM.native_memory,VM.classloader_stats,VM.metaspace,GC.heap_info,GC.finalizer_info,Compiler.queue,JFR.check,ManagementAgent.status,PerfCounter.print,help,VM.log-info | -l -e -all | Shows the state of process {1}.
        green - | -l | Lists Java processes. | args=0
        yellow * | * | Changes process {1}, or holds it up: {2}. | target={1}
        tool py-spy rbspy async-profiler austin
        yellow - | * | Looks into a running process, which slows it down.
        tool crash gdb gcore pstack perf bpftrace lldb delve dlv eu-stack
        yellow - | * | Looks into a running process, which slows it down or writes a dump. | handler=debugger
        tool celery
        options -A= --app= -b= --broker= -q --quiet -n= -d= --destination= -t= --timeout= -j --json --workdir= --config= --loader=
        green report | | Shows workers. | args=0
        green inspect active,scheduled,reserved,registered,stats,ping,active_queues,conf,query_task,report,memsample,clock | | Asks the workers.
        green status | | Shows workers. | args=0
        green list bindings | | Lists queues.
        yellow worker,beat,events,multi,flower,shell,call,control,migrate,graph,logtool,result,upgrade,amqp | * | Starts or changes workers: {args}. | target={last}
        red purge | * | Deletes all tasks that wait. | target=queue; radius=everything
        red control shutdown,revoke,terminate,cancel_consumer | * | Stops workers or tasks. | target=workers
        tool sidekiqctl
        green status | * | Shows workers.
        yellow - | * | Stops or changes workers.
        tool php-fpm php-fpm7 php-fpm8 php-fpm7.4 php-fpm8.1 php-fpm8.2 php-fpm8.3
        green - | -t -tt -v -i -m -y=!y -c=!y --version --test | Checks settings. | args=0; handler=versiononly
        tool facter ohai
        green - | -j -y -p --json --yaml --puppet --version -v --no-custom-facts --no-external-facts | Shows facts about the host. | args=6
        tool puppetserver
        green ca list,verify | --all --certname= --format= | Lists certificates.
        green version - | | Shows the version.
        yellow ca sign,generate,import,setup,enable | * | Signs certificates. | target={--certname}
        red ca clean,revoke,delete,prune,migrate | * | Takes certificates away. | target={--certname}
        yellow reload,start,stop,foreground,gem,irb,ruby | * | Changes the server.
        tool needrestart
        green - | -b -r=(l)  -l -p -m= -q -v -k -w | Shows what has to be restarted. | handler=needrestart
        tool unattended-upgrade unattended-upgrades
        yellow - | --dry-run!d -d --debug -v --verbose --apt-debug | Upgrades packages.
        tool sentry-cli
        green releases,projects,organizations,issues,monitors,repos,deploys,debug-files list,info,check,propose-version | * | Shows Sentry.
        green info | * | Shows settings.
        yellow - | * | Changes Sentry.
        red releases,monitors delete | * | Deletes from Sentry. | target={last}
        tool conda mamba micromamba
        green list,info,search | * | Shows packages.
        green env list,export | * | Shows environments.
        green config | --show --show-sources --get= | Shows settings. | handler=condaconfig
        yellow install,create,update,upgrade,activate,deactivate,init,run,build,env,clean,pack,package,rename | --dry-run!d -d!d | Changes packages: {args}. | target={1}
        red remove,uninstall | --dry-run!d -d!d | Removes packages: {args}. | target={1}
        red env remove | * | Removes an environment. | target={last}
        tool runlevel
        green - | | Shows how the system runs. | args=0
        tool mysqlcheck mariadb-check
        green - | -h= -u= -p? -P= -S= -c -C -s -v -A -B -e -q -m -F --host= --user= --password? --port= --socket= --check --check-upgrade --all-databases --databases --extended --quick --medium-check --fast --silent --verbose --defaults-file= -g -r!y -o!y -a!y --repair!y --optimize!y --analyze!y --auto-repair!y --fix-db-names!y --fix-table-names!y | Checks tables of {args}.
        tool pt-table-checksum pt-table-usage pt-index-usage pt-config-diff pt-diskstats pt-ioprofile pt-pmp pt-sift pt-mext pt-fingerprint pt-variable-advisor pt-upgrade
        yellow - | * | Reads whole tables, or writes its findings into one.
        tool gh-ost
        yellow - | * | Changes a table while it is used. | target={last}
        """
}
