extension BuiltInTables {
    /// systemd, logs, kernel and hardware.
    static let system = """
        tool systemctl : guarded
        options --no-pager -l --full -a --all --state= --type= -t= -p= --property= --value -P= -n= --lines= -o= --output= --user --system -q --quiet --no-legend --plain --failed -r --recursive --reverse --after --before --no-ask-password --now -T --show-types --with-dependencies --wait --no-block --runtime -f -ff --force -s= --signal= --kill-who= --kill-whom= --job-mode= --message= --root=!y -H=!y --host=!y -M=!y --machine=!y --image=!y --dry-run!d --timestamp= --legend= --no-legend --what= --preset-mode= --runtime --global --marked --show-transaction --check-inhibitors= --read-only --mkdir --no-wall --root=!y -H=!y --host=!y -M=!y --machine=!y --force!r -f!r -s= --signal= --kill-whom= --kill-who= --job-mode= --fail --ignore-dependencies --lines=
        green status,show,cat,help,list-units,list-unit-files,list-timers,list-sockets,list-jobs,list-dependencies,list-machines,list-paths,list-automounts,is-active,is-enabled,is-failed,is-system-running,get-default | | Shows the state of {args}.
        green show-environment | | Shows environment variables. | secret
        green - | | Lists the units of the system. | args=0
        yellow start | | Starts {args}. | target={1}; undo=systemctl stop {args}
        yellow restart,try-restart,reload-or-restart,try-reload-or-restart,condrestart,force-reload | | Restarts {args}. | target={1}
        yellow reload | | Makes {args} read its settings again. | target={1}
        yellow enable | | Lets {args} start with the system. | target={1}; undo=systemctl disable {args}
        yellow disable | | Keeps {args} from starting with the system. | target={1}; undo=systemctl enable {args}
        yellow stop | | Stops {args}. | target={1}; undo=systemctl start {args}
        yellow mask | | Makes it impossible to start {args}. | target={1}; undo=systemctl unmask {args}
        yellow unmask | | Makes it possible to start {args} again. | target={1}; undo=systemctl mask {args}
        yellow kill | | Sends a signal to {args}. | target={1}
        yellow daemon-reload,daemon-reexec | | Makes systemd read its units again. | target=systemd
        yellow set-default | | Makes {1} what the host starts into. | target={1}
        yellow reenable,preset,link,reset-failed,edit,set-property,set-environment,unset-environment,import-environment,revert,add-wants,add-requires,preset-all,freeze,thaw,cancel,log-level,service-log-level,clean | | Changes how systemd runs {args}. | target={1}
        red reboot,poweroff,halt,kexec,isolate,rescue,emergency,suspend,hibernate,hybrid-sleep,soft-reboot,switch-root,exit,default,suspend-then-hibernate | | Takes the whole host down ({args}). | target=this host
        tool journalctl : guarded
        green - | -u= -n= -f!e -# -x -e -b? -k -p= -o= -r -g= -t= -S= -U= -a -q -m -M= -D= -F= -N -l -c= --since= --until= --no-pager --disk-usage --list-boots --unit= --user-unit= --lines= --priority= --facility= --grep= --output= --boot? --dmesg --reverse --utc --verify --header --all --quiet --no-tail --merge --user --system --directory= --file= --field= --fields --case-sensitive? --identifier= --no-full --full --catalog --cursor= --after-cursor= --show-cursor --no-hostname --output-fields= --exclude-identifier= --truncate-newline -T= --invocation= --namespace= --follow!e --vacuum-time=!r --vacuum-size=!r --vacuum-files=!r --rotate!y --flush!y --sync!y --relinquish-var!y --setup-keys!y --cursor-file=!y --update-catalog!y --smart-relinquish-var!y --pager-end --interval= --list-catalog --dump-catalog --machine= --root=!y --image=!y --verify-key=!y --force!y --facility= --no-hostname --output-fields= --user-unit= --transport= --dmesg | Shows the journal.
        tool systemd-analyze : guarded
        green blame,time,critical-chain,verify,security,calendar,unit-paths,cat-config,dump,timespan,timestamp | --no-pager --user --system --fuzz= --iterations= --base-time= --fuzz= --global --iterations= --json= --machine=!y --man? --order --require --generators? --threshold= --to-pattern= --from-pattern= --quiet -q --profile= --offline= --security-policy= --root=!y --image=!y --host=!y -H=!y -M=!y | Shows how the system starts.
        green - | --no-pager | Shows how long the start took. | args=0
        tool systemd-cgls systemd-cgtop systemd-delta systemd-detect-virt systemd-path systemd-escape systemd-id128 networkctl-info
        green - | * | Shows what systemd knows.
        tool loginctl : guarded
        green list-sessions,session-status,list-users,user-status,show-session,show-user,show-seat,list-seats | --no-pager -p= --property= --value -l --all --full --lines= --no-legend --output= --property= --value -n= -o= -a | Shows sessions.
        green - | --no-pager --no-legend --full --all -l -a | Lists sessions. | args=0
        yellow lock-session,unlock-session,enable-linger,disable-linger,activate | | Changes a session.
        red terminate-session,terminate-user,kill-session,kill-user | | Ends sessions of {args}. | target={1}
        tool timedatectl : guarded
        green status,show,list-timezones,timesync-status,show-timesync | --no-pager -a -p= --property= --value --monitor!e -a --all --value --monitor!e | Shows clock and time zone.
        green - | --all --no-pager --property= --value --no-ask-password --adjust-system-clock!y | Shows clock and time zone. | args=0
        yellow set-time,set-timezone,set-local-rtc,set-ntp | | Changes the clock: {args}. | target=clock
        tool hostnamectl : guarded
        green status,hostname | --static --transient --pretty --no-pager --json= -j | Shows the name of the host. | args=0
        green - | --static --no-pager --json= --pretty --transient --static -j | Shows the name of the host. | args=0
        yellow set-hostname,set-icon-name,set-chassis,set-deployment,set-location | | Changes the name of the host to {1}. | target=hostname
        tool localectl
        green status,list-locales,list-keymaps | | Shows language settings.
        green - | | Shows language settings. | args=0
        tool resolvectl systemd-resolve
        green status,query,statistics,dns,domain,service | --no-pager -i= --interface= -4 -6 -t= --type= --cache= --legend= | Asks the resolver.
        green - | --status --statistics --no-pager | Asks the resolver. | args=0
        yellow flush-caches,reset-statistics,reset-server-features,revert,log-level | | Changes the resolver.
        yellow - | --flush-caches | Changes the resolver.
        tool networkctl
        green list,status,lldp,cat | --no-pager -a --all --all --full --json= --lines= --no-legend --no-pager --stats -n= -l -s | Shows networks.
        green - | --all --full --json= --no-legend --no-pager --stats -l -s | Shows networks. | args=0
        yellow reload,reconfigure,renew,up,forcerenew | | Changes networks.
        red down,delete | | Takes the network {args} down. | target={1}
        tool coredumpctl
        green list,info | --no-pager -1 -r -n= -S= -U= -F= --since= --until= | Lists crashes.
        green - | --no-pager | Lists crashes.
        tool bootctl
        green status,list | * | Shows the boot loader.
        tool service rc-service
        green * status | | Shows whether {first} runs.
        green - | --status-all -l --list | Shows services. | args=0
        yellow * start | | Starts the service {first}. | target={first}
        yellow * restart | | Restarts the service {first}. | target={first}
        yellow * reload,force-reload,condrestart,try-restart | | Makes the service {first} read its settings again. | target={first}
        yellow * stop | | Stops the service {first}. | target={first}
        tool initctl status
        green list,status,version | | Shows services.
        yellow start,restart,reload,emit,reload-configuration | | Changes a service. | target={1}
        yellow stop | | Stops a service. | target={1}
        tool supervisorctl
        green status,tail,pid,avail,maintail | -c= -n= -f!e | Shows programs that supervisord runs.
        yellow start,restart,update,reread,add,signal,clear,reload | -c= | Changes {args}. | target={1}
        yellow stop | -c= | Stops {args}. | target={1}; undo=supervisorctl start {args}
        red shutdown,remove | -c= | Takes supervisord down. | target=supervisord
        tool monit
        green status,summary,report,-V,validate | | Shows what monit watches.
        yellow start,restart,monitor,unmonitor,reload | | Changes {args}. | target={1}
        yellow stop | | Stops {args}. | target={1}
        tool sv
        green status,s | | Shows the state of {args}.
        yellow start,restart,up,reload,once,hup,u,term,kill,stop,down,t,d,x,exit,force-restart,force-stop | | Changes the service {args}. | target={1}
        tool svc s6-svc
        yellow - | * | Changes the service {args}.
        tool svstat s6-svstat
        green - | * | Shows the state of {args}.
        tool chkconfig update-rc.d rc-update
        green - | --list | Lists services. | args=0
        yellow - | * | Changes which services start: {args}. | target={1}
        tool dmesg : guarded
        green - | -T -H -l= -f= -k -x -L? -r -t -e -u -S -P -w!e -W!e --since= --until= --level= --facility= --ctime --human --kernel --decode --color? --raw --notime --reltime --nopager --time-format= --follow!e --follow-new!e --json -C!y -c!y -D!y -E!y -n=!y --clear!y --read-clear!y --console-level=!y --console-off!y --console-on!y --buffer-size= --file= --force-prefix --noescape --show-delta --syslog --userspace -F= -s= -p -i | Shows messages of the kernel. | args=0
        tool uname arch nproc uptime lscpu lsmem lsusb lspci lshw lsmod modinfo lsns lslocks lsipc lslogins cpupower-info lsinitramfs needrestart-info getconf hostid locate tzselect-info ipcs
        green - | * --output? --output-all --export --logins? --logical | Shows facts about the host.
        tool dmidecode sensors hwinfo inxi
        green - | -t= -q -u -A -f -j -F --type= --short -b -c | Shows facts about the host. | args=0
        tool free vmstat iostat mpstat sar pidstat nfsstat numastat nfsiostat cifsiostat tapestat slabtop dstat atop
        green - | * | Shows load and memory. | handler=interval
        tool ethtool : guarded
        green - | -i -S -k -g -a -c -l -m -T -d -P --driver --statistics --show-features -n -x -w -e -u | Shows the network card {args}. | args=1
        tool sysctl : guarded
        green - | -a -n -e -N -r= -b -A -X --all --values --names --pattern= --ignore -w!y -p?!y --write!y --load?!y --system!y --binary --deprecated --dry-run --quiet -q -d | Shows kernel settings {args}. | handler=sysctl
        tool modprobe insmod
        green - | -n!d --dry-run!d --show-depends -c --showconfig -l | Shows what would be loaded.
        yellow * | -n!d --dry-run!d --show-depends!d -v -r!r --remove!r -f!r | Loads the kernel module {args}. | target={1}
        tool rmmod
        red - | * | Takes the kernel module {args} out. | target={1}
        tool depmod ldconfig update-initramfs update-grub grub2-mkconfig grub-mkconfig dracut mkinitcpio update-ca-certificates update-alternatives alternatives
        green - | -p --print-cache --list --display= --query= -n --show | Shows settings.
        yellow * | | Rebuilds what the system starts from.
        tool grub-install grub2-install efibootmgr-write flashrom fwupdmgr-install
        red - | * | Rewrites the boot loader or firmware. | target={last}
        tool efibootmgr
        green - | -v | Shows how the host starts. | args=0
        tool reboot poweroff halt telinit init
        red - | * | Takes the whole host down. | target=this host
        tool apparmor_status aa-status getenforce sestatus getsebool semodule-list
        green - | * | Shows the security policy.
        tool setenforce setsebool aa-disable aa-complain restorecon semanage semodule chcon
        yellow - | * | Changes the security policy. | target={1}
        tool auditctl
        green - | -l -s -v -k= -D!r -e=!y -W=!r -d=!r -a=!y -A=!y -w=!y -p= -F= -S= -b=!y -f=!y -r=!y -R=!y | Shows audit rules. | args=0; target=audit
        tool ausearch aureport last lastb w who users lastlog finger
        green - | * | Shows who was logged in.
        tool logrotate
        green - | -d -v --debug --verbose | Shows what would be rotated. | handler=logrotate
        tool logger
        yellow - | * | Writes a line into the log.
        tool cloud-init
        green status,query,schema,analyze | --long --wait --format= | Shows how the host was set up.
        red clean | * | Lets the host be set up anew. | target=this host
        tool ipmitool
        green - | | Asks the board. | handler=ipmi
        """
}
