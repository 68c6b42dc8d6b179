# SPDX-License-Identifier: BSD-2-Clause
"""running - starts servers on 127.0.0.1, waits until their ports listen, and ends them."""
import os
import pathlib
import re
import shutil
import subprocess
import time

PROCESSES = []
PATIENCE = 90  # seconds until a port listens


def version_of(server):
    """The upstream version of the package: 1:9.2p1-2+deb12u7 → 9.2p1."""
    found = subprocess.run(["dpkg-query", "-W", "-f=${Version}", server.package], capture_output=True, text=True).stdout
    version = re.sub(r"^\d+:", "", found.strip())
    version = re.sub(r"-[^-]*$", "", version)
    return re.match(server.version, version)[0] if server.version else version


def is_listening(server):
    kind = "udp" if server.udp else "tcp"
    for family in ("", "6"):
        path = pathlib.Path(f"/proc/net/{kind}{family}")
        for line in path.read_text().splitlines()[1:] if path.exists() else ():
            words = line.split()
            if int(words[1].rpartition(":")[2], 16) == server.port and words[3] == ("07" if server.udp else "0A"):
                return True
    return False


def begin(server, folder):
    """Starts one; why it could not, or None."""
    program = server.command[0]
    if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin:/usr/lib/postgresql/15/bin"):
        return f"{program} is not installed"
    folder.mkdir()
    folder.chmod(0o755)
    if server.user:
        shutil.chown(folder, server.user)
    words = {"DIR": str(folder), "PORT": str(server.port)}
    for name, text in server.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"@(\w+)@", lambda found: words[found[1]], text))
    fill = lambda text: re.sub(r"@(\w+)@", lambda found: words[found[1]], text)  # noqa: E731
    environment = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin:/sbin:/usr/lib/postgresql/15/bin", HOME=str(folder))
    log = open(folder / "log", "wb")
    for before in server.before:
        done = subprocess.run(["sh", "-c", fill(before)], cwd=folder, env=environment, stdout=log, stderr=log)
        if done.returncode:
            return f"{fill(before)}: {(folder / 'log').read_text(errors='replace')[-300:]}"
    PROCESSES.append(subprocess.Popen([fill(word) for word in server.command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                      stderr=log, start_new_session=True))
    return None


def start(servers, folder):
    """Those that listen, and (server, why) of the others."""
    folder.chmod(0o755)
    waiting, missing, running = [], [], []
    for server in servers:
        why = begin(server, folder / server.name)
        if why:
            missing.append((server, why))
        else:
            waiting.append(server)
    until = time.monotonic() + PATIENCE
    while waiting and time.monotonic() < until:
        for server in [server for server in waiting if is_listening(server)]:
            waiting.remove(server)
            running.append(server)
        time.sleep(0.1)
    for server in waiting:
        log = (folder / server.name / "log").read_text(errors="replace")
        missing.append((server, f"it does not listen on port {server.port}: {log[-300:]}"))
    return [server for server in servers if server in running], missing


def stop():
    """Its own children; what they left behind ends with the namespace of processes."""
    for process in PROCESSES:
        process.terminate()
    for process in PROCESSES:
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
