# Splits a header that flatc wrote with its object API: what readers of tables need goes to the file
# `reading`; objects, builders and packing, which are long to parse, go to the file `making`.
# Usage: awk -v reading=A_tables.h -v making=A_objects.h -f split_generated.awk A_generated.h

BEGIN {
  included = reading
  sub(/.*\//, "", included)
  print "#pragma once\n#include \"snapshot/" included "\"\nnamespace stackql {\nnamespace snapshot {\n" > making
}

# A definition at the outermost level; its first line decides where it goes.
/^(struct|inline|template)/ {
  object = /^struct [A-Za-z]+T : public / || /^struct [A-Za-z]+Builder \{/ ||
           /^struct [A-Za-z]+::Traits/ || /^inline flatbuffers::Offset</ ||
           /^inline [A-Za-z]+T[: ]/ || /^inline std::unique_ptr</ || /^inline void [A-Za-z]+::UnPackTo\(/
}

object || /^flatbuffers::Offset</ { print > making }
!object && !/^flatbuffers::Offset</ { print > reading }

/^(\}|\};)$/ || /^(struct|inline|template).*;$/ { object = 0 }

END { print "}  // namespace snapshot\n}  // namespace stackql" > making }
