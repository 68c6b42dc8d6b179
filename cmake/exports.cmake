# SPDX-License-Identifier: BSD-2-Clause
# cmake -D HEADERS=FOLDER -D NODE=NAME -D OUT=FILE -P exports.cmake: writes the version script of the shared library. It exports what the
# headers of FOLDER mark with MST_API at the beginning of a line, and nothing else.
file(GLOB headers ${HEADERS}/*.h)
set(names "")
foreach(header ${headers})
	file(STRINGS ${header} marked REGEX "^MST_API ")
	foreach(line ${marked})
		if(NOT line MATCHES "(mst_[a-z0-9_]+)[(]")
			message(FATAL_ERROR "${header}: no function's name in the line: ${line}")
		endif()
		list(APPEND names "${CMAKE_MATCH_1}")
	endforeach()
endforeach()
list(SORT names)
list(JOIN names ";\n\t\t" names)
file(WRITE ${OUT} "${NODE} {\n\tglobal:\n\t\t${names};\n\tlocal:\n\t\t*;\n};\n")
