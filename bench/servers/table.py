# SPDX-License-Identifier: BSD-2-Clause
"""table - the servers of bench/services: package, port, what they are, and how they start in a folder of their own.

@DIR@ is that folder, @PORT@ the port. `services` are names that are right for it, `product` an expression that its product
matches, `version` the part of the package's version that a server can say (None: all of it).
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
    says_version: bool = True
    version: str = None
    user: str = None  # owner of the folder


def server(name, package, port, services, product, command, **more):
    return Server(name, package, port, tuple(services.split()), product, command.split(), **more)


def shell(text):
    return ["sh", "-c", "exec " + text]


CERTIFICATE = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=test.example -days 30 -keyout key.pem -out cert.pem && cat key.pem cert.pem >both.pem"

SERVERS = [
    server("nginx", "nginx-light", 80, "http", "nginx", "nginx -p @DIR@ -c @DIR@/nginx.conf -g daemon\\soff;", files={
        "nginx.conf": "error_log stderr; pid @DIR@/pid; events {}\nhttp { access_log off; server { listen @PORT@; root @DIR@; } "
                      "server { listen 443 ssl; ssl_certificate cert.pem; ssl_certificate_key key.pem; root @DIR@; } }",
        "index.html": "<title>front page</title>"}, before=[CERTIFICATE, "mkdir -p /var/lib/nginx /var/log/nginx"], version=r"[\d.]+"),
    server("apache", "apache2-bin", 8080, "http http-proxy", "apache", "apache2 -d @DIR@ -f @DIR@/apache.conf -DFOREGROUND", files={
        "apache.conf": "ServerName x\nListen @PORT@\nPidFile @DIR@/pid\nErrorLog @DIR@/error\nLoadModule mpm_event_module "
                       "/usr/lib/apache2/modules/mod_mpm_event.so\nLoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\n"
                       "User nobody\nGroup nogroup\nDocumentRoot @DIR@\n"}, version=r"[\d.]+"),
    server("lighttpd", "lighttpd", 8000, "http http-alt", "lighttpd", "lighttpd -D -f @DIR@/l.conf", files={
        "l.conf": 'server.document-root="@DIR@"\nserver.port=@PORT@\n'}, version=r"[\d.]+"),
    server("ssh", "openssh-server", 22, "ssh", "openssh", "/usr/sbin/sshd -D -e -f @DIR@/sshd.conf", files={
        "sshd.conf": "Port @PORT@\nHostKey @DIR@/key\nPidFile none\nUsePAM no\n"},
        before=["ssh-keygen -q -t ed25519 -N '' -f key && mkdir -p /run/sshd"], version=r"[^-]+"),
    server("dropbear", "dropbear-bin", 2222, "ssh", "dropbear", "dropbear -F -E -p @PORT@ -r @DIR@/key -P @DIR@/pid",
           before=["dropbearkey -t ed25519 -f key"], version=r"[\d.]+"),
    server("ftp", "vsftpd", 21, "ftp", "vsftpd", "vsftpd @DIR@/v.conf", files={
        "v.conf": "listen=YES\nlisten_port=@PORT@\nlisten_ipv6=NO\nanonymous_enable=NO\nsecure_chroot_dir=/var/empty\nbackground=NO\n"},
           before=["mkdir -p /var/empty"], version=r"[\d.]+"),
    server("smtp", "exim4-daemon-light", 25, "smtp", "exim", "exim4 -C @DIR@/exim.conf -bdf -oX @PORT@ -oP @DIR@/pid", user="Debian-exim", files={
        "exim.conf": "log_file_path=@DIR@/log-%s\nspool_directory=@DIR@\nprimary_hostname=test.example\n"
                     "acl_smtp_rcpt=deny\ntls_advertise_hosts=\n"}, version=r"[\d.]+"),
    server("imap", "dovecot-imapd", 143, "imap", "dovecot", "dovecot -F -c @DIR@/d.conf", files={
        "d.conf": "base_dir=@DIR@/run\nlog_path=@DIR@/log2\nprotocols=imap pop3\nssl=no\nmail_location=maildir:@DIR@/m\n"
                  "passdb {\n driver=static\n args=nopassword=y\n}\nuserdb {\n driver=static\n args=uid=nobody gid=nogroup home=@DIR@\n}\n"},
        says_version=False),
    server("pop3", "dovecot-pop3d", 110, "pop3", "dovecot", "sleep 300", says_version=False),
    server("redis", "redis-server", 6379, "redis", "redis", "redis-server --port @PORT@ --save --dir @DIR@", version=r"[\d.]+"),
    server("memcached", "memcached", 11211, "memcache memcached", "memcached", "memcached -u nobody -p @PORT@ -l 127.0.0.1", version=r"[\d.]+"),
    server("mysql", "mariadb-server", 3306, "mysql", "mariadb", "mariadbd --no-defaults --user=mysql --datadir=@DIR@/db --socket=@DIR@/s "
           "--port=@PORT@ --bind-address=127.0.0.1", user="mysql", before=["mkdir db && chown mysql db && mariadb-install-db --no-defaults --auth-root-authentication-method=normal --skip-test-db --user=mysql --datadir=@DIR@/db"],
           version=r"[\d.]+"),
    server("postgresql", "postgresql-15", 5432, "postgresql", "postgresql", "setpriv --reuid postgres --regid postgres --clear-groups postgres "
           "-D @DIR@/db -p @PORT@ -k @DIR@", user="postgres", before=["setpriv --reuid postgres --regid postgres --clear-groups "
                                                     "initdb -D db -A trust"], says_version=False),
    server("mqtt", "mosquitto", 1883, "mqtt", "mosquitto|mqtt", "mosquitto -p @PORT@", says_version=False),
    server("amqp", "rabbitmq-server", 5672, "amqp", "rabbitmq", "/usr/lib/rabbitmq/bin/rabbitmq-server", files={"rabbit.conf": "listeners.tcp.1 = 127.0.0.1:@PORT@\n"}, version=r"[\d.]+"),
    server("ldap", "slapd", 389, "ldap", "openldap", "slapd -d 0 -f @DIR@/slapd.conf -h ldap://127.0.0.1:@PORT@", files={
        "slapd.conf": "include /etc/ldap/schema/core.schema\npidfile @DIR@/pid\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\ndatabase mdb\n"
                      "suffix dc=test,dc=example\ndirectory @DIR@\n"}, says_version=False),
    server("smb", "samba", 445, "microsoft-ds", "samba|smb", "smbd -F --no-process-group -s @DIR@/smb.conf", files={
        "smb.conf": "[global]\nsmb ports=@PORT@\nlock directory=@DIR@\nstate directory=@DIR@\ncache directory=@DIR@\npid directory=@DIR@\n"
                    "private dir=@DIR@\nncalrpc dir=@DIR@\nlog file=@DIR@/log.%m\nserver role=standalone\n"}, says_version=False),
    server("dns", "bind9", 53, "domain", "bind", "named -g -c @DIR@/named.conf", files={
        "named.conf": 'options { directory "@DIR@"; listen-on port @PORT@ { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; recursion no; };\n'
                      'controls { };\n'}, version=r"[\d.]+"),
    server("unbound", "unbound", 5353, "domain mdns zeroconf", "unbound", "unbound -d -c @DIR@/u.conf", files={
        "u.conf": 'server:\n port: @PORT@\n interface: 127.0.0.1\n chroot: ""\n username: ""\n pidfile: "@DIR@/pid"\n directory: "@DIR@"\n'}, version=r"[\d.]+"),
    server("dnsmasq", "dnsmasq-base", 5354, "domain mdnsresponder", "dnsmasq", "dnsmasq -k -p @PORT@ -C /dev/null -u root -x @DIR@/pid", version=r"[\d.]+"),
    server("irc", "ngircd", 6667, "irc", "ngircd", "ngircd -n -f @DIR@/n.conf", files={
        "n.conf": "[Global]\nName=irc.test.example\nInfo=x\nListen=127.0.0.1\nPorts=@PORT@\nMotdFile=/dev/null\nServerUID=nobody\nServerGID=nogroup\n[Options]\nPAM=no\nIdent=no\nDNS=no\n"},
        says_version=False),
    server("xmpp", "prosody", 5222, "xmpp-client xmpp", "prosody|xmpp", "prosody --config @DIR@/p.lua -F", files={
        "p.lua": 'daemonize=false\nrun_as_root=true\npidfile="@DIR@/pid"\ndata_path="@DIR@"\nlog={ info="@DIR@/plog" }\nc2s_ports={@PORT@}\ns2s_ports={}\n'
                 'modules_enabled={"saslauth"}\nc2s_require_encryption=false\nallow_unencrypted_plain_auth=true\nVirtualHost "localhost"\n'},
        says_version=False),
    server("rsync", "rsync", 873, "rsync", "rsync", "rsync --daemon --no-detach --port=@PORT@ --config=@DIR@/r.conf", files={"r.conf": "[x]\npath=/tmp\n"}, says_version=False),
    server("git", "git", 9418, "git", "git", "git daemon --port=@PORT@ --base-path=@DIR@ @DIR@", says_version=False),
    server("svn", "subversion", 3690, "svn svnserve", "subversion|svn", "svnserve -d --foreground --listen-port @PORT@ -r @DIR@", says_version=False),
    server("vnc", "tigervnc-standalone-server", 5901, "vnc", "vnc|rfb", "Xtigervnc :1 -rfbport @PORT@ -SecurityTypes None", says_version=False),
    server("x11", "xvfb", 6099, "X11 x11", "x", "Xvfb :99 -listen tcp -ac", says_version=False),
    server("rdp", "xrdp", 3389, "ms-wbt-server rdp", "xrdp|rdp|terminal", "xrdp -n -p @PORT@", says_version=False),
    server("ipp", "cups-daemon", 631, "ipp", "cups", "cupsd -f -c @DIR@/cupsd.conf -s @DIR@/files.conf", files={
        "cupsd.conf": "Listen 127.0.0.1:@PORT@\n<Location />\nAllow all\n</Location>\n", "files.conf": "ServerRoot @DIR@\nCacheDir @DIR@\nStateDir @DIR@\nRequestRoot @DIR@\nAccessLog @DIR@/a\nErrorLog @DIR@/e\n"},
        version=r"[\d.]+?(?=\.\d+(?:$|[^\d.]))|[\d.]+"),
    server("proxy", "tinyproxy-bin", 8888, "http-proxy http", "tinyproxy", "tinyproxy -d -c @DIR@/t.conf", files={
        "t.conf": "User nobody\nGroup nogroup\nPort @PORT@\nListen 127.0.0.1\nTimeout 60\n"}, version=r"[\d.]+"),
    server("telnet", "inetutils-telnetd", 23, "telnet", "telnet|linux", "python3 @DIR@/inetd.py @PORT@ /usr/sbin/telnetd", files={
        "inetd.py": "import os,socket,sys\ns=socket.create_server(('127.0.0.1',int(sys.argv[1])))\nwhile True:\n c,_=s.accept()\n if os.fork()==0:\n  for f in (0,1,2): os.dup2(c.fileno(),f)\n  os.execv(sys.argv[2],[sys.argv[2]])\n c.close()\n"}, says_version=False),
    server("distcc", "distcc", 3632, "distccd", "distcc", "distccd --daemon --no-detach --allow 127.0.0.1 --port @PORT@ --user nobody --log-stderr --make-me-a-botnet", says_version=False),
    server("beanstalk", "beanstalkd", 11300, "beanstalk beanstalkd", "beanstalk", "beanstalkd -l 127.0.0.1 -p @PORT@", version=r"[\d.]+"),
    server("etcd", "etcd-server", 2379, "etcd-client http etcd", "etcd", "etcd --data-dir @DIR@/etcd", version=r"[\d.]+"),
    server("prometheus", "prometheus", 9090, "http prometheus", "prometheus", "prometheus --config.file=@DIR@/p.yml --storage.tsdb.path=@DIR@/db --web.listen-address=127.0.0.1:@PORT@", files={"p.yml": "{}\n"}, version=r"[\d.]+"),
    server("mpd", "mpd", 6600, "mpd", "music|mpd", "mpd --no-daemon @DIR@/mpd.conf", files={
        "mpd.conf": 'bind_to_address "127.0.0.1"\nport "@PORT@"\nlog_file "@DIR@/mlog"\naudio_output {\ntype "null"\nname "x"\n}\n'}, says_version=False),
    server("gearman", "gearman-job-server", 4730, "gearman gearmand", "gearman", "gearmand -p @PORT@ -L 127.0.0.1 -l stderr", version=r"[\d.]+"),
    server("nats", "nats-server", 4222, "nats vrml-multi-use", "nats", "nats-server -a 127.0.0.1 -p @PORT@", version=r"[\d.]+"),
    server("icecast", "icecast2", 8001, "http icecast vcom-tunnel", "icecast", "icecast2 -c @DIR@/ice.xml", user="nobody", files={
        "ice.xml": "<icecast><limits><sources>2</sources></limits><authentication><source-password>x</source-password><admin-password>x</admin-password></authentication>"
                   "<hostname>localhost</hostname><listen-socket><port>@PORT@</port></listen-socket><paths><logdir>@DIR@</logdir><webroot>/usr/share/icecast2/web</webroot>"
                   "<adminroot>/usr/share/icecast2/admin</adminroot></paths><logging><errorlog>e.log</errorlog></logging><security><chroot>0</chroot>"
                   "<changeowner><user>nobody</user><group>nogroup</group></changeowner></security></icecast>"}, version=r"[\d.]+"),
    server("nbd", "nbd-server", 10809, "nbd", "nbd|network block", "nbd-server -d -C @DIR@/nbd.conf", files={"nbd.conf": "[generic]\nport=@PORT@\n[x]\nexportname=@DIR@/disk\n", "disk": "x" * 4096}, says_version=False),
    server("sip", "kamailio", 5060, "sip", "kamailio", "kamailio -DD -E -f @DIR@/k.cfg -l udp:127.0.0.1:@PORT@ -Y @DIR@", files={
        "k.cfg": 'loadmodule "sl.so"\nrequest_route { sl_send_reply("200", "OK"); }\n'}, udp=True, version=r"[\d.]+"),
    server("snmp", "snmpd", 161, "snmp", "snmp", "snmpd -f -Lo -C -c @DIR@/snmpd.conf udp:127.0.0.1:@PORT@", files={"snmpd.conf": "rocommunity public\n"}, udp=True, says_version=False),
    server("ntp", "chrony", 123, "ntp", "", "chronyd -n -x -f @DIR@/c.conf", files={
        "c.conf": "local stratum 10\nallow\ncmdport 0\npidfile @DIR@/pid\nbindcmdaddress /\n"}, udp=True, says_version=False),
    server("tftp", "tftpd-hpa", 69, "tftp", "tftp", "in.tftpd -L -u nobody -a 127.0.0.1:@PORT@ @DIR@", udp=True, says_version=False),
    server("rpcbind", "rpcbind", 111, "rpcbind", "rpc|portmap", "rpcbind -f -w", says_version=False),
    server("finger", "efingerd", 79, "finger", "finger", "python3 @DIR@/inetd.py @PORT@ /usr/sbin/efingerd", says_version=False),
]
for one in SERVERS:
    one.command = [word.replace("\\s", " ") for word in one.command]
    if "@DIR@/inetd.py" in one.command and "inetd.py" not in one.files:
        one.files["inetd.py"] = next(other.files["inetd.py"] for other in SERVERS if other.name == "telnet")
