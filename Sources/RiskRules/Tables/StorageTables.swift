extension BuiltInTables {
    /// Disks, volumes, file systems.
    static let storage = """
        tool lsblk blkid lsscsi blockdev-info dumpe2fs tune2fs-info xfs_info btrfs-info pvs vgs lvs pvdisplay vgdisplay lvdisplay lvmdiskscan multipath-info hdparm-info iscsi-ls dmsetup-info pvck-info lvmconfig biolatency : meta
        green - | * --output? --output-all  | Shows disks and volumes.
        tool pvscan vgscan lvscan : meta
        green - | -v --cache!y --activate?!y -a=!y --mknodes!y | Shows volumes.
        tool fdisk sfdisk : meta
        green - | -l -o= -x --list -d --dump -V --bytes -s -J --json -F | Shows partitions. | handler=partition
        tool parted : meta
        green - | -l -s -m --list --script | Shows partitions. | handler=parted
        tool sgdisk : meta
        green - | -p -i= -v -L -s -E -F -f -D | Shows partitions. | handler=sgdisk
        tool gdisk cfdisk partx partprobe kpartx growpart : meta
        yellow - | * | Changes partitions of {last}. | target={last}; handler=partition
        tool smartctl : meta
        green - | -a -i -H -A -l= -x -d= -c -n= -q= --all --info --health --scan --scan-open -j --json? -P= -T= -g= -X!y -t=!y -s=!y -S=!y -o=!y --smart=!y --test=!y --xall --attributes --log= --device= | Shows the health of disk {args}. | args=1
        tool nvme : meta
        green list,smart-log,id-ctrl,id-ns,error-log,list-subsys,list-ns,fw-log,show-regs,get-feature,version | -o= -n= -v -H -e= | Shows disk {args}.
        yellow fw-download,device-self-test,set-feature,connect,discover,create-ns,attach-ns,reset,subsystem-reset,ns-rescan | * | Changes disk {args}. | target={last}
        red format,sanitize,delete-ns,fw-commit,write,write-zeroes,disconnect,disconnect-all,detach-ns,write-uncor,dsm | * | Wipes or takes away disk {args}. | target={last}
        tool hdparm : meta
        green - | -I -i -t -T -g -C -tT -v -H --Istdout --direct --fibmap= --read-sector= --security-erase=!r --security-erase-enhanced=!r --security-set-pass=!r --security-disable=!r --yes-i-know-what-i-am-doing!r --write-sector=!r --make-bad-sector=!r --trim-sector-ranges=!r --dco-restore!r -y!y -Y!y -S=!y -B=!y -W=!y -A=!y -r=!y | Shows disk {args}. | target={last}; handler=hdparm
        tool mount : meta
        green - | -l -t= --show-labels --types= --show-labels --list --verbose -v | Shows what is mounted. | args=0; handler=mount
        tool umount : meta
        yellow - | -a!r -l!r -f!r -A!r -R!r -v -n -r --all!r --lazy!r --force!r --recursive!r | Takes {args} out of the file system. | target={last}
        tool swapon : meta
        green - | -s --show? --summary --noheadings --bytes --show? --output? --raw --noheadings --bytes --summary -v --verbose | Shows swap space. | args=0
        tool swapoff : meta
        red - | * | Turns swap space off: {args}. | target={last}
        tool fsck e2fsck fsck.ext4 fsck.xfs fsck.ext3 xfs_repair fsck.fat btrfsck reiserfsck fsck.vfat : meta
        green - | * | Checks a file system. | handler=fsck
        tool tune2fs : meta
        green - | -l | Shows a file system. | args=1
        yellow - | -m= -c= -i= -L= -o= -e= -U= -j -r= -T= -C= -E= -O= -Q= -f -s= | Changes settings of a file system. | handler=onlylist
        tool resize2fs xfs_growfs e2label xfs_admin fstrim btrfs-balance mkswap-info quotacheck quotaon setquota edquota : meta
        yellow - | -M!r -n!d | Changes the file system on {args}. | target={last}; handler=resize
        tool quotaoff : meta
        red - | * | Turns quotas off.
        tool quota repquota : meta
        green - | * | Shows quotas.
        tool wipefs : meta
        green - | -n -J -p -i -l -O= -o=!r -t=!r -a!r -f!r -b!r --all!r --force!r --backup!r --offset=!r --types=!r --no-act --json --parsable --noheadings --output= -q --quiet | Shows what stands at the start of {args}. | target={last}
        tool badblocks : meta
        green - | -s -v -b= -c= -d= -e= -p= -t= -B -o=!y -i= -w!r -n!r -f!r -X!r | Reads all of {last}. | heavy; target={last}
        tool mkswap blkdiscard mke2fs mkdosfs sgdisk-zap ddrescue dcfldd partclone mformat : meta
        red - | -n!d --no-act!d -l --list | Overwrites {last}; what was there is lost. | target={last}; handler=wipe
        tool lvcreate vgextend lvextend pvresize pvmove vgcfgbackup vgrename lvrename pvchange vgimport vgck vgmerge vgsplit : meta
        yellow - | -t!d --test!d | Changes volumes: {args}. | target={last}
        tool lvchange vgchange : meta
        yellow - | -an!r -a=(n,ln,en)!r --activate=(n)!r | Changes volume {args}. | target={last}
        tool lvresize : meta
        yellow - | -L= -l= -r -n --size= --extents= --resizefs -f!r --force!r | Changes the size of {args}. | target={last}; handler=resize
        tool lvreduce lvremove vgremove pvremove vgreduce lvconvert pvcreate vgcreate vgcfgrestore vgexport : meta
        red - | -t!d --test!d --list!d -l!d -f= -v --yes -y --force | Takes away or overwrites {last}. | target={last}
        tool dmsetup : meta
        green ls,info,status,table,targets,version,deps | --tree -c -C --target= --showkeys!s | Shows device maps.
        red remove,remove_all,wipe_table,clear,load,suspend,create,reload,resume,rename | * | Changes device map {args}. | target={1}
        tool cryptsetup : meta
        green status,luksDump,isLuks,luksUUID,benchmark | --dump-master-key!s --dump-volume-key!s -v | Shows encryption of {args}.
        yellow open,luksOpen,luksAddKey,luksHeaderBackup,resize,refresh,luksChangeKey,config | * | Opens {args}. | target={1}
        red luksFormat,erase,luksErase,luksKillSlot,luksRemoveKey,luksHeaderRestore,close,luksClose,reencrypt,convert,luksSuspend,repair,format | * | Wipes or closes {args}. | target={1}
        tool mdadm : meta
        green - | -D -E -Q -v --detail --examine --query --scan --export --brief -Db -Es -Ds | Shows arrays. | handler=mdadm
        tool zfs : meta
        green list,get,diff,holds,version,userspace,groupspace,allow | -H -p -r -d= -o= -s= -S= -t= -F -h -R | Shows file systems.
        yellow snapshot,snap,set,create,mount,share,hold,clone,send,bookmark,inherit,rename,unmount,unshare,change-key,load-key,allow,promote,release,upgrade,umount | -n!d | Changes {args}. | target={last}
        red destroy,rollback,receive,recv,unallow,unload-key | -n!d | Loses data of {last}. | target={last}
        tool zpool : meta
        green status,list,iostat,get,history,events,version | -v -x -H -p -o= -L -P -T= -g -s -i -l -D -t | Shows pools. | handler=interval
        yellow scrub,online,clear,set,add,attach,replace,upgrade,import,trim,resilver,initialize,reopen,checkpoint,wait,reguid,sync | -n!d | Changes pool {args}. | target={1}
        red destroy,create,export,offline,detach,remove,split,labelclear | -n!d | Takes pool {1} away, or a part of it. | target={1}
        tool btrfs : meta
        green filesystem show,df,usage,du
        green subvolume list,show,get-default
        green device stats,usage
        green scrub status
        green balance status
        green property get
        yellow scrub start,resume
        yellow subvolume create,snapshot,set-default,sync
        yellow balance start,resume,pause,cancel
        yellow filesystem resize,sync,label,defragment
        red subvolume delete | | Deletes subvolume {args}. | target={last}
        red device delete,remove,replace | | Takes device {args} away. | target={last}
        red check,rescue,restore | | Repairs or overwrites {last}. | target={last}
        tool multipath : meta
        green - | -l -ll -v= -d -t -T -c= -C -h -F!r -f=!r -r!y -w=!y -W!y -a=!y -A!y -p=!y -B!y -q -u | Shows paths to disks. | target=paths
        tool iscsiadm : meta
        green - | -m=(session,iface,host) --mode=(session,iface,host) -P= --print= -d= -S --show -R!y --rescan!y -o=!y --op=!y -u!r --logout!r -r= --sid= -V --version | Shows iSCSI sessions. | args=0
        tool dosfslabel losetup : meta
        green - | -a -l -j= --list --all --associated= --noheadings --output= --output-all --raw --json -J -O= --nooverlap!y | Shows loop devices. | args=0
        tool ceph : guarded
        options -f= --format= -c= --cluster= -n= --name= --connect-timeout= --id=
        green status,health,df,version,versions,features,report,quorum_status,mon_status,time-sync-status,node | | Shows the cluster.
        green - | -s -w!e | Shows the cluster. | args=0
        green osd tree,ls,stat,df,dump,find,metadata,perf,pool-stats,blocked-by,status,lspools,getmap,versions,utilization,info,numa-status,crush-tree,safe-to-destroy,ok-to-stop
        green osd pool ls,get,stats,autoscale-status,get-quota
        green osd blocklist,blacklist ls
        green osd crush tree,dump,show-tunables,ls
        green osd crush rule,class ls,dump,ls-osd
        green pg dump,stat,ls,dump_stuck,map,ls-by-pool,ls-by-osd,query,dump_json,ls-by-primary
        green pg * query,list_unfound,list_missing
        green mon dump,stat,metadata,versions
        green mgr dump,services,stat,metadata,versions
        green mgr module ls
        green mds stat,metadata,versions
        green fs ls,status,dump,get
        green health detail
        green orch ls,ps,status
        green orch host,device,upgrade ls,status
        green crash ls,info,stat
        green config dump,get,show,log,ls
        green df detail
        green device ls,info
        green balancer status
        green auth ls,list,get,export,print-key,get-key | | Shows keys. | secret
        yellow osd set,unset,reweight,in,repair,scrub,deep-scrub,reweight-by-utilization,down,out,pause,unpause,set-require-min-compat-client,create,primary-affinity,test-reweight-by-utilization,set-nearfull-ratio,set-full-ratio,set-backfillfull-ratio,unset-group,set-group | | Changes the cluster: {args}. | target={last}
        yellow osd pool set,create,set-quota,application,rename,mksnap
        yellow pg repair,scrub,deep-scrub
        yellow crash archive,archive-all,prune
        yellow config set,rm,assimilate-conf,reset
        yellow mgr fail,module
        yellow orch apply,daemon,restart,redeploy,start,stop,pause,resume
        yellow balancer on,off,mode,eval,execute
        green daemon * dump_*,status,version,help,ops,objecter_requests
        green daemon * config show,get,diff
        green daemon * perf dump,schema
        green daemon * session ls
        green tell * version,status,help,ops,dump_ops_in_flight
        green tell * session ls
        yellow tell,daemon,injectargs
        red osd purge,destroy,rm,lost,force-create-pg,crush | | Takes an OSD or its data away: {args}. | target={last}
        red osd pool delete,rm,rmsnap | | Deletes pool {args}. | target={last}
        red pg force_create_pg,force-recovery
        red mon remove,rm
        red fs rm,reset,fail,rm_data_pool
        red auth del,rm
        red orch rm,host
        red mds fail,rm,rmfailed
        tool rados rbd radosgw-admin cephfs-journal-tool : meta
        green ls,lspools,df,list,info,status,du,showmapped,list-inconsistent-obj,list-inconsistent-pg,stat,user,bucket,snap,trash | -p= --pool= --format= --uid= --bucket= -l --long | Shows objects.
        yellow create,map,resize,put,get,cp,mv,export,import,bench,rename,clone,protect,lock | | Changes {args}. | target={last}
        red rm,remove,purge,rmpool,unmap,cleanup,delete,reset,rmsnap,rollback,mkpool | | Deletes {args}. | target={last}
        red user rm,suspend
        red bucket rm,unlink
        red snap rm,purge,rollback
        red trash rm,purge
        tool gluster : meta
        green volume info,status,list,get,heal,profile,top
        green peer status
        green pool list
        yellow volume start,set,create,add-brick,rebalance,sync,quota,log,reset
        yellow volume heal * | | Heals volume {1}.
        yellow peer probe
        red volume stop,delete,remove-brick,replace-brick | | Takes volume {args} away. | target={last}
        red peer detach
        red volume heal * split-brain
        tool exportfs : meta
        green - | -v -s | Shows what is shared. | args=0
        yellow - | -a -r -o= -i | Changes what is shared. | handler=exportfs
        tool showmount rpcinfo nfsiostat mountstats : meta
        green - | * | Shows what is shared.
        """
}
