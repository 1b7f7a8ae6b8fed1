extension BuiltInTables {
    /// Backups and copies of files to elsewhere.
    static let backups = """
        tool restic rustic
        options -r= --repo= -p= --password-file= --repository-file= -q --quiet -v --verbose? --no-lock --json --cacert= --tls-client-cert= --limit-download= --limit-upload= -o= --no-cache --cache-dir= --host= -H= --tag= --path= --latest= -c --compact -g= --group-by= -l --long --mode= --retry-lock= --insecure-tls
        green snapshots,ls,find,stats,diff,list,version | --recursive -R --oldest= --newest= -i --snapshot= -s= | Lists backups.
        green check | --read-data!h --read-data-subset=!b --with-cache | Checks the backups.
        yellow backup,cache,copy,init,tag,unlock,mount,migrate,recover,rebuild-index,repair,generate,self-update,key,dump | * | Changes the backups, or makes one. | target={last}
        red forget,prune,rewrite | -n!d --dry-run!d --keep-last= --keep-daily= --keep-hourly= --keep-weekly= --keep-monthly= --keep-yearly= --keep-within= --keep-tag= --prune --max-unused= --max-repack-size= | Deletes backups. | target=backups
        red restore | --dry-run!d -t= --target= -i= --include= -e= --exclude= --verify --overwrite= --delete | Restores over files. | target={last}
        red key remove | * | Takes a key of the backups away. | target=backups
        tool borg borgmatic
        options -v -p --progress --list --verbose --info --debug --warning --error --rsh= --remote-path= --log-json --lock-wait= --last= --first= -P= --prefix= -a= --glob-archives= --json --json-lines --short --format= --sort-by= --show-rc --stats -s --pattern= --repository= --archive= -r= -e= --exclude=
        green list,info,diff,rlist,rinfo,config-info | -R | Lists backups.
        green check | --verify-data!h --repository-only --archives-only --repair!r | Checks the backups.
        yellow create,init,mount,umount,rename,key,config,compact,serve,upgrade,break-lock,export-tar,import-tar,benchmark,with-lock,extract,rcreate,transfer | --dry-run!d -n!d | Changes the backups, or makes one. | target={last}
        red delete,prune,recreate,rdelete,restore | --dry-run!d -n!d | Deletes backups. | target={last}
        tool duplicity duply bacula bconsole rsnapshot tarsnap kopia autorestic wbadmin
        green collection-status,list-current-files,verify,status,list,ls,snapshots-info,repository-info,configtest | * | Lists backups.
        green snapshot,repository,policy list,status,ls,show,estimate | * | Lists backups.
        yellow full,incremental,incr,backup,snapshot,repository,policy,daily,hourly,weekly,create,maintenance,mount | * | Makes a backup.
        red restore,remove-older-than,remove-all-but-n-full,cleanup,purge,purgeFull,delete,nuke,fetch | * | Restores over files, or deletes backups. | target={last}
        yellow - | * | Works with backups.
        tool rclone
        options -v -vv -q --progress -P --config=!y --dry-run!d -n!d --interactive -i --fast-list --transfers= --checkers= --bwlimit= --include= --exclude= --filter= --max-age= --min-age= --max-depth= -R --recursive --human-readable --json --stats= --log-level= --checksum -c --size-only --update -u --ignore-existing --s3-no-check-bucket --drive-shared-with-me
        green ls,lsd,lsl,lsf,lsjson,size,about,check,cryptcheck,tree,version,listremotes,md5sum,sha1sum,hashsum,ncdu-info,cat,checksum | --format= --one-way --download --dirs-only --files-only --head= --tail= --count= | Lists {args}.
        yellow copy,copyto,copyurl,mkdir,touch,mount,serve,rcat,move,moveto,link,dedupe-info,backend,settier,config,obscure,authorize,rc,selfupdate,bisync,nfsmount,gendocs,test | * | Copies {args}. | target={last}
        red sync,delete,deletefile,purge,rmdirs,cleanup,dedupe,rmdir | * | Deletes at {last} what is not wanted. | target={last}
        tool patch : guarded
        yellow - | --dry-run!d -p= -R -i= -N -E -b -s -u -f -t -d= -o= -r= --strip= --input= --reverse --forward --backup --verbose --quiet --batch --directory= --check!d -C!d -l -F= -z= | Changes files by a patch. | target={1}
        """
}
