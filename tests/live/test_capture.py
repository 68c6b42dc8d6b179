# SPDX-License-Identifier: BSD-2-Clause
"""muster capture compared with tcpdump, on traffic of other programs."""
import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

import lab


def capture(*words):
    return lab.Listening("capture", *words)


def count(err, what):
    return int(re.search(rf"([\d,]+) packets? {what}", err)[1].replace(",", ""))


def tcpdump(*words):
    process = subprocess.Popen(["tcpdump", "-Z", "root", "-i", "near0", "--immediate-mode", *words], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    while "listening" not in process.stderr.readline():
        pass
    return process


def make_traffic():
    """Makes traffic by real programs: pings, connections, DNS queries. When it returns, each has been answered or refused."""
    subprocess.run(["ping", "-c", "3", "-i", "0.1", "-q", "10.8.0.1"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["curl", "-s", "-m", "5", "http://10.8.0.1:81/"])
    subprocess.run(["dig", "+time=1", "+tries=1", "@10.8.0.2", "example.com"], stdout=subprocess.DEVNULL)
    subprocess.run(["nmap", "-n", "-Pn", "-sS", "-p", "80-85", "--max-retries", "0", "10.8.0.3"], stdout=subprocess.DEVNULL)


def settle():
    time.sleep(1)  # so that both captures have received their last ring blocks


def records(path):
    done = subprocess.run(["tshark", "-r", str(path), "-n", "-T", "fields", "-e", "ip.id", "-e", "ip.src", "-e", "frame.len", "-e", "tcp.seq_raw",
                           "-e", "icmp.seq"], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stderr)
    return sorted(done.stdout.splitlines())


class Beside(unittest.TestCase):
    def test_lines_are_those_of_tcpdump(self):
        theirs = tcpdump("-nn", "-S", "-l", "-tt", "icmp or tcp")
        ours = capture("-n", "icmp", "or", "tcp")
        make_traffic()
        settle()
        out, err = ours.end()
        theirs.send_signal(signal.SIGINT)
        wanted = [line.split(" ", 1)[1] for line in theirs.communicate(timeout=20)[0].splitlines() if line[:1].isdigit()]
        told = [line.split(" ", 1)[1] for line in out.splitlines()]
        self.assertGreater(len(told), 15)
        self.assertEqual(told, wanted)
        self.assertEqual(count(err, "captured"), len(told))
        self.assertEqual(count(err, "dropped by kernel"), 0)

    def test_a_file_holds_the_same_packets_for_tshark(self):
        theirs = tcpdump("-w", "theirs.pcap", "-U")
        ours = capture("-w", "ours.pcap")
        make_traffic()
        settle()
        ours.end()
        theirs.send_signal(signal.SIGINT)
        theirs.communicate(timeout=20)
        self.assertEqual(records("ours.pcap"), records("theirs.pcap"))
        self.assertGreater(len(records("ours.pcap")), 15)
        self.assertIn("exists", lab.muster("capture", "-I", "near0", "-w", "ours.pcap", expect=1).stderr)

    def test_what_is_written_can_be_read_while_it_goes_on(self):
        ours = capture("-w", "growing.pcap", "icmp")
        subprocess.run(["ping", "-c", "2", "-i", "0.1", "-q", "10.8.0.1"], check=True, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while len(records("growing.pcap")) < 4:
            self.assertLess(time.monotonic(), until, "nothing can be read while it is written")
            time.sleep(0.2)
        ours.end()

    def test_it_leaves_after_so_many(self):
        ours = lab.start("capture", "-I", "near0", "-c", "3", "icmp")
        ours.stderr.readline()
        subprocess.run(["ping", "-c", "4", "-i", "0.1", "-q", "10.8.0.1"], check=True, stdout=subprocess.DEVNULL)
        out, err = ours.communicate(timeout=20)
        self.assertEqual((ours.returncode, len(out.splitlines())), (0, 3))
        self.assertIn("3 packets captured", err)

    def test_through_pipes(self):
        writer = subprocess.Popen([lab.MUSTER, "capture", "-I", "near0", "-c", "2", "-w", "-", "icmp"], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE)
        reader = subprocess.Popen([lab.MUSTER, "capture", "-r", "-", "-n"], stdin=writer.stdout, stdout=subprocess.PIPE, text=True)
        writer.stdout.close()
        writer.stderr.readline()
        subprocess.run(["ping", "-c", "2", "-i", "0.1", "-q", "10.8.0.1"], check=True, stdout=subprocess.DEVNULL)
        out = reader.communicate(timeout=20)[0]
        self.assertEqual(len(out.splitlines()), 2)
        self.assertIn("ICMP echo request", out)
        self.assertEqual(writer.wait(20), 0)
        writer.stderr.close()

    def test_a_reader_who_leaves_ends_it_quietly(self):
        ours = subprocess.Popen([lab.MUSTER, "capture", "-I", "near0", "-w", "-", "icmp"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        ours.stderr.readline()
        ours.stdout.close()
        subprocess.run(["ping", "-c", "3", "-i", "0.5", "-q", "10.8.0.1"], check=True, stdout=subprocess.DEVNULL)
        self.assertEqual(ours.wait(20), 0)
        self.assertNotIn(b"Broken pipe", ours.stderr.read())
        ours.stderr.close()

    def test_what_the_interface_missed_is_not_read_from_a_folder_that_may_be_of_another_network_namespace(self):
        """Only the network namespace was entered: /sys is that of the one before. A file stands in for the counter of its card there."""
        missed = pathlib.Path("missed")

        def told(*command):
            missed.write_text("0\n")
            mounted = "mount -t sysfs sysfs /sys && mount --bind missed /sys/class/net/near0/statistics/rx_missed_errors && exec \"$@\""
            process = subprocess.Popen(["unshare", "--mount", "sh", "-c", mounted, "sh", *map(str, command)], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.PIPE, text=True)
            self.addCleanup(process.kill)
            self.assertIn("listening", process.stderr.readline())
            missed.write_text("1000\n")
            process.send_signal(signal.SIGINT)
            err = process.communicate(timeout=20)[1]
            self.assertEqual(process.returncode, 0, err)
            return count(err, "dropped by interface")

        self.assertEqual(told("tcpdump", "-Z", "root", "-i", "near0", "-w", "theirs.pcap"), 1000)
        self.assertEqual(told(lab.MUSTER, "capture", "-I", "near0", "-w", "ours.pcap", "--force"), 0)

    def test_ipv6_neighbours_are_told(self):
        for line in ("sysctl -qw net.ipv6.conf.near0.disable_ipv6=0", "nsenter --net=/run/netns/far sysctl -qw net.ipv6.conf.far0.disable_ipv6=0",
                     "ip -6 address add fd01::1/64 dev near0 nodad", "nsenter --net=/run/netns/far ip -6 address add fd01::2/64 dev far0 nodad"):
            subprocess.run(line.split(), check=True)
        ours = capture("icmp6")
        subprocess.run(["ping", "-6", "-c", "1", "-W", "10", "-q", "fd01::2"], check=True, stdout=subprocess.DEVNULL)
        settle()
        out = ours.end()[0]
        self.assertRegex(out, r"IP6 fd01::1 > ff02::1:ff00:2: ICMP6, neighbor solicitation, who has fd01::2, length 32, source link-address 02:00:00:00:00:01")
        self.assertRegex(out, r"neighbor advertisement, tgt is fd01::2, length 32, Flags \[SO\]")
        self.assertRegex(out, r"fd01::1 > fd01::2: ICMP6, echo request")


class Files(unittest.TestCase):
    def ping(self, count, size=1000):
        subprocess.run(["ping", "-c", str(count), "-i", "0.01", "-s", str(size), "-q", "10.8.0.1"], check=True, stdout=subprocess.DEVNULL)

    def test_rotation_by_size_keeps_so_many(self):
        os.makedirs("turn", exist_ok=True)
        ours = capture("-w", "turn/t.pcap", "-C", "10k", "-W", "3", "icmp")
        self.ping(40)
        settle()
        err = ours.end()[1]
        files = sorted(os.listdir("turn"))
        self.assertEqual(len(files), 3, files)
        self.assertRegex(err, r"\d+ files written")
        last = int(re.search(r"(\d+) files written", err)[1])
        self.assertEqual(files, [f"t-{i:05}.pcap" for i in range(last - 2, last + 1)])
        for file in files:
            self.assertLessEqual(os.path.getsize(f"turn/{file}"), 10000)
            self.assertTrue(records(f"turn/{file}"))

    def test_rotation_by_time(self):
        os.makedirs("hours", exist_ok=True)
        ours = capture("-w", "hours/t.pcap", "-G", "300ms", "icmp")
        subprocess.run(["ping", "-c", "6", "-i", "0.2", "-q", "10.8.0.1"], check=True, stdout=subprocess.DEVNULL)
        settle()
        ours.end()
        files = sorted(os.listdir("hours"))
        self.assertGreaterEqual(len(files), 3)
        self.assertEqual(sum(len(records(f"hours/{file}")) for file in files), 12)

    def test_a_full_disk_ends_it_with_a_word_and_a_whole_file(self):
        os.makedirs("small", exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", "small"], check=True)
        ours = capture("-w", "small/t.pcap", "icmp")
        subprocess.run(["ping", "-c", "30", "-i", "0.1", "-s", "1000", "-q", "10.8.0.1"], stdout=subprocess.DEVNULL)
        out, err = ours.process.communicate(timeout=30)
        self.assertEqual(ours.process.returncode, 1, err)
        self.assertIn("No space left on device", err)
        self.assertIn("it is whole up to the last frame that had room", err)
        self.assertGreaterEqual(len(records("small/t.pcap")), 3)
        self.assertLessEqual(len(lab.muster("capture", "-r", "small/t.pcap").stdout.splitlines()), 16)

    def test_an_interface_that_is_deleted_ends_it_with_a_word_and_a_whole_file(self):
        subprocess.run("ip link add gone0 type veth peer name gone1; ip link set gone0 up; ip link set gone1 up", shell=True, check=True)
        process = lab.start("capture", "-I", "gone0", "-w", "gone.pcap")
        process.stderr.readline()
        subprocess.run(["ip", "link", "del", "gone0"], check=True)
        err = process.communicate(timeout=30)[1]
        self.assertEqual(process.returncode, 1, err)
        self.assertRegex(err, "gone0: .*(disappeared|down|no longer)")
        subprocess.run(["tshark", "-r", "gone.pcap"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def test_without_rights_it_says_what_to_do(self):
        done = subprocess.run(["setpriv", "--inh-caps=-all", "--bounding-set=-all", lab.MUSTER, "capture", "-I", "near0"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("sudo", done.stderr)

    def test_the_terminal_shows_lines_at_once(self):
        with lab.Terminal(lab.MUSTER, "capture", "-I", "near0", "-n", "icmp", columns=160) as terminal:
            terminal.wait_for("listening on near0")
            subprocess.run(["ping", "-c", "1", "-q", "10.8.0.1"], check=True, stdout=subprocess.DEVNULL)
            terminal.wait_for("ICMP echo reply")
            terminal.send("C-c")
            self.assertEqual(terminal.exit_status(), 0)
            terminal.wait_for("2 packets captured")


lab.main()
