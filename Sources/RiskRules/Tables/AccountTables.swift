extension BuiltInTables {
    /// Users, groups, schedules.
    static let accounts = """
        tool id whoami groups logname tty-info members
        green - | * | Shows who somebody is.
        tool crontab : guarded
        green - | -l -u= -i!y -e!y -r!r | Shows the schedule. | handler=crontab
        tool atq
        green - | * | Lists commands that wait for their time.
        tool atrm
        red - | * | Deletes commands that wait for their time. | target={1}
        tool useradd adduser usermod groupadd addgroup groupmod gpasswd newgrp chage chfn chsh passwd chpasswd newusers vipw visudo vigr pwconv
        green - | -l -S --list --status -c -L!y -U!y --lock!y --unlock!y | Shows an account. | handler=account
        tool userdel deluser groupdel delgroup
        red - | * | Deletes the account {last}. | target={last}
        tool faillock pam_tally2 fail2ban-client
        green status,get,ping,version,banned | --user= | Shows locks.
        green - | --user= | Shows locks. | args=0
        yellow set,reload,start,restart,add,unban,reload | --reset | Changes locks: {args}. | target={last}
        red stop,flushlogs | | Stops the protection.
        tool sudoedit
        yellow - | * | Opens a file to be changed by hand. | target={last}
        tool klist
        green - | * | Shows tickets.
        tool kinit kdestroy kadmin kadmin.local
        yellow - | * | Changes tickets or accounts. | target={last}
        tool ldapsearch
        green - | -x -H= -D= -b= -w= -W -LLL -LL -L -s= -z= -l= -o= -Z -ZZ -h= -p= -Y= -U= -y= -a= -S= -E= -t!y -T=!y -f=!y -d= -v -n | Searches the directory.
        tool ldapmodify ldapadd ldappasswd ldapmodrdn
        yellow - | * | Changes the directory.
        tool ldapdelete
        red - | * | Deletes from the directory. | target={last}
        tool certbot
        green certificates,plugins,show_account | * | Shows certificates.
        yellow renew,run,certonly,enhance,install,register,update_account,reconfigure,rollback | --dry-run!d -n -q --non-interactive --cert-name= --no-random-sleep-on-renew | Gets certificates: {args}.
        red delete,revoke,unregister | | Takes certificates away. | target=certificate
        tool rndc
        green status,stats,recursing,tsig-list | * | Shows the name server.
        yellow reload,reconfig,flush,flushname,refresh,retransfer,notify,freeze,thaw,querylog,trace,sign,dumpdb,sync | * | Changes the name server: {args}. | target={1}
        red stop,halt,delzone | * | Stops the name server. | target=name server
        tool named-checkconf named-checkzone nsd-checkconf unbound-checkconf sshd-info visudo-check dhcpd-check
        green - | * | Checks settings.
        tool unbound-control
        green status,stats,stats_noreset,list_forwards,list_local_zones,dump_requestlist,get_option,lookup | * | Shows the resolver.
        yellow reload,flush,flush_zone,flush_all,set_option,forward_add,local_zone,local_data,verbosity | * | Changes the resolver.
        red stop | * | Stops the resolver. | target=resolver
        """
}
