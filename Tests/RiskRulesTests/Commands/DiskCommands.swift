extension FamilyCommands {
    static let disk = #"""
        g lsblk -f
        g blkid
        g df -hi
        g du -sh /var/log
        g du -xsh /var/* | sort -h | tail
        gy du -ah /
        g findmnt
        g mount
        y mount /dev/sdb1 /mnt
        y mount -o remount,ro /data
        yr umount /data
        yr umount -l /data
        yr umount -f /data
        g pvs
        g vgs
        g lvs -a -o +devices
        g pvdisplay
        y lvextend -r -L +10G /dev/vg0/data
        y lvcreate -s -n snap -L 5G /dev/vg0/data
        r lvremove -f /dev/vg0/snap
        r lvreduce -L 10G /dev/vg0/data
        r vgremove vg0
        r pvremove /dev/sdb
        yr pvcreate /dev/sdb
        y vgextend vg0 /dev/sdb
        yr vgchange -an vg0
        y vgchange -ay vg0
        yr pvmove /dev/sdb
        r lvconvert --merge vg0/snap
        y resize2fs /dev/vg0/data
        y xfs_growfs /data
        r mkfs.xfs -f /dev/sdb
        r mke2fs /dev/sdb1
        r wipefs -a /dev/sdb
        g wipefs /dev/sdb
        g wipefs -n /dev/sdb
        r dd if=/dev/zero of=/dev/sdb bs=1M
        y dd if=/dev/sdb of=/backup/sdb.img bs=1M
        g dd if=/dev/sda of=/dev/null bs=1M count=100
        g fsck -n /dev/sdb1
        yr fsck -y /dev/sdb1
        yr e2fsck -f /dev/sdb1
        r xfs_repair -L /dev/sdb1
        g xfs_repair -n /dev/sdb1
        g smartctl -a /dev/sda
        y smartctl -t short /dev/sda
        g fdisk -l
        yr fdisk /dev/sdb
        g parted -l
        r parted /dev/sdb mklabel gpt
        g sgdisk -p /dev/sdb
        r sgdisk -Z /dev/sdb
        g mdadm --detail /dev/md0
        g cat /proc/mdstat
        yr mdadm /dev/md0 --fail /dev/sdb1
        yr mdadm /dev/md0 --remove /dev/sdb1
        y mdadm /dev/md0 --add /dev/sdc1
        r mdadm --zero-superblock /dev/sdb1
        yr mdadm --stop /dev/md0
        yr mdadm --create /dev/md1 -l1 -n2 /dev/sdb /dev/sdc
        g zpool status -v
        g zpool list
        g zpool iostat 1 3
        y zpool scrub tank
        yr zpool export tank
        y zpool import tank
        y zpool clear tank
        r zpool destroy tank
        yr zpool offline tank sdb
        y zpool online tank sdb
        yr zpool replace tank sdb sdc
        y zpool add tank sdd
        g zfs list -t snapshot
        g zfs get all tank/data
        y zfs snapshot tank/data@x
        r zfs destroy tank/data@x
        r zfs rollback tank/data@x
        y zfs set quota=10G tank/data
        y zfs create tank/x
        g ceph -s
        g ceph health detail
        g ceph osd tree
        g ceph df
        g ceph osd df tree
        g ceph pg dump_stuck
        g ceph mon stat
        y ceph osd set noout
        y ceph osd unset noout
        yr ceph osd out 4
        y ceph osd in 4
        r ceph osd purge 4 --yes-i-really-mean-it
        r ceph osd destroy 4 --yes-i-really-mean-it
        r ceph osd pool delete p p --yes-i-really-really-mean-it
        y ceph osd reweight 4 0.8
        y ceph pg repair 2.1f
        y ceph tell osd.4 injectargs '--osd-max-backfills 1'
        yr ceph mds fail 0
        y ceph orch restart mgr
        y ceph config set osd osd_max_backfills 2
        g ceph config dump
        y ceph crash archive-all
        yr ceph osd crush remove osd.4
        g rbd ls pool
        r rbd rm pool/img
        y rbd snap create pool/img@s
        r rbd snap purge pool/img
        g rados df
        r rados -p p rm obj
        g gluster volume status
        yr gluster volume stop v
        r gluster volume delete v
        g multipath -ll
        yr multipath -F
        g iscsiadm -m session
        yr iscsiadm -m node -u
        y iscsiadm -m node -l
        g cryptsetup status x
        r cryptsetup luksFormat /dev/sdb
        y cryptsetup open /dev/sdb x
        g nvme list
        g nvme smart-log /dev/nvme0
        r nvme format /dev/nvme0n1
        g hdparm -I /dev/sda
        r hdparm --security-erase p /dev/sda
        g btrfs filesystem usage /
        y btrfs balance start /
        r btrfs subvolume delete /x
        y fstrim -av
        g tune2fs -l /dev/sdb1
        y tune2fs -m 1 /dev/sdb1
        r badblocks -w /dev/sdb
        gy badblocks -sv /dev/sdb
        g exportfs -v
        y exportfs -ra
        g showmount -e nfs
        g drbdadm status
        yr drbdadm secondary r0
        r drbdadm primary --force r0
        r drbdadm invalidate r0
        g pcs status
        y pcs resource cleanup
        yr pcs resource move vip
        yr pcs cluster stop --all
        r pcs cluster destroy
        yr pcs node standby n1
        g crm_mon -1
        g storcli /c0 show
        g megacli -LDInfo -Lall -aALL
        g rclone lsf remote:b
        y rclone copy a remote:b
        r rclone sync a remote:b
        g rclone sync --dry-run a remote:b
        r rclone delete remote:b
        g restic snapshots
        yr restic restore latest --target /r
        r restic forget --keep-last 3 --prune
        y restic backup /data
        g borg list repo
        r borg delete repo::a
        y borg create repo::a /data
        r shred -u f
        r blkdiscard /dev/sdb
        yr fallocate -p -o 0 -l 1G f
        y fallocate -l 1G f
        """#
}
