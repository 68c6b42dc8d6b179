# SPDX-License-Identifier: BSD-2-Clause
# optional.cmake - what a build may lack. Each part has a switch: AUTO takes the part when all that it needs is there, ON stops
# with a sentence when something is missing, OFF leaves the part out.
#
# mst_part(SWITCH "what needs it" FOUND-VARIABLE "what it is" PACKAGE …): sets HAVE_SWITCH in the calling scope. Packages
# are those of Debian.
function(mst_part switch what)
	set(${switch} AUTO CACHE STRING "${what}: AUTO (where it can be built), ON or OFF")
	set_property(CACHE ${switch} PROPERTY STRINGS AUTO ON OFF)
	string(TOUPPER "${${switch}}" wanted)
	if(NOT wanted MATCHES "^(AUTO|ON|OFF|TRUE|FALSE|YES|NO|1|0)$")
		message(FATAL_ERROR "${switch}=${${switch}}: expected AUTO, ON or OFF")
	endif()
	set(missing "")
	set(packages "")
	while(ARGN)
		list(POP_FRONT ARGN found thing package)
		if(NOT ${found})
			list(APPEND missing ${thing})
			list(APPEND packages ${package})
		endif()
	endwhile()
	list(JOIN missing ", " missing)
	list(JOIN packages " " packages)
	set(have ON)
	if(NOT wanted STREQUAL "AUTO" AND NOT wanted)
		set(have OFF)
		message(STATUS "muster will lack ${what}, because ${switch} is ${${switch}}")
	elseif(missing AND NOT wanted STREQUAL "AUTO")
		message(FATAL_ERROR "${switch} is ${${switch}}, but ${missing} cannot be found (Debian: apt install ${packages})")
	elseif(missing)
		set(have OFF)
		message(STATUS "muster will lack ${what}, because ${missing} cannot be found (Debian: apt install ${packages})")
	endif()
	set(HAVE_${switch} ${have} PARENT_SCOPE)
endfunction()

include(CheckIncludeFile)
check_include_file(sys/sdt.h MST_SDT_FOUND)
pkg_check_modules(BPF IMPORTED_TARGET libbpf>=1.0)
pkg_check_modules(XDP IMPORTED_TARGET libxdp)
pkg_check_modules(HIREDIS IMPORTED_TARGET hiredis)
pkg_check_modules(SECCOMP IMPORTED_TARGET libseccomp)
find_program(BPF_CLANG clang)
find_program(BPFTOOL bpftool PATHS /usr/sbin /sbin)

# The engines inside the kernel. libxdp is built on libbpf, so that one without the other is as if both were missing.
mst_part(MST_BPF "--engine live, --rx xdp, and bench --network reflect"
	BPF_CLANG clang clang BPFTOOL bpftool bpftool BPF_FOUND "libbpf 1.0" libbpf-dev)
mst_part(MST_XDP "--engine xdp" XDP_FOUND libxdp libxdp-dev)
# A watch that answers over HTTP.
pkg_check_modules(MICROHTTPD IMPORTED_TARGET libmicrohttpd>=0.9.71)
mst_part(MST_HTTP "watch --metrics ADDRESS:PORT" MICROHTTPD_FOUND libmicrohttpd libmicrohttpd-dev)
# Many machines on one scan.
mst_part(MST_FLEET "the command fleet" HIREDIS_FOUND hiredis libhiredis-dev)
# The filter of system calls.
mst_part(MST_SECCOMP "the filter of its own system calls" SECCOMP_FOUND libseccomp libseccomp-dev)
# USDT probes for bpftrace and perf: no code but a nop each.
mst_part(MST_SDT "USDT probes" MST_SDT_FOUND sys/sdt.h systemtap-sdt-dev)
