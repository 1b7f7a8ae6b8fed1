extension BuiltInTables {
    /// Software that keeps services and disks of several hosts together, and virtual networks.
    static let clusterSoftware = """
        tool pcs crmsh-pcs : guarded
        options --full --wait? --request-timeout= -f=!y --debug
        green status,config,cluster,resource,stonith,constraint,node,property,quorum,host,alert,tag,booth,dr - | | Shows the cluster. | args=0
        green status resources,nodes,cluster,corosync,groups,quorum,pcsd,xml,wait | --hide-inactive | Shows the cluster. | args=4
        green config show | | Shows settings of the cluster. | args=0
        green cluster status,corosync,pcsd-status,cib | | Shows the cluster. | args=1
        green resource status,config,show,list,describe,failcount,agents,standards,providers,relations | | Shows resources. | args=3
        green stonith status,config,show,list,describe,history | | Shows fencing. | args=3
        green constraint config,show,list,location,order,colocation - | | Shows constraints. | args=1
        green property show,list,config,describe | | Shows settings. | args=3
        green quorum status,config | | Shows the quorum. | args=0
        yellow resource,stonith cleanup,refresh,enable,create,update,meta,clone,group,manage,unmanage,restart,debug-start,op,defaults | * | Changes the resource {1}. | target={1}
        yellow node unstandby | * | Lets node {1} take resources again. | target={1}; undo=pcs node standby {args}
        yellow node unmaintenance,attribute,utilization | * | Changes node {1}. | target={1}
        red node standby | * | Moves everything away from node {1}. | target={1}; undo=pcs node unstandby {args}
        red resource move,relocate,ban,disable | * | Moves or stops the resource {1}. | target={1}
        red resource,stonith delete,remove,fence,confirm | * | Takes the resource {1} away, or a node down. | target={1}
        yellow cluster start,enable,reload,sync,auth,setup | * | Starts or changes the cluster. | target=cluster; radius=everything
        red cluster stop,destroy,kill,disable,remove-node,standby | * | Stops the cluster, or a part. | target=cluster; radius=everything
        yellow stonith disable | * | Turns fencing off. | target={1}
        yellow property,constraint,host,alert,tag,quorum,config,node set,unset,add,remove,auth,deauth,create,location,order,colocation,maintenance,device,update | * | Changes the cluster: {args}. | target={last}
        tool crm_mon cibadmin-info corosync-quorumtool corosync-cfgtool crm_verify : guarded
        green - | -1 -r -f -n -A -o -t -s -i -l -p -m -H -R -V -L --one-shot --inactive --group-by-node --failcounts --as-html=!y -h --output-as= --live-check -x= | Shows the cluster. | args=0
        tool crm crm_resource crm_node crm_attribute crm_standby crm_failcount cibadmin stonith_admin
        green status,ra,configure show,list,info | * | Shows the cluster.
        green status | * | Shows the cluster.
        yellow - | --cleanup -C -P --refresh -R -r= --resource= -N= --node= -M!r --move!r -D!r --delete!r --ban!r -B!r -F=!r --fence=!r -Q -q -l -L --list -W --locate -i -n= -G -v=!y | Changes the cluster: {args}. | target={last}
        red resource,node,configure,cluster stop,standby,delete,erase,fence,migrate,move,clearstate,remove,online-never | * | Takes something away from the cluster: {args}. | target={last}
        tool drbdadm drbdsetup drbdmon : meta guarded
        green status,cstate,dstate,role,dump,sh-resources,events2-info,show,show-gi,get-gi,check-resize,sh-dev | --verbose --statistics --color? | Shows mirrored disks.
        yellow up,adjust,connect,attach,verify,primary,resume-sync,pause-sync,resize,create-md,new-current-uuid,syncer,net-options,disk-options | --force!r --discard-my-data!r --overwrite-data-of-peer!r -- -d!d --dry-run!d | Changes the mirrored disk {1}. | target={1}
        red secondary,down,detach,disconnect,invalidate,invalidate-remote,wipe-md,outdate,del-peer,forget-peer,del-minor | * | Takes the mirrored disk {1} away, or its data. | target={1}
        tool keepalived dnsmasq bind named sssd nscd rsyslogd syslog-ng vsftpd proftpd dovecot mosquitto
        green - | --version -v --test -t -n --config-test?  | Checks settings. | args=0; handler=versiononly
        tool ovs-vsctl ovn-nbctl ovn-sbctl vtep-ctl ovn-ic-nbctl : guarded
        options --db= --no-leader-only --leader-only -t= --timeout= --format= -f= --data= --columns= --no-headings --bare --oneline -v? --no-wait --may-exist --if-exists --pretty --no-heading --no-shuffle-remotes -p= -c= -C= --private-key= --certificate= --ca-cert= --wait=
        green show,list,find,get,list-br,list-ports,list-ifaces,br-exists,br-to-parent,iface-to-br,port-to-br,br-get-external-id,get-controller,get-fail-mode,get-manager,get-ssl,ls-list,lr-list,lsp-list,lrp-list,acl-list,lb-list,nat-list,lr-nat-list,lr-route-list,lr-lb-list,ls-lb-list,lsp-get-addresses,lsp-get-port-security,lsp-get-up,lsp-get-type,lsp-get-options,dhcp-options-list,lrp-get-gateway-chassis,qos-list,meter-list,pg-list,lflow-list,dump-flows,lr-policy-list,get-connection,chassis-list,count-flows,lsp-get-enabled,lsp-get-parent,lsp-get-tag,dns-list-never | --id= --uuid --ovs --stats --vflows --if-exists | Shows virtual networks.
        yellow add-br,add-port,set,add,create,set-controller,set-manager,set-fail-mode,set-ssl,ls-add,lr-add,lsp-add,lrp-add,lsp-set-addresses,lsp-set-options,lsp-set-type,lsp-set-port-security,acl-add,lb-add,lr-nat-add,lr-route-add,sync,wait-until,lrp-set-gateway-chassis,br-set-external-id,init,add-bond,lsp-set-enabled,lsp-bind,chassis-add,set-connection | * | Changes virtual networks: {args}. | target={1}
        red del-br,del-port,clear,remove,destroy,del-controller,del-manager,del-fail-mode,del-ssl,ls-del,lr-del,lsp-del,lrp-del,acl-del,lb-del,lr-nat-del,lr-route-del,emer-reset,chassis-del,lsp-unbind,pg-del,del-connection,lr-policy-del | * | Takes a virtual network, or a part of it, away: {args}. | target={1}
        tool ovs-appctl ovn-appctl
        options -t= --target= -T= --timeout= -s --format=
        green version,list-commands,coverage/show,memory/show,vlog/list,vlog/list-pattern,bond/show,bond/list,lacp/show,lacp/show-stats,fdb/show,fdb/stats-show,mdb/show,stp/show,rstp/show,ofproto/list,ofproto/trace,ofproto/list-tunnels,dpif/show,dpif/dump-flows,dpif/dump-dps,dpctl/show,dpctl/dump-flows,dpctl/dump-conntrack,dpctl/ct-get-maxconns,dpctl/ct-get-nconns,dpctl/ct-stats-show,dpif-netdev/pmd-stats-show,dpif-netdev/pmd-rxq-show,dpif-netdev/pmd-perf-show,upcall/show,cluster/status,cluster/cid,cluster/sid,ovsdb-server/sync-status,ovsdb-server/list-dbs,ovsdb-server/list-remotes,ovsdb-server/memory-trim-on-compaction-info,connection-status,inc-engine/show-stats,lflow-cache/show-stats,ct-zone-list,group-table-list,meter-table-list,debug/status,status,tnl/ports/show,ovs/route/show,route/show,tnl/neigh/show,tnl/arp/show,cfm/show,bfd/show,qos/show,qos/show-types,autoattach/status,netdev-dpdk/get-mempool-info,list-flows,is-paused-never,sb-connection-status,nb-connection-status | -v --more | Shows the state of the virtual switch.
        yellow vlog/set,vlog/reopen,vlog/close,fdb/flush,mdb/flush,bond/migrate,bond/set-active-slave,bond/enable-slave,coverage/read-counter,revalidator/wait,recompute,inc-engine/recompute,lflow-cache/flush,ovsdb-server/compact,ovsdb-server/connect-active-ovsdb-server,ovsdb-server/reconnect,cluster/change-election-timer,dpctl/flush-conntrack,exit-never,ovsdb-server/add-remote,dpif-netdev/pmd-stats-clear,upcall/enable-megaflows,cluster/backlog-threshold | * | Changes the virtual switch: {1}. | target={1}
        red exit,cluster/kick,cluster/leave,cluster/failure-test,bond/disable-slave,upcall/disable-megaflows,revalidator/purge,ovsdb-server/disconnect-active-ovsdb-server,ovsdb-server/remove-db,ovsdb-server/remove-remote,pause,sb-cluster-state-reset,dpctl/del-flows,dpctl/del-if,dpctl/del-dp | * | Takes a part of the virtual switch down, or a member out of its database. | target={1}
        tool ovs-ofctl ovs-dpctl : guarded
        options -O= -t= --timeout= --names --no-names --stats --no-stats -m --more -s -F= --sort? --rsort? --color? --read-only
        green show,dump-flows,dump-ports,dump-ports-desc,dump-tables,dump-table-features,dump-groups,dump-group-stats,dump-desc,dump-aggregate,dump-meters,meter-stats,queue-stats,get-frags,dump-dps,dump-conntrack,ct-stats-show,dump-table-desc,diff-flows,dump-tlv-map,dump-ipfix-bridge,ct-get-nconns,ct-get-maxconns | | Shows the flows of a virtual switch.
        yellow add-flow,add-flows,mod-flows,add-group,mod-group,mod-port,mod-table,set-frags,add-meter,mod-meter,monitor,snoop,packet-out,add-if,set-if,add-dp | * | Changes the flows of a virtual switch. | target={1}
        red del-flows,replace-flows,del-groups,del-meters,del-meter,del-if,del-dp,flush-conntrack | * | Takes flows of a virtual switch away. | target={1}
        tool ovsdb-client ovsdb-tool
        green list-dbs,get-schema,get-schema-version,list-tables,list-columns,dump,query,db-version,db-name,show-log,db-cksum,needs-conversion,db-is-clustered,db-is-standalone,db-cid,db-sid,check-cluster,get-schema-cksum | --format= --no-headings -f= -m --timeout= -t= | Shows the database of a virtual network.
        yellow monitor,monitor-cond,backup,transact,compact,create,create-cluster,join-cluster,wait,lock,set-db-change-aware,convert,cluster-to-standalone | * | Changes the database of a virtual network. | target={last}
        red restore | * | Restores over the database. | target=ovsdb
        tool vtysh
        green - | -c= --command= -e= -d= -E -b!y -f=!y -w!y --boot!y --inputfile=!y | Asks the router. | handler=router
        tool birdc birdcl bgpctl gobgp exabgpcli
        green show | * | Shows routes.
        green global,neighbor,rib,vrf,monitor-info - | * | Shows routes.
        yellow configure,enable,reload,refeed,restart,debug,echo,add,timeformat | * | Changes the routing: {args}. | target={last}
        red disable,down,delete,del,reset,softreset,shutdown,clear | * | Takes routes or neighbours down: {args}. | target={last}
        tool storcli storcli64 perccli perccli64 megacli MegaCli MegaCli64 ssacli hpssacli arcconf mvcli : meta
        green - | * | Asks the disk controller. | handler=raidcontroller
        """
}
