extension FamilyCommands {
    static let textfiles = #"""
        g find . -maxdepth 2 -type d -empty
        g find /etc -name '*.conf' -newer /etc/passwd -print
        g find . -type f -printf '%s %p\n' | sort -rn | head -5
        g find . -iname '*readme*' -o -name '*.md'
        g find . -name '*.py' -exec grep -l 'import os' {} \;
        g find . -type f -exec md5sum {} + | sort | uniq -w32 -dD
        g find . -type f -print0 | xargs -0 wc -l | tail -1
        g find . -perm -4000 -ls
        y find . -name '*.sh' -exec chmod +x {} \;
        r find . -type f -name '*.bak' -exec rm {} \;
        r find . -empty -type d -delete
        y find . -name '*.jpg' -exec mv {} /tmp/pics \;
        y find . -name '*.txt' -exec sed -i 's/a/b/g' {} +
        y find /var/log -name '*.log' -exec gzip {} \;
        y find . -name x -fprint out.txt
        g find . -type l -exec readlink -f {} \;
        g find . -mmin -60 -type f | grep -v cache
        g find . -type f | xargs grep -l foo
        g find . -type f | sed 's/.*\.//' | sort | uniq -c
        g find . -name '*.c' | wc -l
        g find . -type d -print | awk -F/ '{print NF}' | sort -n | tail -1
        g find / -maxdepth 1 -type d
        gy find / -name core -type f 2>/dev/null
        g comm -12 <(sort a) <(sort b)
        g diff <(ssh-keygen -lf a) <(ssh-keygen -lf b)
        g awk 'NR==5' f
        g awk '/start/,/end/' f
        g awk '{s+=$1} END {print s/NR}' f
        g awk -v n=3 'NR<=n' f
        g awk 'BEGIN{FS=":"} {print $1 > "/dev/stderr"}' f
        y awk '{print > $1".txt"}' f
        yr awk '{system("rm "$1)}' f
        y awk '{print | "mail root"}' f
        g sed -e '/^#/d' -e '/^$/d' f
        g sed -n '/a/p;/b/p' f
        g sed 's|/usr|/opt|g; s/x/y/2' f
        y sed -i.bak '/x/d' f
        y sed -n 'w out' f
        g perl -lane 'print $F[0]' f
        g perl -pe 's/a/b/' f
        y perl -i -pe 's/a/b/' f
        yr perl -e 'unlink "f"'
        g perl -e 'print join(",", 1..5), "\n"'
        g ruby -e 'puts 1+1'
        g python3 -c 'import sys; print(sys.version)'
        g python -c 'import json,sys; print(json.load(sys.stdin)["a"])' < f.json
        yr python3 -c 'import shutil; shutil.rmtree("x")'
        y python3 -m http.server 8000
        y python3 -m venv .venv
        g tail -n +2 f | cut -d, -f2 | sort -u
        g head -c 100 f | xxd
        g cat f | tr -d '\r'
        g cat a b | sort | uniq -u
        y cat a b > c
        g echo "$PATH" | tr ':' '\n'
        g echo $((1+2))
        g printf '%05d\n' 42
        g echo {a..e}
        g seq 10 | paste -sd+ | bc
        g date +%s
        g date --date='yesterday' +%F
        g ls *.txt
        g ls -1 | wc -l
        g ls -lt | head
        g ls -R | grep ':$'
        g ls -la --time-style=full-iso
        g du -sh * | sort -rh | head -10
        g du --max-depth=1 -h /var
        g df -h | awk '$5+0 > 80'
        g grep -c '' f
        g grep -oE '[0-9]+\.[0-9]+' f
        g grep -v '^#' /etc/ssh/sshd_config
        g grep -rIl TODO . --include='*.py'
        g grep --color=auto -n foo -A2 -B2 f
        g zgrep foo /var/log/*.gz
        g egrep 'a|b' f
        g cut -c1-10 f
        g rev f | cut -d/ -f1 | rev
        g sort -t, -k2,2n f
        g sort -u -o /dev/stdout f
        g uniq -c f
        g tac f
        g fold -w 80 f
        g join -t, a b
        g split --help
        y split -b 10M big part_
        y csplit f /x/
        g md5sum *
        g sha1sum f | cut -d' ' -f1
        g file *
        g stat -c '%a %n' *
        g readlink -f .
        g basename "$f" .txt
        g dirname /a/b/c
        g tree -a -L 3
        y mkdir -p a/{b,c}
        y touch -d '2 days ago' f
        y mv *.txt d/
        y cp -p f f.bak
        y cp -a /etc/nginx /root/nginx.bak
        y ln -s a b
        y chmod u+x f
        y chmod -R g+w dir
        y chown -R www-data:www-data /var/www
        y chgrp staff f
        r rm -i f
        r rm -- -f
        r rm -r dir
        yr rm -rf node_modules
        yr rm -rf ./build ./dist
        yr rm -f /tmp/*.log
        yr rm *.pyc
        r rm -rf ~/data
        r rm -rf "$DIR"/*
        r unlink f
        y rmdir empty
        y tar -cvzf a.tar.gz dir
        g tar -tvf a.tar
        y tar -xvf a.tar
        g tar -xOf a.tar f
        y tar cf - dir | ssh host 'tar xf -'
        g tar czf - dir | wc -c
        y zip -r a.zip dir
        g unzip -l a.zip
        g zipinfo a.zip
        y bzip2 f
        g bzcat f.bz2
        g xz -l f.xz
        y xz -d f.xz
        g zless f.gz
        y rsync -avz src/ dst/
        g rsync --list-only host::mod
        r rsync -a --delete src/ dst/
        g rsync -avn --delete src/ dst/
        yr rsync --remove-source-files -a src/ dst/
        y scp host:f .
        g ssh -V
        gy ssh host 'cat /etc/hostname'
        y ssh host 'echo x >> f'
        y ssh -N -L 8080:localhost:80 host
        y ssh-keygen -t ed25519
        g ssh-keygen -lf key.pub
        y ssh-copy-id host
        g ssh-add -l
        g xargs -n1 echo < f
        g cat f | xargs -I{} dig +short {}
        r cat list | xargs rm
        y cat list | xargs -n1 touch
        gy cat hosts | xargs -I{} ssh {} uptime
        g seq 3 | xargs -P3 -I{} sleep {}
        g yes | head -3
        g true && echo ok || echo fail
        g time ls
        g nice -n 10 du -sh .
        g env LC_ALL=C sort f
        g LC_ALL=C sort f
        g TZ=UTC date
        g timeout 5 ping -c1 host
        gy watch df
        y nohup sleep 100 &
        y tee f < g
        g tee /dev/null < g
        g pushd /tmp
        g popd
        gy cd /tmp
        gy cd -
        gy x=5
        gy IFS=: read -r a b <<< "$PATH"
        g read -r line < f
        g test -d x
        g [[ -f x ]] && cat x
        g if [ -f x ]; then wc -l x; fi
        g while read -r l; do echo "$l"; done < f
        g for f in *.txt; do wc -l "$f"; done
        y for f in *.txt; do mv "$f" "${f%.txt}.md"; done
        r for f in *.tmp; do rm "$f"; done
        y for i in $(seq 1 5); do touch f$i; done
        g for i in {1..3}; do echo $i; done
        gy while :; do date; sleep 1; done
        g until ping -c1 host; do sleep 1; done
        g case "$1" in a) echo a;; *) echo b;; esac
        g f() { ls; }; f
        g (cd /tmp && ls)
        g { date; uptime; }
        g type -a python
        g command -v git
        g which -a python
        g whereis ls
        gy export PATH="$PATH:/opt/bin"
        g ulimit -n
        gy umask 022
        g jobs
        gy history 20
        y kill %1
        gy disown
        g wait
        gy alias ll='ls -l'
        g unalias ll
        gy set -x
        gy source ~/.bashrc
        yr . ./env.sh
        g help cd
        g man -k printf
        g apropos file
        g who | wc -l
        g last reboot | head
        g id -un
        g groups
        g uname -r
        g cat /proc/cpuinfo | grep -c processor
        g cat /sys/class/net/eth0/operstate
        g lsof -nP -iTCP -sTCP:LISTEN
        g ps -ef | grep [n]ginx
        g ps -o pid,etime,cmd -p 1
        g pgrep nginx | wc -l
        yr pkill -HUP nginx
        yr kill -9 $(pgrep foo)
        y kill $(cat /var/run/x.pid)
        g bc <<< '1+1'
        g column -s, -t f
        g nl -ba f
        g expr 1 + 1
        g factor 12
        g strings -n 8 bin
        g od -c f | head
        g hexdump -C f | head
        g cmp a b
        g diff -rq a b
        g sdiff -s a b
        g wc -c < f
        g base64 -d f
        g openssl rand -hex 8
        g uuidgen
        g mktemp -u
        y mktemp -d
        y logger hello
        y write bob
        y wall hi
        y mail -s x bob < f
        g iostat
        g nproc
        g lsblk -o NAME,SIZE
        g lsblk --output NAME,FSTYPE --json
        g findmnt --output TARGET,SOURCE
        g df --output=pcent /
        g lscpu --extended
        g getconf PAGE_SIZE
        g locale -a
        g timedatectl show --property=Timezone
        g journalctl --unit=ssh --since=today --output=json --no-pager
        g systemctl list-unit-files --state=enabled
        g systemctl --failed
        gy journalctl --follow --unit=ssh
        g dmesg --level=err,warn --ctime
        g free --human --total
        g ps --sort=-%cpu -eo pid,cmd
        g ip --brief address
        g ss --tcp --listening --numeric --processes
        g netstat --tcp --listening --numeric
        g tail --lines=20 f
        g head --bytes=10 f
        g sort --numeric-sort --reverse f
        g du --summarize --human-readable dir
        g ls --all --human-readable --sort=size
        g grep --recursive --line-number --ignore-case foo .
        g cut --delimiter=, --fields=1 f
        g diff --unified a b
        g tar --list --file a.tar
        y tar --extract --file a.tar --directory d
        y tar --create --gzip --file a.tgz d
        r rm --recursive --force dir
        y cp --recursive a b
        y mkdir --parents a/b
        y chmod --recursive 755 d
        g stat --format=%s f
        g wc --lines f
        g id --user
        g date --utc
        g sleep 1m
        g timeout --signal=KILL 5 sleep 10
        g pstree --show-pids
        g lsof -t f
        y dd if=/dev/urandom of=f bs=1k count=1
        g dd if=f bs=1 count=4 2>/dev/null | od -c
        y install -d d
        y sysctl --write vm.swappiness=1
        y useradd --create-home bob
        r userdel --remove bob
        y usermod --append --groups sudo bob
        y systemctl enable --now x
        y timedatectl set-timezone UTC
        y hostnamectl set-hostname x
        y ip link set dev eth0 up
        r mkfs -t ext4 /dev/sdb1
        y mount -t nfs h:/x /mnt
        yr umount /mnt
        g blkid /dev/sda1
        y apt install ./x.deb
        g apt search nginx
        yr apt remove nginx
        g dnf search nginx
        g rpm -qf /bin/ls
        g pip list --outdated
        g npm list -g --depth=0
        g docker container ls --all
        g docker image ls
        y docker image pull x
        yr docker image rm x
        g docker logs --tail 10 c
        y docker container restart c
        g kubectl get po -o wide
        g git log --graph --oneline --all
        g git diff --stat
        g git show --name-only
        y git add --all
        g curl --silent --head https://x.y
        y curl --output f https://x.y
        g openssl s_client -showcerts -connect x:443 < /dev/null
        g dig example.com MX +noall +answer
        g nslookup -type=txt example.com
        y crontab -e
        g crontab -l | grep -v '^#'
        yr at now + 5 minutes < job
        g atq
        yr atrm 3
        """#
}
