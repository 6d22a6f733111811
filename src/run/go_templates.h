#pragma once

#include <string_view>

namespace stackql {

// Whether a query file is for `stackql exec --iqldata`: it has a block of jsonnet, or tags that
// only Go's templates have ({{ .name }}, {{ $name }}, {{ range ... }}, {{ end }}).
bool HasGoTemplates(std::string_view bytes);

}  // namespace stackql
