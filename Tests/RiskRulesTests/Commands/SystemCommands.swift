extension FamilyCommands {
    static let system = #"""
        g systemctl status nginx --no-pager
        g systemctl list-units --failed
        g systemctl is-active nginx
        g systemctl cat nginx
        g systemctl show nginx -p MainPID
        g systemctl list-timers --all
        y systemctl restart nginx
        y systemctl reload nginx
        y systemctl daemon-reload
        yr systemctl stop nginx
        yr systemctl disable --now nginx
        yr systemctl mask nginx
        y systemctl enable --now nginx
        yr systemctl kill -s KILL nginx
        y systemctl reset-failed
        yr systemctl reboot
        r systemctl poweroff
        r systemctl isolate rescue.target
        y systemctl edit nginx
        y systemctl set-property nginx MemoryMax=1G
        g journalctl -u nginx -n 100 --no-pager
        g journalctl -p err -b
        gy journalctl -fu nginx
        g journalctl --disk-usage
        yr journalctl --vacuum-size=500M
        y journalctl --rotate
        g service nginx status
        y service nginx restart
        yr service nginx stop
        y /etc/init.d/nginx reload
        g supervisorctl status
        y supervisorctl restart web
        yr supervisorctl stop all
        yr supervisorctl shutdown
        y supervisorctl update
        g supervisorctl tail web
        g pm2 list
        y pm2 reload all
        yr pm2 delete all
        gy pm2 logs
        g pm2 logs --nostream --lines 50
        g monit summary
        y monit restart web
        g sv status web
        y sv restart web
        g rc-service nginx status
        g runlevel
        r init 0
        yr init 6
        yr reboot
        yr shutdown -r now
        r shutdown -h now
        y shutdown -c
        r poweroff
        g ps aux --sort=-%mem | head
        g ps -eo pid,ppid,cmd,%cpu
        g pgrep -fa java
        g pstree -p
        g top -bn1
        gy top
        g htop --version
        y kill 4711
        yr kill -9 4711
        y kill -HUP 4711
        g kill -0 4711
        y kill -3 4711
        yr pkill -f worker
        yr killall nginx
        r kill -9 -1
        y renice -n 10 -p 4711
        g lsof -p 4711
        gy strace -p 4711
        y gdb -p 4711
        g uptime
        g w
        g last -n 20
        g free -m
        g vmstat 1 5
        gy vmstat 1
        g iostat -x 1 3
        g sar -u 1 3
        g mpstat -P ALL 1 2
        g pidstat -u 1 3
        gy iotop -b
        g iotop -b -n 3
        g dmesg -T | tail -50
        y dmesg -C
        gy dmesg -w
        g uname -a
        g lscpu
        g cat /proc/loadavg
        g hostnamectl
        y hostnamectl set-hostname web2
        g sysctl -a
        g sysctl vm.swappiness
        y sysctl -w vm.swappiness=10
        y sysctl -p
        g ulimit -a
        g lsmod
        y modprobe br_netfilter
        yr modprobe -r br_netfilter
        yr rmmod x
        y insmod x.ko
        g crontab -l
        r crontab -r
        y crontab -e
        yr crontab new.cron
        g crontab -l -u app
        g id app
        g who -a
        g getent passwd app
        y useradd -m bob
        y usermod -aG sudo bob
        yr userdel bob
        r userdel -r bob
        y passwd bob
        yr passwd -d bob
        yr passwd -l bob
        y groupadd ops
        yr groupdel ops
        y chage -M 90 bob
        g chage -l bob
        g visudo -c
        y visudo
        y chsh -s /bin/bash bob
        g groups bob
        g lastlog
        g faillock --user bob
        y faillock --user bob --reset
        g aureport --summary
        g ausearch -m avc -ts recent
        g auditctl -l
        yr auditctl -D
        g getenforce
        y setenforce 0
        g sestatus
        y setsebool -P httpd_can_network_connect on
        y restorecon -Rv /var/www
        g aa-status
        y nginx -s reload
        g nginx -t
        g nginx -T
        g nginx -V
        yr nginx -s stop
        g apachectl configtest
        g apachectl -S
        y apachectl graceful
        yr apachectl stop
        g httpd -t
        g haproxy -c -f /etc/haproxy/haproxy.cfg
        g echo "show stat" | socat stdio /var/run/haproxy.sock
        g echo "show info" | socat - UNIX-CONNECT:/run/haproxy/admin.sock
        y echo "disable server be/s1" | socat stdio /var/run/haproxy.sock
        y echo "enable server be/s1" | socat stdio /var/run/haproxy.sock
        y echo "set server be/s1 state drain" | socat stdio /var/run/haproxy.sock
        g certbot certificates
        g certbot renew --dry-run
        y certbot renew
        y certbot certonly --nginx -d example.com
        yr certbot delete --cert-name example.com
        r certbot revoke --cert-path c.pem
        g varnishadm status
        y varnishadm ban req.url '~' /x
        g varnishstat -1
        g squid -k parse
        y squid -k reconfigure
        g php-fpm -t
        g postqueue -p
        y postqueue -f
        r postsuper -d ALL
        g postconf -n
        g exim -bpc
        g mailq
        gy rails routes
        gy rails runner 'puts User.count'
        y rails console
        y bundle exec rails c
        r rails db:drop
        r rake db:reset
        y rake db:migrate
        gy rake db:migrate:status
        gy rake -T
        yr rake db:rollback
        y bundle exec rake cache:warm
        r rails runner 'User.delete_all'
        y python manage.py migrate
        gy python manage.py showmigrations
        y python manage.py shell
        r python manage.py flush --noinput
        y php artisan migrate
        r php artisan migrate:fresh
        y php artisan queue:restart
        gy php artisan queue:failed
        y php artisan cache:clear
        g loginctl list-sessions
        yr loginctl terminate-user bob
        g coredumpctl list
        g systemd-analyze blame
        g lsb_release -a
        g sensors
        g ipmitool sel list
        g ipmitool chassis power status
        r ipmitool chassis power off
        yr ipmitool chassis power cycle
        g dmidecode -t memory
        g numactl --hardware
        g perf --version
        gy perf top
        y perf record -p 4711
        g jps -l
        g jstack 4711
        g jstat -gc 4711
        y jmap -dump:live,format=b,file=/tmp/h.hprof 4711
        gy jmap -histo 4711
        g jcmd 4711 Thread.print
        y jcmd 4711 GC.run
        g jcmd 4711 VM.flags
        gy py-spy dump --pid 4711
        g logrotate -d /etc/logrotate.conf
        y logrotate -f /etc/logrotate.conf
        yr swapoff -a
        y swapon -a
        g swapon --show
        gy sync
        y echo 3 > /proc/sys/vm/drop_caches
        r echo b > /proc/sysrq-trigger
        """#
}
