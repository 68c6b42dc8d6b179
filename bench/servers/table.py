# SPDX-License-Identifier: BSD-2-Clause
"""table - the servers of bench/services: package, port, what they are, and how they start in a folder of their own.

@DIR@ is that folder, @PORT@ the port. `services` are names that are right for it, `product` an expression that its product
matches, `version` the part of the package's version that a server can say (None: all of it). Servers that ask for a question
that would do something (distccd) are not here.
"""
import dataclasses


@dataclasses.dataclass
class Server:
    name: str
    package: str
    port: int
    services: tuple
    product: str
    command: list
    before: list = dataclasses.field(default_factory=list)
    files: dict = dataclasses.field(default_factory=dict)
    udp: bool = False
    version: str = None
    version_unsaid: str = ""  # why nobody who does not log in can know the version
    product_unsaid: str = ""  # likewise the product, and hence the version
    protocol: str = ""  # "": as it is called
    user: str = None  # owner of the folder


def server(name, package, port, services, product, command, **more):
    return Server(name, package, port, tuple(services.split()), product, command.split(), **more)


def shell(text):
    return ["sh", "-c", "exec " + text]


CERTIFICATE = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=test.example -days 30 -keyout key.pem -out cert.pem && cat key.pem cert.pem >both.pem"

# leafnode wants a full name for its machine; the namespace of mounts is the bench's own.
NAMED = "echo 127.0.0.1 $(hostname).muster.net $(hostname) localhost >hosts && mount --bind hosts /etc/hosts"

SERVERS = [
    server("nginx", "nginx-light", 80, "http", "nginx", "nginx -p @DIR@ -c @DIR@/nginx.conf -g daemon\\soff;", files={
        "nginx.conf": "error_log stderr; pid @DIR@/pid; events {}\nhttp { access_log off; server { listen @PORT@; root @DIR@; } "
                      "server { listen 443 ssl; ssl_certificate cert.pem; ssl_certificate_key key.pem; root @DIR@; } }",
        "index.html": "<title>front page</title>"}, before=[CERTIFICATE, "mkdir -p /var/lib/nginx /var/log/nginx"], version=r"[\d.]+", protocol="http"),
    server("apache", "apache2-bin", 8080, "http http-proxy", "apache", "apache2 -d @DIR@ -f @DIR@/apache.conf -DFOREGROUND", files={
        "apache.conf": "ServerName x\nListen @PORT@\nPidFile @DIR@/pid\nErrorLog @DIR@/error\nLoadModule mpm_event_module "
                       "/usr/lib/apache2/modules/mod_mpm_event.so\nLoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\n"
                       "User nobody\nGroup nogroup\nDocumentRoot @DIR@\n"}, version=r"[\d.]+", protocol="http"),
    server("lighttpd", "lighttpd", 8000, "http http-alt", "lighttpd", "lighttpd -D -f @DIR@/l.conf", files={
        "l.conf": 'server.document-root="@DIR@"\nserver.port=@PORT@\n'}, version=r"[\d.]+", protocol="http"),
    server("ssh", "openssh-server", 22, "ssh", "openssh", "/usr/sbin/sshd -D -e -f @DIR@/sshd.conf", files={
        "sshd.conf": "Port @PORT@\nHostKey @DIR@/key\nPidFile none\nUsePAM no\n"},
        before=["ssh-keygen -q -t ed25519 -N '' -f key && mkdir -p /run/sshd"], version=r"[^-]+"),
    server("dropbear", "dropbear-bin", 2222, "ssh", "dropbear", "dropbear -F -E -p @PORT@ -r @DIR@/key -P @DIR@/pid",
           before=["dropbearkey -t ed25519 -f key"], version=r"[\d.]+", protocol="ssh"),
    server("ftp", "vsftpd", 21, "ftp", "vsftpd", "vsftpd @DIR@/v.conf", files={
        "v.conf": "listen=YES\nlisten_port=@PORT@\nlisten_ipv6=NO\nanonymous_enable=NO\nlocal_enable=YES\nsecure_chroot_dir=/var/empty\nbackground=NO\n"},
           before=["mkdir -p /var/empty"], version=r"[\d.]+"),
    server("smtp", "exim4-daemon-light", 25, "smtp", "exim", "exim4 -C @DIR@/exim.conf -bdf -oX @PORT@ -oP @DIR@/pid", user="Debian-exim", files={
        "exim.conf": "log_file_path=@DIR@/log-%s\nspool_directory=@DIR@\nprimary_hostname=test.example\n"
                     "acl_smtp_rcpt=deny\ntls_advertise_hosts=\n"}, version=r"[\d.]+"),
    server("imap", "dovecot-imapd", 143, "imap", "dovecot", "dovecot -F -c @DIR@/d.conf", files={
        "d.conf": "base_dir=@DIR@/run\nlog_path=@DIR@/log2\nprotocols=imap pop3 lmtp sieve\nssl=no\nservice lmtp {\n inet_listener lmtp {\n port=24\n }\n}\nservice managesieve-login {\n inet_listener sieve {\n port=4190\n }\n}\n\nmail_location=maildir:@DIR@/m\n"
                  "passdb {\n driver=static\n args=nopassword=y\n}\nuserdb {\n driver=static\n args=uid=nobody gid=nogroup home=@DIR@\n}\n"},
        version_unsaid="its greeting has none"),
    server("pop3", "dovecot-pop3d", 110, "pop3", "dovecot", "sleep 300", version_unsaid="its greeting has none"),
    server("redis", "redis-server", 6379, "redis", "redis", "redis-server --port @PORT@ --save --dir @DIR@", version=r"[\d.]+"),
    server("memcached", "memcached", 11211, "memcache memcached", "memcached", "memcached -u nobody -p @PORT@ -l 127.0.0.1", version=r"[\d.]+"),
    server("mysql", "mariadb-server", 3306, "mysql", "mariadb", "mariadbd --no-defaults --user=mysql --datadir=@DIR@/db --socket=@DIR@/s "
           "--port=@PORT@ --bind-address=127.0.0.1", user="mysql", before=["mkdir db && chown mysql db && mariadb-install-db --no-defaults --auth-root-authentication-method=normal --skip-test-db --user=mysql --datadir=@DIR@/db"],
           version=r"[\d.]+"),
    server("postgresql", "postgresql-15", 5432, "postgresql", "postgresql", "setpriv --reuid postgres --regid postgres --clear-groups postgres "
           "-D @DIR@/db -p @PORT@ -k @DIR@", user="postgres", before=["setpriv --reuid postgres --regid postgres --clear-groups "
                                                     "initdb -D db -A trust"], version_unsaid="only after a login"),
    server("mqtt", "mosquitto", 1883, "mqtt", "mosquitto|mqtt", "mosquitto -p @PORT@", product_unsaid="only in a session ($SYS)"),
    server("amqp", "rabbitmq-server", 5672, "amqp", "rabbitmq", "/usr/lib/rabbitmq/bin/rabbitmq-server", files={"rabbit.conf": "listeners.tcp.1 = 127.0.0.1:@PORT@\n"}, version=r"[\d.]+"),
    server("ldap", "slapd", 389, "ldap", "openldap", "slapd -d 0 -f @DIR@/slapd.conf -h ldap://127.0.0.1:@PORT@", files={
        "slapd.conf": "include /etc/ldap/schema/core.schema\npidfile @DIR@/pid\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\ndatabase mdb\n"
                      "suffix dc=test,dc=example\ndirectory @DIR@\n"}, version_unsaid="the root DSE has none"),
    server("smb", "samba", 445, "microsoft-ds", "samba|smb", "smbd -F --no-process-group -s @DIR@/smb.conf", files={
        "smb.conf": "[global]\nsmb ports=@PORT@\nlock directory=@DIR@\nstate directory=@DIR@\ncache directory=@DIR@\npid directory=@DIR@\n"
                    "private dir=@DIR@\nncalrpc dir=@DIR@\nlog file=@DIR@/log.%m\nserver role=standalone\n"}, version_unsaid="the negotiation has none"),
    server("dns", "bind9", 53, "domain", "bind", "named -g -c @DIR@/named.conf", files={
        "named.conf": 'options { directory "@DIR@"; listen-on port @PORT@ { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; recursion no; };\n'
                      'controls { };\n'}, version=r"[\d.]+"),
    server("unbound", "unbound", 5353, "domain mdns zeroconf", "unbound", "unbound -d -c @DIR@/u.conf", files={
        "u.conf": 'server:\n port: @PORT@\n interface: 127.0.0.1\n chroot: ""\n username: ""\n pidfile: "@DIR@/pid"\n directory: "@DIR@"\n'}, version=r"[\d.]+", protocol="dns"),
    server("dnsmasq", "dnsmasq-base", 5354, "domain mdnsresponder", "dnsmasq", "dnsmasq -k -p @PORT@ -C /dev/null -u root -x @DIR@/pid", version=r"[\d.]+", protocol="dns"),
    server("irc", "ngircd", 6667, "irc", "ngircd", "ngircd -n -f @DIR@/n.conf", files={
        "n.conf": "[Global]\nName=irc.test.example\nInfo=x\nListen=127.0.0.1\nPorts=@PORT@\nMotdFile=/dev/null\nServerUID=nobody\nServerGID=nogroup\n[Options]\nPAM=no\nIdent=no\nDNS=no\n"},
        version_unsaid="only after a registration"),
    server("xmpp", "prosody", 5222, "xmpp-client xmpp", "prosody|xmpp", "prosody --config @DIR@/p.lua -F", files={
        "p.lua": 'daemonize=false\nrun_as_root=true\npidfile="@DIR@/pid"\ndata_path="@DIR@"\nlog={ info="@DIR@/plog" }\nc2s_ports={@PORT@}\ns2s_ports={}\n'
                 'modules_enabled={"saslauth"}\nc2s_require_encryption=false\nallow_unencrypted_plain_auth=true\nVirtualHost "localhost"\n'},
        version_unsaid="only in a session (XEP-0092)"),
    server("rsync", "rsync", 873, "rsync", "rsync", "rsync --daemon --no-detach --port=@PORT@ --config=@DIR@/r.conf", files={"r.conf": "[x]\npath=/tmp\n"}, version_unsaid="its greeting has the version of the protocol"),
    server("git", "git", 9418, "git", "git", "git daemon --port=@PORT@ --base-path=@DIR@ @DIR@", version_unsaid="its answer has none"),
    server("svn", "subversion", 3690, "svn svnserve", "subversion|svn", "svnserve -d --foreground --listen-port @PORT@ -r @DIR@", version_unsaid="its greeting has none"),
    server("vnc", "tigervnc-standalone-server", 5901, "vnc", "vnc|rfb", "Xtigervnc :1 -rfbport @PORT@ -SecurityTypes None", product_unsaid="RFB has neither"),
    server("x11", "xvfb", 6099, "X11", "x.org", "Xvfb :99 -listen tcp -ac", version=r"[\d.]+"),
    server("rdp", "xrdp", 3389, "ms-wbt-server rdp", "xrdp|rdp|terminal", "xrdp -n -p @PORT@", product_unsaid="neither its answer nor its certificate has it"),
    server("ipp", "cups-daemon", 631, "ipp", "cups", "cupsd -f -c @DIR@/cupsd.conf -s @DIR@/files.conf", files={
        "cupsd.conf": "Listen 127.0.0.1:@PORT@\n<Location />\nAllow all\n</Location>\n", "files.conf": "ServerRoot @DIR@\nCacheDir @DIR@\nStateDir @DIR@\nRequestRoot @DIR@\nAccessLog @DIR@/a\nErrorLog @DIR@/e\n"},
        version=r"[\d.]+?(?=\.\d+(?:$|[^\d.]))|[\d.]+"),
    server("proxy", "tinyproxy-bin", 8888, "http-proxy http", "tinyproxy", "tinyproxy -d -c @DIR@/t.conf", files={
        "t.conf": "User nobody\nGroup nogroup\nPort @PORT@\nListen 127.0.0.1\nTimeout 60\n"}, version=r"[\d.]+", protocol="http"),
    server("telnet", "inetutils-telnetd", 23, "telnet", "telnet|linux", "python3 @DIR@/inetd.py @PORT@ /usr/sbin/telnetd", files={
        "inetd.py": "import os,socket,sys\ns=socket.create_server(('127.0.0.1',int(sys.argv[1])))\nwhile True:\n c,_=s.accept()\n if os.fork()==0:\n  for f in (0,1,2): os.dup2(c.fileno(),f)\n  os.execv(sys.argv[2],sys.argv[2:])\n c.close()\n"}, version_unsaid="its text has the kernel's"),
    server("beanstalk", "beanstalkd", 11300, "beanstalk beanstalkd", "beanstalk", "beanstalkd -l 127.0.0.1 -p @PORT@", version=r"[\d.]+"),
    server("etcd", "etcd-server", 2379, "etcd-client http etcd", "etcd", "etcd --data-dir @DIR@/etcd", version=r"[\d.]+", protocol="http"),
    server("prometheus", "prometheus", 9090, "http prometheus", "prometheus", "prometheus --config.file=@DIR@/p.yml --storage.tsdb.path=@DIR@/db --web.listen-address=127.0.0.1:@PORT@", files={"p.yml": "{}\n"}, version=r"[\d.]+", protocol="http"),
    server("mpd", "mpd", 6600, "mpd", "music|mpd", "mpd --no-daemon @DIR@/mpd.conf", files={
        "mpd.conf": 'bind_to_address "127.0.0.1"\nport "@PORT@"\nlog_file "@DIR@/mlog"\naudio_output {\ntype "null"\nname "x"\n}\n'}, version_unsaid="its greeting has the version of the protocol"),
    server("gearman", "gearman-job-server", 4730, "gearman gearmand", "gearman", "gearmand -p @PORT@ -L 127.0.0.1 -l stderr", version=r"[\d.]+"),
    server("nats", "nats-server", 4222, "nats vrml-multi-use", "nats", "nats-server -a 127.0.0.1 -p @PORT@", version=r"[\d.]+"),
    server("icecast", "icecast2", 8001, "http icecast vcom-tunnel", "icecast", "icecast2 -c @DIR@/ice.xml", user="nobody", files={
        "ice.xml": "<icecast><limits><sources>2</sources></limits><authentication><source-password>x</source-password><admin-password>x</admin-password></authentication>"
                   "<hostname>localhost</hostname><listen-socket><port>@PORT@</port></listen-socket><paths><logdir>@DIR@</logdir><webroot>/usr/share/icecast2/web</webroot>"
                   "<adminroot>/usr/share/icecast2/admin</adminroot></paths><logging><errorlog>e.log</errorlog></logging><security><chroot>0</chroot>"
                   "<changeowner><user>nobody</user><group>nogroup</group></changeowner></security></icecast>"}, version=r"[\d.]+", protocol="http"),
    server("nbd", "nbd-server", 10809, "nbd", "nbd|network block", "nbd-server -C @DIR@/nbd.conf", files={"nbd.conf": "[generic]\nport=@PORT@\n[x]\nexportname=@DIR@/disk\n", "disk": "x" * 4096}, version_unsaid="its answers have none"),
    server("sip", "kamailio", 5060, "sip", "kamailio", "kamailio -DD -E -f @DIR@/k.cfg -l udp:127.0.0.1:@PORT@ -Y @DIR@", files={
        "k.cfg": 'loadmodule "sl.so"\nrequest_route { sl_send_reply("200", "OK"); }\n'}, udp=True, version=r"[\d.]+"),
    server("snmp", "snmpd", 161, "snmp", "snmp", "snmpd -f -Lo -C -c @DIR@/snmpd.conf udp:127.0.0.1:@PORT@", files={"snmpd.conf": "rocommunity public\n"}, udp=True, version_unsaid="only with a community"),
    server("tftp", "tftpd-hpa", 69, "tftp", "tftp", "in.tftpd -4 -L -a :@PORT@ -s @DIR@", udp=True, product_unsaid="its error has a text that others have, too"),
    server("ntp", "ntpsec", 123, "ntp", "ntpsec", "ntpd -n -N -c @DIR@/ntp.conf -l @DIR@/ntplog", files={
        "ntp.conf": "restrict default\nrestrict 127.0.0.1\nserver 127.127.1.0\n"}, udp=True, version=r"[\d.]+"),
    server("rpcbind", "rpcbind", 111, "rpcbind", "rpc|portmap", "rpcbind -f -w", version_unsaid="its answers have none"),
    server("finger", "efingerd", 79, "finger", "finger", "python3 @DIR@/inetd.py @PORT@ /usr/sbin/efingerd", product_unsaid="its answer is what a script of its owner prints"),
    server("lmtp", "dovecot-lmtpd", 24, "lmtp", "dovecot", "sleep 300", version_unsaid="its greeting has none"),
    server("sieve", "dovecot-managesieved", 4190, "sieve", "dovecot pigeonhole", "sleep 300", version_unsaid="its greeting has none"),
    server("epmd", "erlang-base", 4369, "epmd", "erlang port mapper", "epmd -port @PORT@", version_unsaid="its answers have none"),
    server("nntp", "leafnode", 119, "nntp", "leafnode", "python3 @DIR@/inetd.py @PORT@ /usr/sbin/leafnode", before=[NAMED],
           version=r"[\d.]+"),
    server("zookeeper", "zookeeper", 2181, "zookeeper", "zookeeper", "java -Xmx128m -cp /usr/share/java/* org.apache.zookeeper.server.quorum.QuorumPeerMain "
           "@DIR@/zoo.cfg", files={"zoo.cfg": "tickTime=2000\ndataDir=@DIR@\nclientPort=@PORT@\nadmin.enableServer=false\n"}, version=r"[\d.]+"),
    server("dict", "dictd", 2628, "dict", "dictd", "dictd -d nodetach --locale C -c @DIR@/d.conf", files={
        "d.conf": 'global {\n port @PORT@\n listen_to 127.0.0.1\n}\naccess {\n allow *\n}\ndatabase x {\n data "@DIR@/x.dict"\n index "@DIR@/x.index"\n}\n',
        "x.dict": "test one\n", "x.index": "00-database-short\tA\tK\n"}, version=r"[\d.]+"),
    server("nut", "nut-server", 3493, "nut", "network ups tools", "env NUT_CONFPATH=@DIR@ NUT_STATEPATH=@DIR@ NUT_ALTPIDPATH=@DIR@ /lib/nut/upsd -D -u nobody",
           user="nobody", files={"upsd.conf": "LISTEN 127.0.0.1 @PORT@\nSTATEPATH @DIR@\n", "ups.conf": "[x]\ndriver=dummy-ups\nport=x\n", "upsd.users": ""},
           version=r"[\d.]+"),
    server("tor-control", "tor", 9051, "tor-control", "tor", "tor -f @DIR@/torrc --defaults-torrc /dev/null", files={
        "torrc": "ControlPort @PORT@\nSocksPort 0\nDisableNetwork 1\nDataDirectory @DIR@/data\n"}, version=r"[\d.]+"),
    server("munin", "munin-node", 4949, "munin", "munin", "munin-node --config @DIR@/m.conf", files={
        "m.conf": "log_file @DIR@/mlog\npid_file @DIR@/pid\nbackground 0\nsetsid 0\nuser root\ngroup root\nhost 127.0.0.1\nport @PORT@\nallow ^127.0.0.1$\n"},
           version=r"[\d.]+"),
    server("gpsd", "gpsd", 2947, "gpsd", "gpsd", "gpsd -N -S @PORT@ udp://127.0.0.1:5001", version=r"[\d.]+"),
    server("varnish", "varnish", 6082, "varnish-cli", "varnish", "varnishd -F -n @DIR@/v -a 127.0.0.1:6081 -b none -T 127.0.0.1:@PORT@ -S none", version=r"[\d.]+"),
    server("spamd", "spamd", 783, "spamd", "spamassassin", "spamd -L -x -i 127.0.0.1 -p @PORT@ -m 1 --min-children 1 --helper-home-dir @DIR@", version_unsaid="its answer has the version of the protocol"),
    server("clamd", "clamav-daemon", 3310, "clam", "clamav", "clamd -c @DIR@/c.conf", files={
        "c.conf": "Foreground yes\nTCPAddr 127.0.0.1\nTCPSocket @PORT@\nDatabaseDirectory @DIR@/db\nUser root\n",
        "db/x.hdb": "44d88612fea8a8f36de82e1278abb02f:68:Test\n"}, version=r"[\d.]+"),
    server("icap", "c-icap", 1344, "icap", "c-icap", "c-icap -N -f @DIR@/i.conf", files={
        "i.conf": "PidFile @DIR@/pid\nCommandsSocket @DIR@/ctl\nPort 127.0.0.1:@PORT@\nStartServers 1\nMaxServers 1\nThreadsPerChild 4\nTmpDir @DIR@\n"
                  "ModulesDir /usr/lib/x86_64-linux-gnu/c_icap\nServicesDir /usr/lib/x86_64-linux-gnu/c_icap\nTemplateDir /usr/share/c_icap/templates/\n"
                  "LoadMagicFile /etc/c-icap/c-icap.magic\nServerLog @DIR@/slog\nAccessLog @DIR@/alog\nService echo srv_echo.so\n"}, version=r"[\d.]+"),
    server("stun", "coturn", 3478, "stun", "coturn", "turnserver -n -L 127.0.0.1 -p @PORT@ --no-cli --no-tls --no-dtls --log-file stdout -b @DIR@/db --pidfile @DIR@/pid",
           version=r"[\d.]+"),
    server("cvs", "cvs", 2401, "cvspserver", "cvs", "python3 @DIR@/inetd.py @PORT@ /usr/bin/cvs -f --allow-root=@DIR@/c pserver", version_unsaid="its answer has none"),
    server("gopher", "gophernicus", 70, "gopher", "gophernicus", "python3 @DIR@/inetd.py @PORT@ /usr/bin/setpriv --reuid nobody --clear-groups /usr/sbin/gophernicus -h localhost -r @DIR@", version=r"[\d.]+"),
    server("openvpn", "openvpn", 1194, "openvpn", "openvpn", "openvpn --dev tun --dev-type tun --ifconfig-noexec --mode server --tls-server --proto udp --local 127.0.0.1 --port @PORT@ --dh none "
           "--ca cert.pem --cert cert.pem --key key.pem", before=[CERTIFICATE], udp=True, version_unsaid="its answer has none"),
    server("pptp", "pptpd", 1723, "pptp", "pptpd", "pptpd -f -c @DIR@/p.conf -o /dev/null -p @DIR@/pid", files={
        "p.conf": "listen 127.0.0.1\nlocalip 192.0.2.1\nremoteip 192.0.2.2-9\n"}, version_unsaid="its firmware is always 1"),
    server("coap", "libcoap3-bin", 5683, "coap", "libcoap", "coap-server-notls -A 127.0.0.1 -p @PORT@", udp=True, version_unsaid="its answers have none"),
    server("ajp", "tomcat10", 8009, "ajp13", "tomcat", "env CATALINA_BASE=@DIR@ CATALINA_HOME=/usr/share/tomcat10 JRE_HOME=/usr/lib/jvm/default-java "
           "/usr/share/tomcat10/bin/catalina.sh run", files={
        "conf/server.xml": '<Server port="-1"><Service name="Catalina"><Connector protocol="AJP/1.3" address="127.0.0.1" port="@PORT@" secretRequired="false"/>'
                           '<Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps"/></Engine></Service></Server>',
        "conf/web.xml": "<web-app/>", "logs/x": "", "temp/x": "", "webapps/x": ""}, version=r"[\d.]+"),
]
for one in SERVERS:
    one.command = [word.replace("\\s", " ") for word in one.command]
    if "@DIR@/inetd.py" in one.command and "inetd.py" not in one.files:
        one.files["inetd.py"] = next(other.files["inetd.py"] for other in SERVERS if other.name == "telnet")
