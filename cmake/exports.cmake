# SPDX-License-Identifier: BSD-2-Clause
# exports.cmake - cmake -D HEADERS=FOLDER -D NODE=NAME -D OUT=FILE -P exports.cmake
#
# Writes the version script of the shared library. It exports the functions that the headers in FOLDER declare in a line
# that begins with MST_API, and nothing else.
file(GLOB headers ${HEADERS}/*.h)
set(names "")
foreach(header ${headers})
	file(STRINGS ${header} marked REGEX "^MST_API ")
	foreach(line ${marked})
		if(NOT line MATCHES "(mst_[a-z0-9_]+)[(]")
			message(FATAL_ERROR "${header}: expected the name of a function in the line: ${line}")
		endif()
		list(APPEND names "${CMAKE_MATCH_1}")
	endforeach()
endforeach()
list(SORT names)
list(JOIN names ";\n\t\t" names)
file(WRITE ${OUT} "${NODE} {\n\tglobal:\n\t\t${names};\n\tlocal:\n\t\t*;\n};\n")
