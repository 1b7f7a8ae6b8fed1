extension BuiltInTables {
    /// Looking at and changing networks.
    static let network = """
        tool ping ping6 fping arping-info
        green - | -c=!b -w=!b -W= -i= -s= -q -n -4 -6 -I= -M= -t= -D -A -O -v -Q= -p= -a -e -r= -u -d -R -f!y -l=!y | Asks whether {args} answers. | endless
        tool traceroute traceroute6 tracepath tracepath6 mtr tcptraceroute
        green - | * | Shows the way to {args}. | handler=trace
        tool dig nslookup host drill delv kdig dog whois : meta
        green - | * -f=!y -k=!y | Looks up {args}.
        tool ss netstat : guarded
        green - | -t -u -l -n -p -a -x -4 -6 -o -e -m -i -s -H -O -r -g -w -d -f= -A= -Z -z -N= -b -S -0 -M -c!e -v -W -F -C -K!y -D=!y -E!e --tcp --udp --listening --numeric --processes --all --summary --extended --memory --info --options --no-header --ipv4 --ipv6 --unix --family= --query= --route --statistics --interfaces --groups --program --programs --raw --resolve --kill!y --diag=!y --events!e --continuous!e -I? -tulpn -plnt -tan -an --bpf --cgroup --context --contexts --dccp --filter= --inet-sockopt --mptcp --net= --oneline --packet --sctp --socket --threads -T --tipc --tipcinfo --tos --vsock --xdp --unix --udplite --ax25 --cache --extend --fib --ipx --masquerade --netrom --numeric-hosts --numeric-ports --numeric-users --symbolic --timers --verbose --wide --protocol= --interfaces? --inet --inet6 --options --no-queues -Q -B | Shows connections.
        tool nstat rtacct lnstat
        green - | -a -s -n -r -z -j -p -h -d!y -t=!y --ignore --noupdate --nooutput --zeros --json --pretty -c= -k= -i= -f= | Shows counters of the network.
        tool ip : guarded
        options -4 -6 -s -d -o -br -brief -j -json -p -pretty -c -color -r -h -n= -netns= -family= -f= -details -oneline -stats -statistics --brief --color? --details --family= --human --human-readable --json --netns= --numeric --oneline --pretty --resolve --statistics --stats --timestamp -N -t -ts -a -all -N -resolve -force!y -batch=!r -b=!r
        yellow netns,vrf exec,e | | Runs a command in another network. | handler=ip
        green addr,address,a,ad,link,l,lin,route,r,ro,rou,rout,neigh,neighbour,neighbor,n,rule,ru,rul,maddr,mroute,tunnel,tun,netns,netconf,vrf,nexthop | | Shows network settings. | handler=ip
        green - | | Shows network settings. | args=0
        tool ifconfig
        green - | -a -s -v --all --short | Shows network cards. | args=1
        yellow * * | | Changes the network card {args}. | target={1}; handler=ifconfig
        tool route
        green - | -n -e -v -A= -4 -6 --cache --extend --fib --numeric --verbose -F -C | Shows routes. | args=0
        yellow add | * | Adds a route. | target={last}
        red del,delete,flush | * | Takes a route away: {args}. | target={last}
        tool arp
        green - | -a -n -e -v -i= -A= --all --numeric --device= --verbose -s=!y --set=!y -d=!y --delete=!y -f?!y --file?!y | Shows neighbours. | args=1
        tool iptables ip6tables iptables-nft iptables-legacy : handler=iptables
        tool iptables-save ip6tables-save
        green - | -t= -c -M= -f=!y | Prints the firewall.
        tool iptables-restore ip6tables-restore
        red - | -t!d --test!d -n -c -T= -w? | Replaces the whole firewall. | target=firewall
        tool ipset
        green list,-L,save,test,-n,version | -n -t -o= -s -name -terse | Shows sets of addresses.
        yellow add,create,-A,-N,restore | * | Adds to a set. | target={1}
        red flush,destroy,del,-F,-X,-D,swap | * | Takes entries out of a set. | target={1}
        tool nft
        green list | -a -n -s -j -y -nn -N | Shows the firewall.
        green - | -c=!d -v | Checks a file. | args=0
        yellow add,insert,create,replace,monitor,rename | * | Adds to the firewall. | target={1}
        red flush,delete,destroy,reset | * | Empties a part of the firewall: {args}. | target={last}
        tool ufw
        green status,show,version,app | | Shows the firewall.
        yellow allow,limit,reload,logging,enable,insert,route,default | --dry-run!d | Changes the firewall: {args}. | target={last}
        yellow deny,reject | --dry-run!d | Closes {args}. | target={last}
        red disable,reset,delete | --dry-run!d --force | Takes the firewall down or away. | target=firewall
        tool firewall-cmd
        green - | --state --list-all --list-all-zones --list-ports --list-services --get-active-zones --get-zones --get-default-zone --get-services --list-rich-rules --zone= --permanent --query-port= --query-service= --info-zone= --info-service= --version | Shows the firewall. | args=0
        yellow - | * | Changes the firewall. | handler=firewalld
        tool tc
        green qdisc,class,filter,chain,action | -s -d -p -j -r -g | Shows traffic shaping. | handler=tc
        tool nmcli
        green general,g,networking,n,device,dev,d,connection,con,c,radio,r,monitor | * | Shows networks. | handler=nmcli
        green - | -t -f= -p -m= -c= | Shows networks. | args=0
        tool brctl bridge
        green show,showmacs,showstp,link,fdb,vlan,mdb | -s -d -j | Shows bridges. | handler=ip
        yellow addbr,addif,setfd,stp,setageing | | Changes a bridge.
        red delbr,delif | | Takes a bridge away. | target={1}
        tool nc ncat netcat
        green - | -z -v -w= -u -n -4 -6 -t -vz -zv -i= -s= -p= -G= -U -q= -N | Tries to connect to {args}. | handler=netcat
        tool socat
        green - | -t= -T= -V -d -ls -v!y -x!y -r=!y -R=!y -L=!y -W=!y | Asks {last}. | handler=socat
        tool telnet
        yellow - | * | Opens a connection: what is sent over it is not known. | target={1}
        tool nmap masscan
        green - | -sn -sT -sV -Pn -p= -n -v -vv -T4 -T3 -F -O -A -sS -sU -6 --open --reason --top-ports= -sL -PE -R --max-retries= --host-timeout= -oN=!y -oX=!y -oG=!y -oA=!y --script=!y -iL= | Scans {args}. | heavy
        tool tcpdump tshark ngrep dumpcap
        green - | -n -nn -nnn -i= -c=!b -r=!b -v -vv -vvv -e -X -XX -A -x -xx -q -t -tt -ttt -tttt -S -s= -l -D!b -L!b -p -N -K -f -O -Y= -T= -E= -d -a=!b -w=!y -W= -C= -G= -z=!r -Z= -B= -R= | Listens to the network. | heavy
        tool openssl : single-dash guarded
        options -in= -noout -text -dates -subject -issuer -serial -fingerprint -enddate -startdate -checkend= -inform= -outform= -connect= -servername= -showcerts -CAfile= -CApath= -brief -tls1_2 -tls1_3 -tls1_1 -starttls= -verify_return_error -status -alpn= -modulus -pubkey -ext= -purpose -nameopt= -certopt= -hash -subject_hash -issuer_hash -email -ocsp_uri -verify= -untrusted= -partial_chain -check -quiet -prexit -4 -6 -tlsextdebug -cipher= -ciphersuites= -proxy= -msg -crlf -no_ssl3 -no_tls1 -nocerts!s -nodes!s -sha256 -sha1 -md5 -sha512 -hex -binary -r -v -a -d -e -V -s -print_certs -crl_download -legacy -nocrl -certfile= -1 -5 -6 -apr1 -salt= -stdin -hex -base64 -out=!y -writerand=!y -keyout=!y -cert= -key= -engine=!y -config=!y -provider=!y -rand=!y -passin=!y -passout=!y
        green x509,s_client,verify,version,ciphers,crl,req,asn1parse,pkcs7,dgst,errstr,list,speed,md5,sha256,sha1,sha512,help,crl2pkcs7,rand,sess_id,s_time,prime | | Looks at certificates or connections. | handler=openssl
        green passwd | -1 -5 -6 -apr1 -aixmd5 -salt= -stdin -quiet -table -reverse -noverify | Makes the digest of a password. | args=0
        yellow genrsa,genpkey,ecparam,ocsp,enc,pkcs8,pkcs12,rsa,ec,pkey,ca,s_server,smime,cms,ts,dhparam,gendsa,dsa,rehash | | Makes or reads keys.
        tool ssh-keygen
        green - | -l -F= -B -L -E= -v -f= -H!y -R=!y -y!s -Y=!y -D=!y -t=!y -b=!y -C=!y -N=!s -P=!s -q!y -p!y -A!y -s=!y -I=!y -e!y -i!y -m=!y -k!y -Q!y -K!y | Shows fingerprints. | args=0; handler=keygen
        tool ssh-keyscan
        green - | -t= -p= -H -T= -4 -6 -v | Reads public keys of {args}.
        tool ssh-add
        green - | -l -L | Lists keys. | args=0
        tool ssh-copy-id
        yellow - | * | Lets a key in on another host. | target={last}
        tool hostname dnsdomainname domainname nisdomainname
        green - | -f -i -I -s -d -A -a -y --fqdn --ip-address --all-ip-addresses --short --long --domain --all-fqdns --alias --yp --nis --all-ip-addresses --boot!y --file=!y -F=!y -b!y | Shows the name of the host. | args=0
        tool chronyc
        green tracking,sources,sourcestats,activity,ntpdata,serverstats,rtcdata,waitsync,clients,selectdata | -n -a -v -h= -c | Shows how the clock is set.
        yellow makestep,burst,online,offline,add,delete,settime,reselect,refresh | * | Changes the clock.
        tool ntpq ntpstat ntptrace
        green - | -p -n -c= -4 -6 -w | Shows how the clock is set. | args=1
        tool ntpdate hwclock rdate sntp
        green - | -q -r --show --query -v -d | Shows the clock. | handler=clock
        tool wg
        green show | | Shows tunnels. | handler=wg
        green - | | Shows tunnels. | args=0
        tool wg-quick ifup
        yellow up,- | * | Starts a tunnel. | target={1}
        red down,strip | * | Takes a tunnel down. | target={1}
        tool ifdown
        red - | * | Takes the network card {args} down. | target={1}
        tool conntrack
        green - | -L -C -S -G -s= -d= -p= --dport= --sport= --state= -o= -f= -n -j --dump --list --count --stats --get --src= --dst= --proto= --family= --output= --orig-src= --orig-dst= --orig-port-src= --orig-port-dst= --reply-src= --reply-dst= --src-nat? --dst-nat? -F!r -D!r --flush!r --delete!r -E!e --event!e -U!y --update!y -I!y --create!y | Shows connections. | args=1; target=connections
        tool ipvsadm
        green - | -L -l -n -c --stats --rate -t= -u= -f= --list --numeric --connection --thresholds --sort --exact -C!r -D!r -d!r -Z!y -A!y -a!y -E!y -e!y -R!y --clear!r --delete-service!r --delete-server!r --add-service!y --add-server!y --edit-service!y --edit-server!y --restore!r --save -S -r=!y -s= -w= -g!y -m!y -i!y | Shows virtual servers. | args=0; target=virtual servers
        tool hping3 iperf iperf3 ab wrk hey siege k6 vegeta locust
        yellow - | * | Puts load on {args}. | target={last}
        tool grpcurl
        green list,describe | -plaintext -insecure -proto= -import-path= -H= | Lists services.
        green * list,describe | -plaintext -insecure -proto= -import-path= -H= | Lists services.
        tool websocat
        yellow - | * | Opens a connection.
        tool sslscan testssl.sh testssl sslyze
        green - | --no-colour --no-failed --show-certificate --starttls= -p -s -S -P -U --fast --quiet --color= --warnings= | Checks the encryption of {args}.
        """
}
