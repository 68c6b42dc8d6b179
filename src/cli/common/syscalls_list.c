/* SPDX-License-Identifier: BSD-2-Clause */
/* syscalls_list.c - see syscalls_list.h. */
#include "cli/common/syscalls_list.h"

#include <linux/bpf.h>
#include <linux/sockios.h>
#include <linux/wireless.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#define WHOLE UINT32_MAX /* arguments are compared as the 32 bits that the kernel reads */

/* clang-format off */
const struct mst_syscall_row mst_syscall_rows[] = {
	/* memory, threads, time, signals, this process */
	{ MST_CALLING_ALWAYS, "brk mmap mmap2 munmap mremap mprotect madvise membarrier" },
	{ MST_CALLING_ALWAYS, "futex futex_time64 futex_waitv set_robust_list rseq exit exit_group" },
	{ MST_CALLING_ALWAYS, "sched_yield getcpu" },
	{ MST_CALLING_ALWAYS, "sched_getaffinity sched_setaffinity" },
	{ MST_CALLING_ALWAYS, "clock_gettime clock_gettime64 clock_getres clock_nanosleep" },
	{ MST_CALLING_ALWAYS, "clock_nanosleep_time64 nanosleep" },
	{ MST_CALLING_ALWAYS, "gettimeofday time restart_syscall" },
	{ MST_CALLING_ALWAYS, "rt_sigprocmask rt_sigpending rt_sigreturn sigreturn sigaltstack tgkill" },
	{ MST_CALLING_ALWAYS, "getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid" },
	{ MST_CALLING_ALWAYS, "getgroups getpgrp getpgid wait4" },
	{ MST_CALLING_ALWAYS, "getrandom uname sysinfo getrlimit ugetrlimit getrusage times capget" },
	/* files: which of them may be written, Landlock says */
	{ MST_CALLING_ALWAYS, "read write readv writev pread64 pwrite64 preadv pwritev lseek _llseek" },
	{ MST_CALLING_ALWAYS, "open openat openat2 close dup dup2 dup3 pipe2 fcntl fcntl64 flock" },
	{ MST_CALLING_ALWAYS, "stat stat64 lstat lstat64 fstat fstat64 newfstatat fstatat64 statx statfs" },
	{ MST_CALLING_ALWAYS, "fstatfs statfs64 fstatfs64" },
	{ MST_CALLING_ALWAYS, "access faccessat faccessat2 readlink readlinkat getcwd getdents64 umask" },
	{ MST_CALLING_ALWAYS, "truncate ftruncate truncate64 ftruncate64 fallocate fsync fdatasync fadvise64" },
	{ MST_CALLING_ALWAYS, "sync_file_range" },
	{ MST_CALLING_ALWAYS, "sendfile copy_file_range" },
	{ MST_CALLING_ALWAYS, "rename renameat renameat2 link linkat unlink unlinkat fchmod fchown fchown32" },
	{ MST_CALLING_ALWAYS, "utimensat getxattr fgetxattr" },
	/* waiting, and descriptors that are open */
	{ MST_CALLING_ALWAYS, "poll ppoll ppoll_time64 select _newselect pselect6 pselect6_time64" },
	{ MST_CALLING_ALWAYS, "epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2 timerfd_create" },
	{ MST_CALLING_ALWAYS, "timerfd_settime" },
	{ MST_CALLING_ALWAYS, "sendto sendmsg sendmmsg recvfrom recvmsg recvmmsg recvmmsg_time64" },
	{ MST_CALLING_ALWAYS, "getsockopt setsockopt getsockname getpeername bind" },
	{ MST_CALLING_RESOLVES, "connect shutdown" },
	{ MST_CALLING_SERVES, "accept accept4 shutdown memfd_create" },
	/* the rounds of watch ask gateways in a process of its own */
	{ MST_CALLING_ASKS, "clone fork wait4 waitid kill capset setrlimit prlimit64 socketpair connect" },
	{ MST_CALLING_SANITIZED, "clone fork wait4 kill ptrace process_vm_readv prctl prlimit64 personality" },
	{ MST_CALLING_SANITIZED, "arch_prctl pipe" },
	{ MST_CALLING_SANITIZED, "execve mincore msync mlock munlock setrlimit getdents rt_sigaction" },
};

#define SOCKET(calling, family) { calling, "socket", 0, WHOLE, family }
#define REQUEST(request) { MST_CALLING_ALWAYS, "ioctl", 1, WHOLE, request }
#define OPTION(option) { MST_CALLING_ALWAYS, "prctl", 0, WHOLE, option }
#define BPF(command) { MST_CALLING_KERNEL, "bpf", 0, WHOLE, command }

const struct mst_syscall_case mst_syscall_cases[] = {
	/* a thread, and no process; clone3, whose arguments cannot be seen, is absent for the C library */
	{ MST_CALLING_ALWAYS, "clone", 0, CLONE_THREAD, CLONE_THREAD },
	/* limits of this process are read, not set: the third argument is no pointer */
	{ MST_CALLING_ALWAYS, "prlimit64", 2, UINT64_MAX, 0 },
	SOCKET(MST_CALLING_ALWAYS, AF_NETLINK),
	SOCKET(MST_CALLING_RESOLVES | MST_CALLING_ASKS | MST_CALLING_PLANS, AF_INET),
	SOCKET(MST_CALLING_RESOLVES | MST_CALLING_ASKS, AF_INET6),
	SOCKET(MST_CALLING_ASKS, AF_PACKET),
	/* terminals, and what interfaces are; not TIOCSTI, by which a program types on its terminal */
	REQUEST(TCGETS), REQUEST(TCSETS), REQUEST(TCSETSW), REQUEST(TCSETSF), REQUEST(TIOCGWINSZ),
	REQUEST(TIOCGPGRP),
	/* TCGETS2 and its like, by which newer C libraries ask: the headers have no structure for them */
	REQUEST(0x802c542a), REQUEST(0x402c542b), REQUEST(0x402c542c), REQUEST(0x402c542d),
	REQUEST(TCFLSH), REQUEST(FIONREAD), REQUEST(FIONBIO), REQUEST(FIOCLEX),
	REQUEST(SIOCETHTOOL), REQUEST(SIOCGIFFLAGS), REQUEST(SIOCGIFNAME), REQUEST(SIOCGIFINDEX),
	REQUEST(SIOCGIFHWADDR), REQUEST(SIOCGIFMTU), REQUEST(SIOCGIFCONF), REQUEST(SIOCGIFADDR),
	REQUEST(SIOCGIFNETMASK), REQUEST(SIOCGIFBRDADDR), REQUEST(SIOCGIFDSTADDR), REQUEST(SIOCGSTAMP),
	REQUEST(SIOCGIWNAME),
	OPTION(PR_SET_NAME), OPTION(PR_GET_NAME), OPTION(PR_SET_TIMERSLACK), OPTION(PR_GET_NO_NEW_PRIVS),
	OPTION(PR_SET_PDEATHSIG), OPTION(PR_SET_NO_NEW_PRIVS),
	OPTION(PR_CAPBSET_READ), OPTION(0x53564d41), /* PR_SET_VMA, by which newer C libraries name memory */
	BPF(BPF_MAP_LOOKUP_ELEM), BPF(BPF_MAP_UPDATE_ELEM), BPF(BPF_MAP_DELETE_ELEM), BPF(BPF_MAP_GET_NEXT_KEY),
	BPF(BPF_PROG_TEST_RUN), BPF(BPF_OBJ_GET_INFO_BY_FD), BPF(BPF_MAP_LOOKUP_BATCH), BPF(BPF_LINK_DETACH),
};
/* clang-format on */

const size_t mst_syscall_row_count = sizeof mst_syscall_rows / sizeof *mst_syscall_rows;
const size_t mst_syscall_case_count = sizeof mst_syscall_cases / sizeof *mst_syscall_cases;
