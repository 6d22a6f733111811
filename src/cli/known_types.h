#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"

namespace stackql::cli {

// Every type that is known, by name; of one service, if it is not empty.
std::vector<const snapshot::ResourceType*> KnownTypes(const catalog::Catalog& catalog,
                                                      std::string_view service = {});

// The names of the types that are built in.
std::vector<std::string> BuiltinTypes();

// Says on standard error which documents could not be read; the exit status that follows.
int PrintFailuresOf(const catalog::Catalog& catalog);

}  // namespace stackql::cli
