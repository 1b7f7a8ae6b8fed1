extension BuiltInTables {
    /// Looking at processes.
    static let processes = """
        tool ps : handler=ps
        tool pgrep pidof pstree pwdx pmap prtstat pidwait-info
        green - | * --logical | Finds processes.
        tool top
        green - | -b -n= -d= -p= -u= -U= -o= -c -H -i -s -S -w? -1 -e= -E= -l= -O= --pid= --accum-time-toggle --batch-mode --cmdline-toggle --delay= --filter-any-user= --filter-only-euser= --idle-toggle --iterations= --list-fields --scale-summary-mem= --scale-task-mem= --secure-mode --single-cpu-toggle --sort-override= --threads-show --width?  | Shows the busiest processes. | handler=top
        tool htop btop atopsar glances iotop iftop nethogs powertop
        green - | -b -n= -d= -o -P -a -k -t -q -u= -p= -i= -s= -C -L= -B -N | Shows what is busy. | args=0
        tool renice
        yellow - | * | Changes the priority of {args}. | target={last}
        tool jps
        green - | * | Lists Java processes.
        tool jstat
        green - | * | Shows memory of a Java process.
        tool jstack
        green - | -l -e -h -F!y -m!y | Prints the threads of Java process {1}.
        tool jmap
        green - | -heap -clstats -finalizerinfo | Shows memory of a Java process. | heavy
        tool jinfo
        green - | -flags -sysprops=!s | Shows settings of a Java process. | args=1
        tool pm2
        green list,ls,status,show,describe,info,jlist,prettylist,-v,report | | Shows processes of pm2.
        green logs | --lines= --nostream!b --err --out --raw --json | Shows logs. | endless
        yellow start,restart,reload,scale,save,flush,reset,resurrect,startup,stop,update,sendSignal,reloadLogs,install | * | Changes {args}. | target={1}
        red delete,del,kill,unstartup | * | Takes {args} out of pm2. | target={1}
        """
}
