extension FamilyCommands {
    static let network = #"""
        g ip -br a
        g ip route get 8.8.8.8
        g ip -s link show eth0
        g ip neigh
        y ip addr add 10.0.0.5/24 dev eth0
        yr ip addr del 10.0.0.5/24 dev eth0
        yr ip link set eth1 down
        y ip link set eth1 up
        y ip route add 10.1.0.0/16 via 10.0.0.1
        r ip route del default
        r ip route flush table main
        g ss -tlnp
        g ss -s
        y ss -K dst 10.0.0.9
        g netstat -plant
        g iptables -L -n -v
        g iptables -t nat -S
        y iptables -A INPUT -s 1.2.3.4 -j DROP
        y iptables -I INPUT 1 -p tcp --dport 22 -j ACCEPT
        yr iptables -D INPUT 3
        r iptables -F
        r iptables -P INPUT DROP
        g iptables-save
        y iptables-save > /etc/iptables/rules.v4
        yr iptables-restore < rules.v4
        g nft list ruleset
        r nft flush ruleset
        y nft add rule inet filter input tcp dport 443 accept
        yr nft delete rule inet filter input handle 4
        g ufw status verbose
        y ufw allow 443/tcp
        yr ufw disable
        yr ufw delete allow 22
        r ufw --force reset
        g firewall-cmd --list-all
        y firewall-cmd --add-port=443/tcp --permanent
        y firewall-cmd --reload
        yr firewall-cmd --remove-port=443/tcp
        g tc -s qdisc show dev eth0
        y tc qdisc add dev eth0 root netem delay 100ms
        yr tc qdisc del dev eth0 root
        g dig +short example.com
        g dig @10.0.0.2 -x 10.0.0.5
        g host example.com
        g nslookup example.com 10.0.0.2
        g ping -c 3 10.0.0.1
        gy ping 10.0.0.1
        g mtr -rwc 10 example.com
        g traceroute -n 10.0.0.1
        g nc -zv db 5432
        g nc -vz -w 3 db 5432
        y nc -l 4444
        gy tcpdump -i any -c 100 port 5432
        gy tcpdump -ni eth0
        y tcpdump -i any -w /tmp/x.pcap
        g tcpdump -nr /tmp/x.pcap
        g openssl s_client -connect example.com:443 -servername example.com </dev/null
        g openssl x509 -in c.pem -noout -dates
        g echo | openssl s_client -connect a:443 2>/dev/null | openssl x509 -noout -enddate
        g openssl verify -CAfile ca.pem c.pem
        y openssl genrsa -out k.pem 2048
        gy openssl rsa -in k.pem -check
        g openssl crl -in x.crl -noout -text
        g nmap -p 443 10.0.0.5
        g ethtool eth0
        g ethtool -S eth0
        y ethtool -K eth0 tso off
        g arp -an
        yr arp -d 10.0.0.5
        g conntrack -L
        g conntrack -S
        yr conntrack -D -s 10.0.0.5
        r conntrack -F
        g nmcli device status
        g nmcli con show
        y nmcli con up eth1
        yr nmcli con down eth1
        yr nmcli con delete eth1
        g resolvectl status
        y resolvectl flush-caches
        g ipvsadm -Ln
        y ipvsadm -a -t 10.0.0.1:80 -r 10.0.0.2
        r ipvsadm -C
        g bridge fdb show
        g ovs-vsctl show
        r ovs-vsctl del-br br0
        y ovs-vsctl add-port br0 eth1
        g ovs-appctl bond/show
        g ovs-appctl -t /var/run/ovn/ovnnb_db.ctl cluster/status OVN_Northbound
        yr ovs-appctl -t /var/run/ovn/ovnnb_db.ctl cluster/leave OVN_Northbound
        g ovs-ofctl dump-flows br0
        r ovs-ofctl del-flows br0
        g ovn-nbctl show
        g vtysh -c 'show ip bgp summary'
        yr vtysh -c 'clear ip bgp *'
        g birdc show protocols
        yr birdc disable peer1
        g wg show
        yr wg-quick down wg0
        y wg-quick up wg0
        g ipset list
        r ipset flush
        y ipset add bl 1.2.3.4
        g iperf3 --version
        y iperf3 -c host
        g chronyc tracking
        g chronyc sources -v
        y chronyc makestep
        g timedatectl
        y timedatectl set-ntp true
        g ntpq -pn
        g lsof -i :8080
        g fuser 8080/tcp
        yr fuser -k 8080/tcp
        g whois example.com
        y systemctl restart NetworkManager
        yr ifdown eth0
        y ifup eth0
        g ifconfig -a
        yr ifconfig eth0 down
        g route -n
        r route del default
        g tshark -r x.pcap -Y http
        g keepalived --version
        """#
}
