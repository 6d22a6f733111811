#pragma once

#include "report/report.h"

namespace stackql::cli {

// What the git repository around the current directory says of itself, read from its files without
// running git. Everything is empty outside a repository.
report::RepositoryContext DescribeRepository();

}  // namespace stackql::cli
