# SPDX-License-Identifier: BSD-2-Clause
# hardening.cmake - what makes a fault in memory hard to use: added to everything that is compiled and linked without sanitizers,
# which bring their own checks. tests/hardening.py looks whether the program and the library have it all.
include(CheckCCompilerFlag)
include(CheckCSourceCompiles)

set(MST_HARDENING -fstack-protector-strong)
# Each where the compiler knows it for this family of CPUs: -fcf-protection is Intel's, -mbranch-protection Arm's.
set(CMAKE_REQUIRED_FLAGS -Werror) # clang only warns of what another family of CPUs has
foreach(flag -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard)
	string(MAKE_C_IDENTIFIER "MST_HAS${flag}" has)
	check_c_compiler_flag(${flag} ${has})
	if(${has})
		list(APPEND MST_HARDENING ${flag})
	endif()
endforeach()

# The C library's checks of lengths: they need optimisation, and level 3 a C library and a compiler that have it.
set(MST_FORTIFY 2)
set(CMAKE_REQUIRED_FLAGS "-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
check_c_source_compiles("
#include <stdio.h>
#if !defined __USE_FORTIFY_LEVEL || __USE_FORTIFY_LEVEL < 3
#error level 3 is not there
#endif
int main(void) { return 0; }" MST_HAS_FORTIFY_3)
unset(CMAKE_REQUIRED_FLAGS)
if(MST_HAS_FORTIFY_3)
	set(MST_FORTIFY 3)
endif()
list(APPEND MST_HARDENING "$<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=${MST_FORTIFY}>")

target_compile_options(muster_flags INTERFACE ${MST_HARDENING})
# All symbols are found when the program starts; then what holds their addresses is read-only.
target_link_options(muster_flags INTERFACE LINKER:-z,relro,-z,now,-z,noexecstack)
