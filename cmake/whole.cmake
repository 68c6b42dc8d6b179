# SPDX-License-Identifier: BSD-2-Clause
# whole.cmake - the rooms that every probe passes through are compiled as a whole, so that calls from file to file are inlined:
# that saves a tenth of muster's own time for a probe (bench/PROFILE.md). gcc joins their objects into one that is like any
# other (-flinker-output=nolto-rel), so that nothing that links it has to know. Only where speed is wanted: in a Release.
#
# mst_whole(TARGET SOURCE …): the object library TARGET of these sources, and whole_object in the calling scope.
set(MST_WHOLE_ROOMS "/src/(wire|target|probe|track|tx|rx|plan|round|journal)/[^/]*\\.c$|/src/base/(addr|clock|position_set)\\.c$")
set(MST_WHOLE OFF)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU" AND CMAKE_C_COMPILER_VERSION VERSION_GREATER_EQUAL 10 AND CMAKE_BUILD_TYPE STREQUAL "Release"
		AND NOT MST_SANITIZE AND NOT MST_FUZZ)
	include(CheckIPOSupported)
	check_ipo_supported(RESULT MST_WHOLE OUTPUT whole_trouble LANGUAGES C)
endif()

# For structs of some hundred bytes, gcc's string instructions (rep stos, rep movs) are slow to begin: ten nanoseconds each on
# today's processors, and a probe and its answer need a dozen. Vectors of sixteen bytes do the same in two.
set(MST_WHOLE_STRINGS "")
if(MST_WHOLE)
	include(CheckCCompilerFlag)
	set(strings -mmemset-strategy=vector_loop:512:noalign,libcall:-1:noalign -mmemcpy-strategy=vector_loop:512:noalign,libcall:-1:noalign)
	check_c_compiler_flag("${strings}" MST_HAVE_STRING_STRATEGY)
	if(MST_HAVE_STRING_STRATEGY)
		set(MST_WHOLE_STRINGS ${strings})
	endif()
endif()

function(mst_whole target)
	set(object ${CMAKE_BINARY_DIR}/generated/whole.o)
	set(hardening ${MST_HARDENING})
	list(FILTER hardening INCLUDE REGEX "^-[fm]") # the others are the preprocessor's
	separate_arguments(flags NATIVE_COMMAND "${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_RELEASE}")
	add_library(${target} OBJECT ${ARGN})
	target_compile_options(${target} PRIVATE -flto -fno-fat-lto-objects ${MST_WHOLE_STRINGS})
	add_custom_command(OUTPUT ${object}
		COMMAND ${CMAKE_C_COMPILER} ${flags} ${hardening} ${MST_WHOLE_STRINGS} -fPIC -flto=auto -flinker-output=nolto-rel -nostdlib -r -o ${object}
			$<TARGET_OBJECTS:${target}>
		DEPENDS ${target} $<TARGET_OBJECTS:${target}> COMMENT "Compiling what every probe passes through as a whole"
		COMMAND_EXPAND_LISTS VERBATIM)
	set(whole_object ${object} PARENT_SCOPE)
endfunction()
