# SPDX-License-Identifier: BSD-2-Clause
"""What programs that import nmap's files look for, each as a function of ours that takes a document and fails where they do.

They return what the program would have: address -> {(protocol, port): service} of the ports that it takes for open.
"""
import re
import xml.etree.ElementTree as xml


def root_of(path):
    return xml.parse(path).getroot()


def metasploit(path):
    """db_import: the kind of file by its first lines; a host counts if it is up, a port by portid, protocol and state."""
    with open(path, encoding="utf-8") as file:
        head = [file.readline() for _ in range(10)]
    if "<?xml" not in head[0] or not any(re.search(r"<nmaprun[ >]", line) for line in head):
        raise AssertionError("the kind of file is not found out")
    hosts = {}
    for host in root_of(path).iter("host"):
        addr = [one.get("addr") for one in host.findall("address") if one.get("addrtype") in ("ipv4", "ipv6")][0]
        if host.find("status").get("state") != "up":
            continue
        hosts[addr] = {}
        for port in host.findall("ports/port"):
            state = port.find("state")
            if state.get("state") == "unknown" and state.get("reason") == "localhost-response":
                continue
            service = port.find("service")
            if state.get("state") == "open":
                hosts[addr][port.get("protocol"), int(port.get("portid"))] = service.get("name") if service is not None else None
    return hosts


def defectdojo(path):
    """A start, an ipv4 address in every host; findings are the open ports."""
    root = root_of(path)
    if root.tag != "nmaprun":
        raise AssertionError("not a document of nmap")
    if int(root.attrib["start"]) <= 0:
        raise AssertionError("no start")
    hosts = {}
    for host in root.findall("host"):
        ports = hosts.setdefault(host.find("address[@addrtype='ipv4']").attrib["addr"], {})
        for port in host.findall("ports/port"):
            if port.find("state").attrib["state"] == "open":
                service = port.find("service")
                ports[port.attrib["protocol"], int(port.attrib["portid"])] = service.attrib["name"] if service is not None else None
    return hosts


def faraday(path):
    """Each hostname has a name and a type; each host an address of either family."""
    hosts = {}
    for host in root_of(path).iter("host"):
        for name in host.find("hostnames"):
            if not name.attrib["name"] or name.attrib["type"] not in ("user", "PTR"):
                raise AssertionError("a name without its type")
        addr = next(one.attrib["addr"] for one in host.findall("address") if one.attrib["addrtype"] in ("ipv4", "ipv6"))
        hosts[addr] = {(port.attrib["protocol"], int(port.attrib["portid"])): None for port in host.find("ports").findall("port")
                       if port.find("state").attrib["state"] == "open"}
    return hosts


def gowitness(path):
    """Every port that is listed is visited, whatever its state."""
    return {next(one.get("addr") for one in host.findall("address")): {(port.get("protocol"), int(port.get("portid"))): None
                                                                       for port in host.findall("ports/port")}
            for host in root_of(path).iter("host")}


def scrying(path):
    """A host without status, or without its times, and the whole file is refused; numbers are numbers, as for go-nmap."""
    hosts = {}
    for host in root_of(path).iter("host"):
        status = host.find("status")
        if status.attrib["state"] not in ("up", "down", "unknown") or not status.attrib["reason"]:
            raise AssertionError("no status")
        int(host.attrib["starttime"]), int(host.attrib["endtime"]), int(status.attrib["reason_ttl"])
        for extra in host.iter("extraports"):
            if sum(int(one.attrib["count"]) for one in extra.findall("extrareasons")) != int(extra.attrib["count"]):
                raise AssertionError("counts do not agree")
        ports = hosts.setdefault(host.find("address").attrib["addr"], {})
        for port in host.find("ports").findall("port"):
            state = port.find("state").attrib
            int(state["reason_ttl"])
            if state["state"] == "open":
                ports[port.attrib["protocol"], int(port.attrib["portid"])] = None
    return hosts


BRUTESPRAY = ("ssh", "ftp", "postgres", "telnet", "mysql", "ms-sql-s", "shell", "vnc", "imap", "imaps", "nntp", "pcanywheredata", "pop3", "pop3s",
              "exec", "login", "microsoft-ds", "smtp", "smtps", "submission", "svn", "iss-realsecure", "snmptrap", "snmp")


def brutespray(path):
    """Open ports whose service has one of its words; all others are left out."""
    hosts = {}
    for host in root_of(path).iter("host"):
        addr = host.find("address").get("addr")
        for port in host.findall("ports/port"):
            service = port.find("service")
            if port.find("state").get("state") == "open" and service is not None and service.get("name") in BRUTESPRAY:
                hosts.setdefault(addr, {})[port.get("protocol"), int(port.get("portid"))] = service.get("name")
    return hosts


def brutespray_gnmap(path):
    """The same from grepable lines: the first open port of each word in a line."""
    hosts = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            for word in BRUTESPRAY:
                found = re.search(rf"([0-9]+)/open/([a-z]+)//{word}/", line)
                if found:
                    addr = re.findall(r"[0-9]+(?:\.[0-9]+){3}", line)[0]
                    hosts.setdefault(addr, {})[found[2], int(found[1])] = word
    return hosts


def gnmap(path):
    """As scripts cut them: the state of each host, and its ports."""
    states, hosts = {}, {}
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    if not re.match(r"# muster \S+ scan initiated .+ as: muster ", lines[0]) or not re.match(r"# muster done at .+ -- \d+ IP address", lines[-1]):
        raise AssertionError("no first or last line")
    for line in lines[1:-1]:
        addr, rest = re.fullmatch(r"Host: (\S+) \([^()\t]*\)\t(.+)", line).groups()
        if rest.startswith("Status: "):
            states[addr] = rest.removeprefix("Status: ")
            continue
        ports, _, ignored = rest.removeprefix("Ports: ").partition("\t")
        if ignored and not re.fullmatch(r"Ignored State: [a-z|]+ \(\d+\)", ignored):
            raise AssertionError(ignored)
        for port in filter(None, ports.split(", ")):
            number, state, protocol, owner, service, rpc, version, end = port.split("/")
            if (owner, rpc, version, end) != ("", "", "", ""):
                raise AssertionError(port)
            hosts.setdefault(addr, {})[protocol, int(number)] = state, service
    return states, hosts


READERS = (metasploit, defectdojo, faraday, scrying)
