extension BuiltInTables {
    /// Looking at files and folders, copying and packing them.
    static let files = """
        tool tree : meta
        green - | -a -d -L= -f -p -h -s -u -g -D -i -C -n -F -I= -P= -r -t --du --prune --dirsfirst --noreport -J -X -o=!y | Lists {args}.
        tool ls dir vdir exa eza lsd : meta
        green - | * | Lists {args}.
        tool stat readlink realpath basename dirname namei pathchk : meta
        green - | * --logical | Shows facts about {args}.
        tool pwd
        green - | * | Shows the current folder.
        tool df findmnt mountpoint : meta
        green - | * --output? --output-all | Shows how full file systems are.
        tool du ncdu : meta
        green - | -h -s -c -x -k -m -a -d= --max-depth= --apparent-size -b -L -S --exclude= --time? -0 -B= -H -l -X= --si --total --summarize --human-readable --one-file-system -g -D -P --threshold= -t= --all --block-size= --bytes --count-links --dereference --dereference-args --exclude-from= --files0-from= --inodes --no-dereference --null --separate-dirs --time-style= | Adds up how much space {args} takes.
        tool file
        green - | -b -i -L -z -k -s -h -N -r -0 -I --brief --mime --mime-type --dereference -f= --apple --checking-printout --exclude= --extension --files-from= --keep-going --list --mime-encoding --no-buffer --no-dereference --no-pad --parameter= --print0 --raw --separator= --special-files -S -p -l -n -E -F= -e= -P= --uncompress --magic-file=!y -m=!y --compile!y -C!y | Tells what kind of file {args} is.
        tool which whereis type whence : meta
        green - | * | Shows where a program is.
        tool cd pushd popd : meta
        green - | * | Changes the current folder of this shell.
        tool mkdir : meta
        yellow - | * | Makes the folder {args}. | target={1}; undo=rmdir {args}
        tool rmdir : meta
        yellow - | * | Removes the empty folder {args}. | target={1}; undo=mkdir {args}
        tool touch mktemp mkfifo mknod : meta
        yellow - | -u!d --dry-run!d * | Makes or dates {args}. | target={1}
        tool split csplit
        yellow - | * | Writes pieces of {args} into files.
        tool gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 pigz lzma compress uncompress
        green - | -l -t -v -q -c -d -k -1 -9 -f --list --test --stdout --decompress --to-stdout -T= --quiet --verbose --force --keep | | handler=compressor
        tool zcat bzcat xzcat zstdcat gzcat lz4cat
        green - | * | Prints {args}, unpacked.
        tool unzip : guarded
        green - | -l -v -t -p -Z -q -c | Lists or prints what is in {1}. | handler=unzip
        tool zipinfo
        green - | * | Lists what is in {1}.
        tool zip 7z 7za rar unrar cpio ar pax
        yellow - | * | Packs or unpacks {args}. | handler=archiver
        tool scp sftp rcp
        yellow - | * | Copies files to or from another host. | target={last}; handler=copier
        tool rclone : guarded
        green ls,lsd,lsl,lsf,lsjson,size,about,version,check,tree,listremotes,cat,md5sum,sha1sum | --max-depth= --include= --exclude= --config= -v -P --fast-list --json -R --recursive | Lists {args}.
        yellow copy,copyto,mkdir,touch,move,moveto,config,mount | --dry-run!d --config= -v -P --progress | Copies {args}. | target={2}
        red sync,delete,deletefile,purge,rmdir,rmdirs,cleanup,dedupe,bisync | --dry-run!d --config= -v -P --progress -n!d | Makes the target like the source, or deletes: {args}. | target={last}
        tool md5sum sha1sum sha256sum sha512sum sha224sum b2sum cksum sum shasum md5
        green - | * | Adds up check sums of {args}.
        tool lsattr getfacl getfattr getcap : meta
        green - | * | Shows the rights of {args}.
        tool umask : meta
        green - | * | Shows or sets the default rights of this shell.
        tool sync : meta
        green - | * | Writes what is buffered to disk.
        tool fallocate
        yellow - | * | Reserves space in {args}. | target={last}
        tool rename
        yellow - | * | Renames files: {args}.
        tool lsof : guarded
        green - | -i? -n -P -p= -u= -t -c= -a -l -U -R -g? -d= -s? -F? -w -V -b -N -o -S? -T? -h -v -x? +D= +d= +L? +L1 +c= -r=!e +r=!e -e= -X -K? -Q -D=!y | Shows open files and connections.
        """
}
