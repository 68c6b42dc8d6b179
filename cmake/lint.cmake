# SPDX-License-Identifier: BSD-2-Clause
# lint.cmake - cmake -D BUILD=FOLDER -P lint.cmake, in the root of the tree: runs the checks of .clang-tidy over every C file
# that this build compiles in src, tests and bench, and over the headers that they include, on two CPUs. clang-tidy 14 only:
# others find other things. -D FILES=REGEX checks only the files whose paths match, such as src/round/.
#
# First it checks itself: clang-tidy ignores names of checks that it does not know, so each check of .clang-tidy must find
# its fault in the planted file below.
set(version_wanted 14)
find_program(CLANG_TIDY NAMES clang-tidy-${version_wanted} clang-tidy)
find_program(RUN_CLANG_TIDY NAMES run-clang-tidy-${version_wanted} run-clang-tidy)
set(version "none")
if(CLANG_TIDY AND RUN_CLANG_TIDY)
	execute_process(COMMAND ${CLANG_TIDY} --version OUTPUT_VARIABLE output)
	string(REGEX MATCH "version ([0-9]+)" version "${output}")
	set(version "${CMAKE_MATCH_1}")
endif()
if(NOT version STREQUAL version_wanted)
	message(FATAL_ERROR "clang-tidy ${version_wanted} is wanted (Debian 12: apt install clang-tidy), and found is: ${version}")
endif()
if(NOT EXISTS ${BUILD}/compile_commands.json)
	message(FATAL_ERROR "no compile_commands.json in \"${BUILD}\": expected -D BUILD= with the folder of a configured build")
endif()

set(planted ${BUILD}/lint/planted.c)
file(WRITE ${planted} [[
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdio.h>
#include <string.h>
#define TWICE(x) ((x) + (x))
struct padded { char a; long b; };
static void handler(int number) { printf("%d", number); }
int planted(int a, int b, char c, const char *text, struct padded *one, struct padded *other)
{
	double half = a / 2;
	long wide = (long)(a * b);
	long rounded = half + 0.5;
	int wider = c, n = 0;
	if (pthread_join(pthread_self(), NULL) < 0)
		n = TWICE(a++);
	if (strcmp(text, "x"))
		n++;
	if (memcmp(one, other, sizeof *one) == 0)
		n++;
	memset(one, '0', 1);
	memset(one, sizeof *one, 0);
	if (a == a)
		n++;
	if (b > 2);
		n++;
	for (uint16_t port = 0; port < b; port++)
		n++;
	do {
		if (n)
			continue;
	} while (false);
	signal(SIGINT, handler);
	while (n < b)
		wider = (int)rounded;
	return n + (int)wide + wider;
}
]])
execute_process(COMMAND ${CLANG_TIDY} --config-file=${CMAKE_CURRENT_SOURCE_DIR}/.clang-tidy --quiet ${planted} -- -std=gnu17
	OUTPUT_VARIABLE found ERROR_VARIABLE errors RESULT_VARIABLE status)
file(READ .clang-tidy config)
string(REGEX MATCH "\nChecks:.*\nWarningsAsErrors" list "${config}")
string(REGEX MATCHALL "[a-z]+-[a-z-]+" checks "${list}")
if(NOT checks OR status EQUAL 0)
	message(FATAL_ERROR "clang-tidy passes a file with faults, or .clang-tidy has no list of checks: ${errors}")
endif()
foreach(check IN LISTS checks)
	string(FIND "${found}" "[${check},-warnings-as-errors]" at)
	if(at EQUAL -1)
		message("${found}")
		message(FATAL_ERROR "${check} does not find its fault in the planted file of cmake/lint.cmake: is its name right?")
	endif()
endforeach()

if(NOT FILES)
	set(FILES "^${CMAKE_CURRENT_SOURCE_DIR}/(src|tests|bench)/")
endif()
execute_process(COMMAND ${RUN_CLANG_TIDY} -clang-tidy-binary ${CLANG_TIDY} -j 2 -quiet -p ${BUILD} ${FILES}
	OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE status)
string(REGEX MATCHALL "clang-tidy[^\n]* -quiet [^\n]*\n" files "${output}")
list(LENGTH files count)
if(status)
	string(ASCII 27 escape)
	string(REGEX REPLACE "${escape}\\[[0-9;]*m" "" output "${output}")
	string(REGEX REPLACE "[^\n]*clang-tidy[^\n]* -quiet [^\n]*\n" "" output "${output}")
	message("${output}")
	message(FATAL_ERROR "the checks of .clang-tidy found faults in what ${BUILD} compiles")
endif()
if(count EQUAL 0)
	message(FATAL_ERROR "no file was checked: nothing that ${BUILD} compiles matches ${FILES}")
endif()
message("lint: ${count} files, no fault")
